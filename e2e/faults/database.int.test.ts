// The database goes away in the middle of a sync and comes back: nothing served is lost, and the run goes on.
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isNativeTest } from '@/db/testing';
import { toAppError } from '@/lib/errors';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { auditRepo } from '@/lib/sync/upkeep/audit';
import { sweep } from '@/lib/sync/upkeep/sweep';
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

/** Answers as soon as the database does again. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt > 300) throw error;
      await sleep(100);
    }
  }
}

/** Kills the embedded database's process, or every connection that we have to a native one. */
async function killDatabase(): Promise<void> {
  if (isNativeTest()) {
    await system().db.$client`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    return;
  }
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  const pids = children
    .split('\n')
    // Others of this process serve other test files.
    .filter((line) => line.includes('embedded-child') && line.includes(world.env.dataDir))
    .map((line) => Number(line.trim().split(' ')[0]));
  expect(pids).toHaveLength(1);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

const saysThatItIsAway = (error: unknown) =>
  toAppError(error).message.startsWith('The database does not answer at the moment.');

it('at any moment of a sync', async () => {
  const files = (round: number) =>
    Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}.txt`, `word of round ${round} in ${i}\n`]));
  const git = await createRepo(world.upstreams, 'acme/outage', files(0));
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  const watch = watchSearch((question) => seeTree(system(), question), { repoId: id, q: 'word', tree: files(0) });

  for (const [round, afterMs] of [0, 60, 150, 300].entries()) {
    watch.may(id, files(round + 1));
    await git.commit(files(round + 1));
    await patiently(() => requestSync(system(), id, { trigger: 'repair' }));
    await sleep(afterMs);
    watch.mayFail(saysThatItIsAway);
    const repo = await watch.during(async () => {
      await killDatabase();
      // What a minute's sweep would do.
      return await patiently(async () => {
        await sweep(system());
        const now = await getRepo(system(), id);
        if (now.active_run_id !== null || now.head_commit !== (await git.tip())) throw new Error(`still ${now.status}`);
        return now;
      });
    });
    watch.mayFail(null);
    watch.must(id, files(round + 1));
    expect(repo).toMatchObject({ status: 'ready', error: null });
    expect(await patiently(() => auditRepo(system(), id))).toBe('ok');
  }
  expect(await watch.stop()).toEqual([]);
}, 240_000);
