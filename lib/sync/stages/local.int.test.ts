// Local repositories through the real engine: read as often as one likes, and never written to.
import { chmod, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { seeTree, type Tree } from '@/e2e/faults/see-tree';
import { watchSearch } from '@/e2e/faults/watch-search';
import { createWorkTree, fingerprint, openWorkTree } from '@/e2e/servers/git/work-tree';
import { startWorld, type World } from '@/e2e/servers/world';
import { listCommitsOf } from '@/lib/browse/list-commits-of';
import { readBlob } from '@/lib/browse/read-blob';
import type { Actor } from '@/lib/context';
import { env } from '@/lib/env';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { getRepo } from '@/lib/repos/get-repo';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { search } from '@/lib/search/search';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import { startWatching, type Watching } from '@/lib/sync/request/watch';

const SYSTEM: Actor = { kind: 'system' };
const VISITOR: Actor = { kind: 'anonymous' };
let world: World;
let root: string;

beforeAll(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'freshet-roots-')));
  world = await startWorld({ FRESHET_LOCAL_ROOTS: root }, { hasClock: false });
});
afterAll(async () => {
  await world?.close();
  await rm(root, { recursive: true, force: true });
});

async function added(folder: string) {
  const repo = await addRepo(world.as(SYSTEM), { path: folder, is_public: true });
  return await world.settle(repo.id);
}

async function sync(id: string) {
  const { runId } = await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
  await waitForRun(world.as(SYSTEM), runId, 30_000);
  return await world.settle(id);
}

async function found(q: string): Promise<string[]> {
  return (await search(world.as(VISITOR), { q })).results.map((r) => `${r.repo}:${r.path}`);
}

const watched = (id: string, q: string, tree: Tree) =>
  watchSearch((question) => seeTree(world.as(SYSTEM), question), { repoId: id, q, tree });

