// A disk that is full, under the mirrors and under the database: what is served stays, and space is all that is needed.
import { randomBytes } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { search } from '@/lib/search/search';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import { auditRepo } from '@/lib/sync/upkeep/audit';
import { createRepo, type GitRepo, runGit } from '../servers/git/git-repo';
import { startWorld, type World } from '../servers/world';
import { holdStage } from './hold-stage';
import { seeTree } from './see-tree';
import { limitFiles, mountSmallDisk, type SmallDisk } from './small-disk';
import { watchSearch } from './watch-search';

let world: World;
let mirrors: string;

beforeAll(async () => {
  world = await startWorld({ FRESHET_RETRY_SECONDS: '600' });
  mirrors = path.join(world.env.dataDir, 'mirrors');
});
afterAll(() => world?.close());

const system = () => world.as({ kind: 'system' });
const found = async (q: string) => (await search(world.as({ kind: 'anonymous' }), { q })).count;
/** `name` is a word of every file but the noise that the repository ever has. */
const watchOf = (id: string, name: string) =>
  watchSearch((question) => seeTree(system(), question), {
    repoId: id,
    q: `"${name}"`,
    tree: { 'a.txt': `before ${name}` },
  });
const noise = () => randomBytes(400_000);
const upstream = (name: string) =>
  createRepo(world.upstreams, `acme/${name}`, { 'a.txt': `before ${name}\n`, 'noise.bin': noise() });
/** Nobody but the test asks upstream: what a check of another repository is at looks like a leftover. */
const add = (git: GitRepo) =>
  addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true, sync_interval_seconds: 0 });

async function sync(id: string) {
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  expect(await waitForRun(system(), runId, 30_000)).toBe(true);
  return await getRepo(system(), id);
}

const isFull = { status: 'error', error_kind: 'disk', error: expect.stringMatching(/full.*space.*sync again\.$/) };

/** Everything under the mirrors that is unfinished work. */
async function leftovers(): Promise<string[]> {
  const names = await readdir(mirrors, { recursive: true });
  return names.filter((name) => /\.(new|old)-|tmp_|\.lock$/.test(name));
}

/** A git that was killed leaves its lock, which counts as nobody's after half a minute. */
async function ageLocks(dir: string): Promise<void> {
  for (const name of (await leftovers()).filter((entry) => entry.startsWith(path.basename(dir)))) {
    await utimes(path.join(mirrors, name), 0, 0);
  }
}

const WAYS: [what: string, open: () => Promise<SmallDisk | null>][] = [
  ['that is full', () => mountSmallDisk(mirrors)],
  ['that takes no larger files', () => limitFiles()],
];

