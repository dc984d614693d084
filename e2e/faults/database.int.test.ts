// The database goes away in the middle of a sync or a delivery and comes back: nothing served is lost, and the run goes on.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { targets } from '@/db/schema';
import { isNativeTest } from '@/db/testing';
import { addDelivery } from '@/lib/deliveries/add-delivery';
import { hasRunEnded } from '@/lib/deliveries/delivery-run';
import { listReleases } from '@/lib/deliveries/list-releases';
import { runDelivery } from '@/lib/deliveries/run/request-delivery';
import { sweepDeliveries } from '@/lib/deliveries/run/sweep-deliveries';
import { getDeliveryRun } from '@/lib/deliveries/visible-delivery';
import { toAppError } from '@/lib/errors';
import { removeFolder } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { requestSync } from '@/lib/sync/request/request-sync';
import { auditRepo } from '@/lib/sync/upkeep/audit';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { createRepo } from '../servers/git/git-repo';
import { startTargetHost } from '../servers/target-host';
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
async function patiently<T>(ask: () => Promise<T>, most = 300): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt > most) throw error;
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
});

it('in the middle of a delivery: the host gets it once', async () => {
  const folder = await makeTemporaryFolder();
  const [begun, held] = ['begun', 'held'].map((name) => path.join(folder, name)) as [string, string];
  // An rsync there that waits before it takes anything.
  writeFileSync(
    path.join(folder, 'rsync'),
    `#!/bin/sh\n: >'${begun}'; while [ -e '${held}' ]; do sleep 0.1; done\nPATH='${process.env.PATH}' exec rsync "$@"\n`,
    { mode: 0o755 },
  );
  const host = await startTargetHost({
    folder: path.join(folder, 'host'),
    env: { PATH: `${folder}:${process.env.PATH}` },
  });
  onTestFinished(async () => {
    rmSync(held, { force: true });
    await host.close();
    await removeFolder(folder);
  });
  const key = await makeSshKey('test');
  await host.authorize(key.publicKey);
  const git = await createRepo(world.upstreams, 'acme/delivered', { 'a.txt': 'one\n' });
  const { id: repoId } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  await world.settle(repoId);
  const { orgId } = await visibleRepo(system(), repoId);
  const [target] = await system()
    .db.insert(targets)
    .values({
      orgId,
      name: 'one',
      userName: host.user,
      host: host.host,
      port: host.port,
      path: path.join(host.root, 'live'),
      keyCiphertext: encryptToken(key.privateKey, loadSecret(world.env)),
      publicKey: key.publicKey,
    })
    .returning();
  const delivery = await addDelivery(system(), { repo_id: repoId, target_ids: [target?.id ?? ''] });
  const over = (id: string) =>
    patiently(async () => {
      await sweepDeliveries(system());
      const run = await getDeliveryRun(system(), id);
      if (!hasRunEnded(run)) throw new Error(`still ${run.status}`);
      return run;
    }, 3000);

  for (const text of ['one\n', 'two\n']) {
    await git.commit({ 'a.txt': text });
    rmSync(begun, { force: true });
    writeFileSync(held, '');
    const { id } = await runDelivery(system(), delivery.id, {}, 'manual');
    await expect.poll(() => existsSync(begun)).toBe(true);
    await killDatabase();
    rmSync(held);
    expect(await over(id)).toMatchObject({ status: expect.stringMatching(/^(delivered|unchanged)$/), error: null });
    expect(readFileSync(path.join(host.root, 'live/a.txt'), 'utf8')).toBe(text);
  }
  // What is there is what is recorded, and nothing half-made beside it.
  const releases = (await listReleases(system(), delivery.id)).items;
  expect(readdirSync(path.join(host.root, 'live.releases')).sort()).toEqual(releases.map(({ name }) => name).sort());
  expect(releases.map(({ state }) => state).sort()).toEqual(['kept', 'live']);
});
