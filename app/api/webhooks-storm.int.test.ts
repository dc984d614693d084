// A thousand webhooks while upstreams move, with the real engine and git servers: few syncs, and none too few.
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import type { Actor } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { setWebhookSecret } from '@/lib/webhooks/secrets/set-secret';
import { webhooksSettled } from '@/lib/webhooks/tasks/background-tasks';
import { githubPush, headersOf } from '@/lib/webhooks/testing';

const REPOS = 10;
const ROUNDS = 100;
/** Between two rounds: all of them take nine seconds. */
const ROUND_MS = 90;
const PUSH_EVERY = 24;
/** A follow-up waits no longer: a storm that takes longer, on a machine that is too slow for this one, may have more. */
const LONGEST_WAIT_MS = 15_000;

const SYSTEM: Actor = { kind: 'system' };
let world: World;
let call: typeof import('./_testing').call;

beforeAll(async () => {
  world = await startWorld();
  // Both read the environment where they are loaded: not before the world has set it.
  const { provideSurroundings } = await import('@/app/_http/context');
  ({ call } = await import('./_testing'));
  provideSurroundings(world.as(SYSTEM));
});
afterAll(() => world?.close());

interface Stormy {
  id: string;
  git: GitRepo;
  /** Commits that are there and on no branch yet, one for each push. */
  coming: string[];
}

async function addRepos(): Promise<Stormy[]> {
  const added = await Promise.all(
    Array.from({ length: REPOS }, async (_, n) => {
      const git = await createRepo(world.upstreams, `acme/storm-${n}`, { 'a.txt': `calm ${n}\n` });
      const calm = await git.tip();
      const coming: string[] = [];
      for (let round = 0; round < ROUNDS; round += PUSH_EVERY) {
        coming.push(await git.commit({ 'a.txt': `storm ${n} ${round}\n` }));
      }
      await git.setBranch('main', calm);
      const repo = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${git.name}` });
      return { id: repo.id, git, coming };
    }),
  );
  for (const { id } of added) expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
  return added;
}

/** As git does, without starting it: two seconds in which a slow machine starts twenty would be the end of a storm. */
async function push({ git, coming }: Stormy): Promise<void> {
  const branch = path.join(git.dir, 'refs', 'heads', 'main');
  await writeFile(`${branch}.lock`, `${coming.shift()}\n`);
  await rename(`${branch}.lock`, branch);
}

async function countRuns(): Promise<number> {
  const [row] = await world.as(SYSTEM).db.$client<{ n: number }[]>`select count(*)::int as n from sync_runs`;
  return row?.n ?? 0;
}

async function isCalm(): Promise<boolean> {
  const rows = await world.as(SYSTEM).db.$client`select 1 from repos where dirty or active_run_id is not null`;
  return rows.length === 0;
}

it('a thousand webhooks within ten seconds give at most twenty syncs, and every repository its last commit', async () => {
  const repos = await addRepos();
  const secret = await setWebhookSecret(world.as(SYSTEM), 'github');
  const before = await countRuns();
  const tell = async (name: string) => {
    const body = JSON.stringify(githubPush({ base: 'http://127.0.0.1:8080', owner: 'acme', name }));
    return (await call('POST', '/api/webhooks/github', { text: body, headers: headersOf('github', { secret, body }) }))
      .status;
  };

  const answers: Promise<number>[] = [];
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    if (round % PUSH_EVERY === 0) await Promise.all(repos.map(push));
    for (const { git } of repos) answers.push(tell(git.name.replace(/\.git$/, '').replace('acme/', '')));
    await sleep(Math.max(0, start + (round + 1) * ROUND_MS - performance.now()));
  }
  expect(new Set(await Promise.all(answers))).toEqual(new Set([202]));
  expect(answers).toHaveLength(REPOS * ROUNDS);
  const stormMs = performance.now() - start;

  await webhooksSettled();
  await expect.poll(isCalm, { interval: 200 }).toBe(true);
  const runs = (await countRuns()) - before;
  expect(runs).toBeGreaterThanOrEqual(REPOS);
  expect(runs).toBeLessThanOrEqual(REPOS * (1 + Math.ceil(stormMs / LONGEST_WAIT_MS)));
  for (const { id, git } of repos) {
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ status: 'ready', head_commit: await git.tip() });
  }
});