describe('a local repository', () => {
  it('is searchable, follows commits and the branch that is checked out, and shows its files and history', async () => {
    const tree = await createWorkTree(path.join(root, 'team/otters'), { 'a.txt': 'wombat one\n' });
    const repo = await added(tree.dir);
    expect(repo).toMatchObject({ kind: 'local', status: 'ready', org: 'team', name: 'otters', url: null, error: null });
    expect(await found('wombat')).toEqual(['team/otters:a.txt']);

    const second = await tree.commit({ 'b.txt': 'numbat two\n' });
    await tree.write('c.txt', 'not committed: bilby\n');
    expect((await sync(repo.id)).head_commit).toBe(second);
    expect(await found('numbat')).toEqual(['team/otters:b.txt']);
    expect(await found('bilby')).toEqual([]);

    await tree.git(['checkout', '-q', '-b', 'side']);
    await tree.commit({ 'd.txt': 'quoll\n' });
    expect((await sync(repo.id)).default_branch).toBe('side');
    expect(await found('quoll')).toEqual(['team/otters:d.txt']);

    const ctx = world.as(VISITOR);
    expect((await readBlob(ctx, { repoId: repo.id, path: 'a.txt' })).content).toBe('wombat one\n');
    expect((await listCommitsOf(ctx, repo.id)).commits).toHaveLength(3);
    expect((await sync(repo.id)).error).toBeNull();
    expect((await world.runs(repo.id))[0]?.status).toBe('unchanged');
  });

  it('shows visitors what its branches and tags reach, and nothing else that lies in the folder', async () => {
    const tree = await createWorkTree(path.join(root, 'team/private'), { 'a.txt': 'base\n' });
    const tagged = await tree.commit({ 'a.txt': 'tagged\n' });
    await tree.git(['tag', '-a', '-m', 'v1', 'v1']);
    const taken = await tree.commit({ 'a.txt': 'taken back\n' });
    await tree.git(['reset', '-q', '--hard', 'HEAD~2']);
    await tree.write('a.txt', 'stashed\n');
    await tree.git(['stash', '-q']);
    const stashed = (await tree.git(['rev-parse', 'refs/stash'])).trim();
    const unborn = await tree.commit({ 'a.txt': 'not synced yet\n' });
    await tree.git(['reset', '-q', '--hard', 'HEAD~1']);
    const repo = await added(tree.dir);
    const at = (commit: string) => readBlob(world.as(VISITOR), { repoId: repo.id, commit, path: 'a.txt' });
    expect((await at(tagged)).content).toBe('tagged\n');
    for (const hidden of [taken, stashed, unborn]) {
      await expect(at(hidden)).rejects.toMatchObject({ code: 'not_found' });
      const seen = await readBlob(world.as(SYSTEM), { repoId: repo.id, commit: hidden, path: 'a.txt' });
      expect(seen.commit).toBe(hidden);
    }
    await tree.git(['reset', '-q', '--hard', unborn]);
    await expect(at(unborn)).rejects.toMatchObject({ code: 'not_found' });
    await sync(repo.id);
    expect((await at(unborn)).content).toBe('not synced yet\n');
  });

  it('stays at its branch while HEAD is detached or a rebase runs, and follows it when that ends', async () => {
    const tree = await createWorkTree(path.join(root, 'team/rebase'), { 'a.txt': 'base\n' });
    await tree.git(['checkout', '-q', '-b', 'topic']);
    const before = await tree.commit({ 'a.txt': 'topic pelican\n' });
    await tree.git(['checkout', '-q', 'main']);
    await tree.commit({ 'a.txt': 'main side\n' });
    await tree.git(['checkout', '-q', 'topic']);
    const repo = await added(tree.dir);
    expect(repo.default_branch).toBe('topic');

    await expect(tree.git(['rebase', 'main'])).rejects.toThrow();
    await tree.git(['branch', 'moved-meanwhile']);
    expect(await sync(repo.id)).toMatchObject({ default_branch: 'topic', head_commit: before, error: null });
    const [run] = await world.runs(repo.id);
    expect(run).toMatchObject({
      old_head: before,
      new_head: before,
      note: expect.stringContaining('HEAD is detached'),
    });
    await tree.git(['branch', '-D', 'moved-meanwhile']);
    await tree.write('a.txt', 'main side, topic flamingo\n');
    await tree.git(['add', '-A']);
    await tree.git(['-c', 'core.editor=true', 'rebase', '--continue']);
    const after = (await tree.git(['rev-parse', 'HEAD'])).trim();
    await tree.git(['reflog', 'expire', '--expire=now', '--all']);
    await tree.git(['gc', '-q', '--prune=now']);
    expect(await sync(repo.id)).toMatchObject({ default_branch: 'topic', head_commit: after, error: null });
    expect(await found('flamingo')).toEqual(['team/rebase:a.txt']);
    expect(await found('pelican')).toEqual([]);
    expect((await listCommitsOf(world.as(VISITOR), repo.id)).commits).toHaveLength(3);
  });

  it('is as it was to the last byte and nanosecond after a hundred syncs', async () => {
    const base = path.join(root, 'untouched');
    const tree = await createWorkTree(path.join(base, 'main'), { 'a.txt': 'one\n', 'dir/b.txt': 'two\n' });
    await tree.git(['checkout', '-q', '-b', 'topic']);
    await tree.commit({ 'a.txt': 'topic\n' });
    await tree.git(['checkout', '-q', 'main']);
    await tree.commit({ 'a.txt': 'other\n' });
    await tree.git(['worktree', 'add', '-q', path.join(base, 'linked'), '-b', 'linked']);
    await tree.git(['worktree', 'add', '-q', path.join(base, 'rebasing'), 'topic']);
    await expect(openWorkTree(path.join(base, 'rebasing')).git(['rebase', 'main'])).rejects.toThrow();
    await openWorkTree(path.join(base, 'linked')).commit({ 'c.txt': 'three\n' });
    await tree.git(['checkout', '-q', '--detach']);
    await tree.write('a.txt', 'dirty\n');
    await tree.write('new.txt', 'untracked\n');
    await tree.git(['add', 'new.txt']);
    // As a person's repository would have it: an index that wants a refresh, and tidying that is due.
    await tree.git(['config', 'gc.auto', '1']);
    await tree.git(['config', 'core.logAllRefUpdates', 'always']);
    const before = await fingerprint(base);

    const repos = [];
    for (const name of ['main', 'linked', 'rebasing']) repos.push(await added(path.join(base, name)));
    expect(repos.map((repo) => repo.error)).toEqual([null, null, null]);
    const db = world.as(SYSTEM).db.$client;
    for (let round = 0; round < 33; round++) {
      // Two of them share one store, as their syncs share this moment.
      const synced = repos.map(async ({ id }) => {
        // Some from what is there, some compared in full, some from nothing.
        if (round % 3 === 1) await db`update repos set compared_at = null where id = ${id}`;
        if (round % 11 === 5) await rm(mirrorDir(world.env.dataDir, id), { recursive: true, force: true });
        return (await sync(id)).error;
      });
      expect(await Promise.all(synced)).toEqual([null, null, null]);
    }
    const [counted] = await db<{ runs: number }[]>`
      select count(*)::int as runs from sync_runs where repo_id = any(${repos.map(({ id }) => id)})`;
    expect(counted?.runs).toBeGreaterThanOrEqual(100);
    for (const { id } of repos) await readBlob(world.as(VISITOR), { repoId: id, path: 'dir/b.txt' });
    for (const { id } of repos) await deleteRepo(world.as(SYSTEM), id, { purge: true });
    expect(await fingerprint(base)).toEqual(before);
  });

  it('shows its folder to people who have signed in alone', async () => {
    const tree = await createWorkTree(path.join(root, 'team/shy'), { 'a.txt': 'x\n' });
    const { id } = await added(tree.dir);
    expect((await getRepo(world.as({ kind: 'operator' }), id)).path).toBe(tree.dir);
    expect(JSON.stringify(await getRepo(world.as(VISITOR), id))).not.toContain(root);
    await rename(tree.dir, `${tree.dir}-moved`);
    await sync(id);
    expect(JSON.stringify(await getRepo(world.as(VISITOR), id))).not.toContain(root);
  });

  it('says what is wrong when its folder is gone, and goes on where it has moved to', async () => {
    const tree = await createWorkTree(path.join(root, 'team/moving'), { 'a.txt': 'lyrebird\n' });
    const { id } = await added(tree.dir);
    const watch = watched(id, 'lyrebird', { 'a.txt': 'lyrebird' });
    await rename(tree.dir, `${tree.dir}-elsewhere`);
    expect(await watch.during(() => sync(id))).toMatchObject({ status: 'error', error_kind: 'not_found' });
    await expect(readBlob(world.as(VISITOR), { repoId: id, path: 'a.txt' })).rejects.toMatchObject({ kind: 'corrupt' });

    await expect(updateRepo(world.as(SYSTEM), id, { path: '/etc' })).rejects.toMatchObject({ kind: 'policy' });
    await updateRepo(world.as(SYSTEM), id, { path: `${tree.dir}-elsewhere` });
    expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
    expect((await readBlob(world.as(VISITOR), { repoId: id, path: 'a.txt' })).content).toBe('lyrebird\n');
    expect(await watch.stop()).toEqual([]);
  });

  it('says that its owner has to repair it when objects are missing, and serves what it had', async () => {
    const tree = await createWorkTree(path.join(root, 'team/damaged'), { 'a.txt': 'cassowary\n' });
    const { id } = await added(tree.dir);
    const watch = watched(id, 'cassowary', { 'a.txt': 'cassowary' });
    await tree.commit({ 'b.txt': 'no cassowary\n' });
    const blob = (await tree.git(['rev-parse', 'HEAD:b.txt'])).trim();
    const object = path.join(tree.dir, '.git/objects', blob.slice(0, 2), blob.slice(2));
    await chmod(object, 0o644);
    await rename(object, `${object}.lost`);
    // No attempt comes between this failure and the sync after the repair.
    const { retrySeconds } = env();
    Object.assign(env(), { retrySeconds: [600] });
    onTestFinished(() => void Object.assign(env(), { retrySeconds }));
    const broken = await watch.during(() => sync(id));
    expect(broken).toMatchObject({ status: 'error', error_kind: 'corrupt' });
    expect(broken.error).toContain('git fsck');
    await rename(`${object}.lost`, object);
    watch.may(id, { 'a.txt': 'cassowary', 'b.txt': 'no cassowary' });
    expect((await sync(id)).error).toBeNull();
    expect(await watch.stop()).toEqual([]);
  });

  it('is asked every five minutes at the latest, however long it rests', async () => {
    const tree = await createWorkTree(path.join(root, 'team/resting'), { 'a.txt': 'x\n' });
    const { id } = await added(tree.dir);
    await world.as(SYSTEM).db.$client`update repos set moved_at = now() - interval '90 days' where id = ${id}`;
    const { next_check_at } = await sync(id);
    const seconds = (Date.parse(next_check_at ?? '') - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(200);
    expect(seconds).toBeLessThan(340);
  });

  it('is refused with a token, with a url as well, or with a kind that does not fit', async () => {
    const tree = await createWorkTree(path.join(root, 'team/wrong'), { 'a.txt': 'x\n' });
    const refused = { code: 'invalid' };
    const ctx = world.as(SYSTEM);
    await expect(addRepo(ctx, { path: tree.dir, token: 'secret' })).rejects.toMatchObject(refused);
    await expect(addRepo(ctx, { path: tree.dir, url: `${world.git.url}/x` })).rejects.toMatchObject(refused);
    await expect(addRepo(ctx, { path: tree.dir, kind: 'mirror' })).rejects.toMatchObject(refused);
    await expect(addRepo(ctx, { url: `${world.git.url}/x`, kind: 'local' })).rejects.toMatchObject(refused);
    await expect(addRepo(ctx, {})).rejects.toMatchObject(refused);
    const { id } = await added(tree.dir);
    await expect(updateRepo(ctx, id, { url: 'https://example.org/x' })).rejects.toMatchObject(refused);
  });
});

describe('watching', () => {
  let watching: Watching | null = null;

  async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
    for (;;) {
      const value = await look();
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const isAt = (id: string, head: string) =>
    until(async () => {
      const repo = await getRepo(world.as(SYSTEM), id);
      return repo.head_commit === head && repo.active_run_id === null && repo;
    });
  /** Some time passes: what moves next is synced at once, and not kept for what may follow it. */
  const rest = () => world.as(SYSTEM).db.$client`update sync_runs set created_at = created_at - interval '1 minute'`;

  afterAll(async () => {
    await watching?.stop();
  });

  it('syncs what is committed, checked out, packed or done in a linked work tree, and what came before it began', async () => {
    const tree = await createWorkTree(path.join(root, 'team/watched'), { 'a.txt': 'one\n' });
    const linked = path.join(root, 'team/watched-linked');
    await tree.git(['worktree', 'add', '-q', linked, '-b', 'linked']);
    const [main, other] = [await added(tree.dir), await added(linked)];
    const db = world.as(SYSTEM).db.$client;
    // Only what is watched may start a run here.
    await db`update repos set next_check_at = now() + interval '1 day'`;
    watching = startWatching(world.as(SYSTEM));
    await watching.look();
    const due = await db`select id from repos where next_check_at <= now() and id = any(${[main.id, other.id]})`;
    expect(due).toHaveLength(2);
    await db`update repos set next_check_at = now() + interval '1 day'`;

    await rest();
    await isAt(main.id, await tree.commit({ 'a.txt': 'two\n' }));
    await isAt(main.id, await tree.commit({ 'a.txt': 'three\n' }));
    await rest();
    await tree.git(['pack-refs', '--all']);
    await isAt(main.id, await tree.commit({ 'a.txt': 'four\n' }));
    await rest();
    await tree.git(['checkout', '-q', '-b', 'feature/deep']);
    await until(async () => (await getRepo(world.as(SYSTEM), main.id)).default_branch === 'feature/deep');
    await rest();
    await isAt(main.id, await tree.commit({ 'a.txt': 'five\n' }));
    await isAt(other.id, await openWorkTree(linked).commit({ 'l.txt': 'six\n' }));
    const triggers = new Set((await world.runs(main.id)).map((run) => run.trigger));
    expect([...triggers].sort()).toEqual(['initial', 'watch']);
  });

  it('asks for nothing when the work tree or the index alone changes, nor where checks are off', async () => {
    const tree = await createWorkTree(path.join(root, 'team/quiet'), { 'a.txt': 'one\n' });
    const off = await createWorkTree(path.join(root, 'team/off'), { 'a.txt': 'one\n' });
    const quiet = await added(tree.dir);
    const silent = await added(off.dir);
    await updateRepo(world.as(SYSTEM), silent.id, { sync_interval_seconds: 0 });
    await watching?.look();
    await world.as(SYSTEM).db.$client`update repos set next_check_at = now() + interval '1 day'`;
    await tree.write('a.txt', 'dirty\n');
    await tree.git(['add', '-A']);
    await tree.git(['status']);
    await off.commit({ 'a.txt': 'two\n' });
    // A movement after it shows that the events before were seen.
    const tip = await tree.commit({ 'b.txt': 'two\n' });
    await isAt(quiet.id, tip);
    expect(await world.runs(quiet.id)).toHaveLength(2);
    expect(await world.runs(silent.id)).toHaveLength(1);
  });

  it('follows a repository to its new folder, and lets go of one that is deleted', async () => {
    const tree = await createWorkTree(path.join(root, 'team/nomad'), { 'a.txt': 'one\n' });
    const { id } = await added(tree.dir);
    await watching?.look();
    await rename(tree.dir, `${tree.dir}-2`);
    await updateRepo(world.as(SYSTEM), id, { path: `${tree.dir}-2` });
    await world.settle(id);
    await watching?.look();
    await world.as(SYSTEM).db.$client`update repos set next_check_at = now() + interval '1 day'`;
    await rest();
    await isAt(id, await openWorkTree(`${tree.dir}-2`).commit({ 'a.txt': 'two\n' }));

    // What was a linked work tree becomes a repository of its own, while the one it was of goes on.
    const other = path.join(root, 'team/nomad-linked');
    await openWorkTree(`${tree.dir}-2`).git(['worktree', 'add', '-q', other, '-b', 'linked']);
    const linked = await added(other);
    await watching?.look();
    await rename(other, `${other}-away`);
    const own = await createWorkTree(other, { 'a.txt': 'own\n' });
    await watching?.look();
    await world.as(SYSTEM).db.$client`update repos set next_check_at = now() + interval '1 day'`;
    await rest();
    await isAt(linked.id, await own.commit({ 'a.txt': 'own two\n' }));

    // Another repository takes its place, as after `rm -rf` and a new clone.
    await rm(`${tree.dir}-2`, { recursive: true });
    await watching?.look();
    const anew = await createWorkTree(`${tree.dir}-2`, { 'a.txt': 'anew\n' });
    await watching?.look();
    await world.as(SYSTEM).db.$client`update repos set next_check_at = now() + interval '1 day'`;
    await rest();
    await isAt(id, await anew.commit({ 'a.txt': 'anew two\n' }));
    await deleteRepo(world.as(SYSTEM), id);
    await watching?.look();
    await openWorkTree(`${tree.dir}-2`).commit({ 'a.txt': 'three\n' });
    await writeFile(path.join(root, 'done'), '');
  });
});
