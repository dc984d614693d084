// What an upstream may do wrong: what is served stays, the cause is told, and the next sync after it is over is right.
import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { env } from '@/lib/env';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { confirmLosses } from '@/lib/repos/manage/losses/confirm-losses';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import { auditRepo } from '@/lib/sync/upkeep/audit';
import type { Fault } from '../servers/git/git-http';
import { createRepo, type GitRepo } from '../servers/git/git-repo';
import { startWorld, type World } from '../servers/world';
import { seeTree, type Tree } from './see-tree';
import { watchSearch } from './watch-search';

let world: World;

beforeAll(async () => {
  // Retries are far away: what a fault leaves is looked at before the next attempt.
  world = await startWorld({ FRESHET_RETRY_SECONDS: '600' });
});
afterAll(() => world?.close());

const system = () => world.as({ kind: 'system' });

async function added(name: string): Promise<{ id: string; git: GitRepo }> {
  const git = await createRepo(world.upstreams, `acme/${name}`, { 'a.txt': `before ${name}\n` });
  const repo = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(repo.id)).toMatchObject({ status: 'ready' });
  return { id: repo.id, git };
}

async function sync(id: string) {
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  expect(await waitForRun(system(), runId, 110_000)).toBe(true);
  return await getRepo(system(), id);
}

/** `name` is a word of every file that the repository ever has. */
const watchOf = (id: string, name: string) =>
  watchSearch((question) => seeTree(system(), question), {
    repoId: id,
    q: `"${name}"`,
    tree: { 'a.txt': `before ${name}` },
  });
/** For what never comes a short while is enough; whatever does come gets all the time that it needs. */
function limitFetches(): () => void {
  const { fetchTimeoutMs } = env();
  Object.assign(env(), { fetchTimeoutMs: 4000 });
  Object.assign(world.env, { fetchTimeoutMs: 4000 });
  return () => [env(), world.env].forEach((one) => void Object.assign(one, { fetchTimeoutMs }));
}

const isPack = ({ method }: { method: string }) => method === 'POST';

const FAULTS: [what: string, kind: string, fault: Fault][] = [
  ['wants a token', 'auth', { status: 401 }],
  ['refuses access', 'auth', { status: 403 }],
  ['knows the repository no more', 'not_found', { status: 404 }],
  ['asks to wait', 'network', { status: 429, headers: { 'retry-after': '60' } }],
  ['has a failure of its own', 'network', { status: 500 }],
  ['cuts the connection in the middle', 'network', { match: isPack, cutAfterBytes: 60 }],
  ['answers with noise', 'not_found', { match: isPack, body: randomBytes(5000) }],
  ['sends one byte a second', 'timeout', { match: isPack, bytesPerSecond: 1 }],
  ['never answers', 'timeout', { hang: true }],
  ['answers with nothing, and calls it accepted', 'not_found', { status: 202 }],
  ['answers with nothing at all', 'not_found', { status: 204 }],
  ['answers with a page of its network', 'not_found', { status: 203, body: 'please sign in\n' }],
  ['sends us to a page', 'auth', { redirectTo: '/users/sign_in' }],
  ['answers with a page', 'not_found', { body: '<html>hello</html>', headers: { 'content-type': 'text/html' } }],
];