describe.each(WAYS)('a disk %s', (what, open) => {
  let disk: SmallDisk | null;
  const tag = what.replaceAll(' ', '-');

  beforeAll(async () => {
    disk = await open();
  });
  afterAll(async () => {
    await disk?.free();
    await disk?.close();
  });
  // If nobody may mount, the other way stands for both: it needs no right at all.
  const test = (name: string, run: (disk: SmallDisk) => Promise<void>) =>
    it(name, async ({ skip }) => {
      if (!disk) return skip('this process may not mount a file system');
      try {
        await run(disk);
      } finally {
        await disk.free();
      }
    });

  test('while a repository is cloned', async (small) => {
    const name = `clone-${tag}`;
    const git = await upstream(name);
    await small.fill(100_000);
    const { id } = await add(git);
    expect(await world.settle(id)).toMatchObject({ ...isFull, head_commit: null });
    expect((await readdir(mirrors)).filter((entry) => entry.startsWith(id))).toEqual([]);
    await small.free();
    expect(await sync(id)).toMatchObject({ status: 'ready', error: null, head_commit: await git.tip() });
    expect(await found(`"before ${name}"`)).toBe(1);
  });

  for (const room of [100_000, 0]) {
    test(`while a push is fetched, with ${room} bytes of room`, async (small) => {
      const name = `fetch-${room}-${tag}`;
      const git = await upstream(name);
      const { id } = await add(git);
      expect(await world.settle(id)).toMatchObject({ status: 'ready' });
      const before = await getRepo(system(), id);
      await git.commit({ 'a.txt': `after ${name}\n`, 'noise.bin': noise() });
      const watch = watchOf(id, name);
      await small.fill(room);
      const failed = await watch.during(() => sync(id));
      expect(failed).toMatchObject({ ...isFull, head_commit: before.head_commit });
      expect(await auditRepo(system(), id)).toBe('ok');
      expect(await leftovers()).toEqual([]);
      await small.free();
      watch.may(id, { 'a.txt': `after ${name}` });
      expect(await sync(id)).toMatchObject({ status: 'ready', error: null, failure_count: 0 });
      expect(await watch.stop()).toEqual([]);
      expect(await auditRepo(system(), id)).toBe('ok');
    });
  }

  test('while refs are written', async (small) => {
    const name = `refs-${tag}`;
    const git = await upstream(name);
    const { id } = await add(git);
    const before = await world.settle(id);
    const sha = await git.commit({ 'a.txt': `after ${name}\n` });
    const hold = holdStage('reset', 'at the beginning');
    const { runId } = await requestSync(system(), id, { trigger: 'manual' });
    await hold.reached;
    const watch = watchOf(id, name);
    await small.fill(0);
    hold.release();
    expect(await watch.during(() => waitForRun(system(), runId, 30_000))).toBe(true);
    expect(await getRepo(system(), id)).toMatchObject({ ...isFull, head_commit: before.head_commit });
    const dir = mirrorDir(world.env.dataDir, id);
    expect((await runGit(dir, ['rev-parse', 'refs/heads/main'])).trim()).toBe(before.head_commit);
    await small.free();
    await ageLocks(dir);
    watch.may(id, { 'a.txt': `after ${name}` });
    expect(await sync(id)).toMatchObject({ status: 'ready', error: null, head_commit: sha });
    expect(await watch.stop()).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  test('while nothing is new', async (small) => {
    const git = await upstream(`still-${tag}`);
    const { id } = await add(git);
    expect(await world.settle(id)).toMatchObject({ status: 'ready' });
    const watch = watchOf(id, `still-${tag}`);
    await small.fill(0);
    expect(await watch.during(() => sync(id))).toMatchObject({ status: 'ready', error: null });
    expect((await world.runs(id))[0]?.status).toBe('unchanged');
    expect(await watch.stop()).toEqual([]);
  });
});

describe('a database whose disk is full', () => {
  // What PostgreSQL says then, raised where contents are written and where they become visible.
  it.each(['blobs', 'indexed_refs'])('while %s are written', async (table) => {
    const name = `database-${table}`;
    const git = await upstream(name);
    const { id } = await add(git);
    const before = await world.settle(id);
    const sql = system().db.$client;
    await sql.unsafe(`
      create function no_space() returns trigger language plpgsql as $$ begin
        raise exception 'could not extend file: No space left on device' using errcode = '53100';
      end $$;
      create trigger no_space before insert or update on ${table} for each row execute function no_space();`);
    const sha = await git.commit({ 'a.txt': `after ${name}\n`, 'b.txt': `more ${name}\n` });
    const watch = watchOf(id, name);
    const failed = await watch.during(() => sync(id));
    expect(failed).toMatchObject({ ...isFull, head_commit: before.head_commit });
    await sql.unsafe(`drop trigger no_space on ${table}; drop function no_space();`);
    watch.may(id, { 'a.txt': `after ${name}`, 'b.txt': `more ${name}` });
    expect(await sync(id)).toMatchObject({ status: 'ready', error: null, head_commit: sha, file_count: 3 });
    expect(await watch.stop()).toEqual([]);
    expect(await auditRepo(system(), id)).toBe('ok');
  });
});
