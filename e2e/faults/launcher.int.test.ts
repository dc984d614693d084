// The process that starts git for us is killed in the middle of a fetch: the attempt fails, and the next one is right.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launcherPid } from '@/lib/process/launch';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import type { Fault } from '../servers/git/git-http';
import { createRepo } from '../servers/git/git-repo';
import { startWorld, type World } from '../servers/world';
import { seeTree } from './see-tree';
import { watchSearch } from './watch-search';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
const system = () => world.as({ kind: 'system' });

it('a launcher that is killed takes one attempt with it and nothing else', async () => {
  const git = await createRepo(world.upstreams, 'acme/launched', { 'a.txt': 'launched before\n' });
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  const sha = await git.commit({ 'a.txt': 'launched after\n' });
  const watch = watchSearch((question) => seeTree(system(), question), {
    repoId: id,
    q: 'launched',
    tree: { 'a.txt': 'launched before' },
  });
  watch.may(id, { 'a.txt': 'launched after' });

  const isPack: Fault = { match: ({ method }) => method === 'POST', hang: true, times: 1 };
  const asked = world.git.requests.length;
  world.git.faults.push(isPack);
  await requestSync(system(), id, { trigger: 'manual' });
  await expect.poll(() => world.git.requests.slice(asked).some(({ method }) => method === 'POST')).toBe(true);
  const pid = await launcherPid();
  process.kill(pid, 'SIGKILL');
  await watch.during(() =>
    expect
      .poll(() => getRepo(system(), id))
      .toMatchObject({ status: 'ready', error: null, head_commit: sha, active_run_id: null }),
  );
  const [run] = await world.runs(id);
  expect(run).toMatchObject({ attempts: 2, status: 'succeeded' });
  expect(run?.attempt_history).toMatchObject([{ error_kind: 'internal' }, { error: null }]);
  expect(await launcherPid()).not.toBe(pid);
  expect(await watch.stop()).toEqual([]);
});