describe('an upstream that', () => {
  it.each(FAULTS)('%s', async (_what, kind, fault) => {
    const name = `fault-${FAULTS.findIndex(([, , other]) => other === fault)}`;
    const { id, git } = await added(name);
    const before = await getRepo(system(), id);
    await git.commit({ 'a.txt': `after ${name}\n` });
    const inForce: Fault = {
      ...fault,
      match: ({ method, path }) => path.includes(`acme/${name}`) && matches(fault, method),
    };
    world.git.faults.push(inForce);
    const watch = watchOf(id, name);
    const restore = kind === 'timeout' ? limitFetches() : () => {};
    const failed = await watch.during(() => sync(id)).finally(restore);
    expect(failed.status).toBe('error');
    expect(failed.error_kind === kind || `${failed.error_kind}: ${failed.error}`).toBe(true);
    expect(failed).toMatchObject({ head_commit: before.head_commit, indexed_at: before.indexed_at });
    expect(failed.error).toMatch(/\.$/);

    world.git.faults.splice(world.git.faults.indexOf(inForce), 1);
    watch.may(id, { 'a.txt': `after ${name}` });
    expect(await sync(id)).toMatchObject({ status: 'ready', error: null, failure_count: 0 });
    expect(await watch.stop()).toEqual([]);
    expect(await auditRepo(system(), id)).toBe('ok');
  });

  it('asks to wait until a moment: its whole host is left alone until then', async () => {
    const { id, git } = await added('moment');
    await git.commit({ 'a.txt': 'after moment\n' });
    const until = new Date(Date.now() + 300_000).toUTCString();
    const fault: Fault = { match: 'acme/moment', status: 429, headers: { 'retry-after': until } };
    world.git.faults.push(fault);
    const watch = watchOf(id, 'moment');
    expect(await watch.during(() => sync(id))).toMatchObject({ status: 'error', error_kind: 'network' });
    const sql = system().db.$client;
    const [row] = await sql<{ paused: number; check: number }[]>`
      select extract(epoch from until - now())::float8 as paused, (
        select extract(epoch from next_check_at - now())::float8 from repos where id = ${id}) as check
      from paused_hosts`;
    expect(row?.paused).toBeGreaterThan(270);
    expect(row?.paused).toBeLessThan(310);
    expect(row?.check).toBeGreaterThan(260);
    world.git.faults.splice(world.git.faults.indexOf(fault), 1);
    await sql`delete from paused_hosts`;
    watch.may(id, { 'a.txt': 'after moment' });
    expect(await sync(id)).toMatchObject({ status: 'ready', error: null });
    expect(await watch.stop()).toEqual([]);
  });

  it('renames its default branch, is emptied, deleted, and made again', async () => {
    const { id, git } = await added('troubled');
    const watch = watchOf(id, 'troubled');
    /** What it may be while the sync runs, it has to be right after it. */
    const becomes = async (tree: Tree) => {
      watch.may(id, tree);
      const repo = await watch.during(() => sync(id));
      watch.must(id, tree);
      return repo;
    };
    await git.renameDefaultBranch('trunk');
    const renamed = await git.commit({ 'a.txt': 'renamed troubled\n' });
    const first = await becomes({ 'a.txt': 'renamed troubled' });
    expect(first).toMatchObject({ status: 'ready', default_branch: 'trunk', head_commit: renamed });
    await git.deleteBranch('trunk');
    expect(await watch.during(() => sync(id))).toMatchObject({ held_back: { commit: 'empty' }, head_commit: renamed });
    watch.may(id, {});
    await confirmLosses(system(), id, { commit: 'empty' });
    expect(await watch.during(() => world.settle(id))).toMatchObject({ status: 'ready', head_commit: null });
    watch.must(id, {});
    const back = await git.commit({ 'c.txt': 'back troubled\n' });
    expect(await becomes({ 'c.txt': 'back troubled' })).toMatchObject({ status: 'ready', head_commit: back });
    await rename(git.dir, `${git.dir}.gone`);
    const gone = await watch.during(() => sync(id));
    expect(gone).toMatchObject({ status: 'error', error_kind: 'not_found', head_commit: back });
    const again = await createRepo(world.upstreams, 'acme/troubled', { 'd.txt': 'again troubled\n' });
    const last = await becomes({ 'd.txt': 'again troubled' });
    expect(last).toMatchObject({ status: 'ready', default_branch: 'main', head_commit: await again.tip() });
    expect(await watch.stop()).toEqual([]);
    expect(await auditRepo(system(), id)).toBe('ok');
  });

  it('is deleted and made again with another history', async () => {
    const { id, git } = await added('reborn');
    const watch = watchOf(id, 'reborn');
    await rename(git.dir, `${git.dir}.gone`);
    expect(await watch.during(() => sync(id))).toMatchObject({ status: 'error', error_kind: 'not_found' });
    const again = await createRepo(world.upstreams, 'acme/reborn', { 'b.txt': 'another life, reborn\n' });
    watch.may(id, { 'b.txt': 'another life, reborn' });
    expect(await sync(id)).toMatchObject({ status: 'ready', head_commit: await again.tip() });
    expect(await watch.stop()).toEqual([]);
  });
});

function matches(fault: Fault, method: string): boolean {
  return typeof fault.match === 'function' ? fault.match({ method, path: '' }) : true;
}
