// npx tsx bench/webhooks.ts [--native postgres://…]
// A thousand signed webhooks within ten seconds over ten repositories that are pushed to meanwhile, at the product as it
// is built, beside requests that do nothing: how long they take, and how many syncs come of them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startGitServer } from '../e2e/servers/git-http';
import { createRepo, type GitRepo } from '../e2e/servers/git-repo';
import { githubPush, headersOf } from '../lib/webhooks/testing';
import { type App, startApp } from './app';
import { freshDatabase } from './fresh-database';
import { timed } from './statistics';
import { row, untilIdle } from './sync-latency';

const REPOS = 10;
const ROUNDS = 100;
const ROUND_MS = 95;
const PUSH_EVERY = 24;
/** Beside every how many webhooks the other is asked: often enough to compare, too seldom to be a load. */
const BESIDE = 5;

interface Upstream {
  id: string;
  git: GitRepo;
}

const { values } = parseArgs({ options: { native: { type: 'string' } } });
const root = await mkdtemp(path.join(tmpdir(), 'freshet-bench-upstreams-'));
const server = await startGitServer({ root });
const app = await startApp(values.native ? await freshDatabase(values.native) : undefined);
try {
  await measure();
} finally {
  await app.close();
  await server.close();
  await rm(root, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const upstreams = await Promise.all(Array.from({ length: REPOS }, (_, n) => add(app, n)));
  for (const { id } of upstreams) await untilIdle(app, id);
  const { secret } = await app.api<{ secret: string }>('POST', '/api/v1/webhooks/github/secret');
  const before = await countRuns(upstreams);
  const storm = await raise(upstreams, secret);
  await sleep(3000);
  for (const { id, git } of upstreams) await untilAt(id, await git.tip());
  const runs = (await countRuns(upstreams)) - before;

  console.log('\n| milliseconds | p50 | p95 | n |\n| --- | --- | --- | --- |');
  console.log(row('a signed webhook', storm.webhooks));
  console.log(row('/api/health beside it', storm.health));
  const shares = await answeredWithin();
  console.log(`\nBy the server's own clock, from the request to the end of the answer: ${shares}.`);
  console.log(
    `\n${ROUNDS * REPOS} webhooks in ${(storm.tookMs / 1000).toFixed(1)} s: **${runs} syncs** of ${REPOS} repositories, each at its last commit; ${storm.refused} not answered 202.\n`,
  );
}

/** Every round a webhook for each repository, spread over the round, and beside some of them one that does nothing. */
async function raise(upstreams: Upstream[], secret: string) {
  const webhooks: number[] = [];
  const health: number[] = [];
  let refused = 0;
  const open: Promise<unknown>[] = [];
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    if (round % PUSH_EVERY === 0)
      for (const one of upstreams) open.push(one.git.commit({ 'a.txt': `round ${round}\n` }));
    for (const [n, { git }] of upstreams.entries()) {
      const hook = timed(async () => {
        if ((await tell(git, secret)) !== 202) refused++;
      });
      open.push(hook.then((ms) => webhooks.push(ms)));
      if (n % BESIDE === 0) open.push(timed(() => app.api('GET', '/api/health')).then((ms) => health.push(ms)));
      await sleep(Math.max(0, start + (round + (n + 1) / REPOS) * ROUND_MS - performance.now()));
    }
  }
  await Promise.all(open);
  const tookMs = performance.now() - start;
  // The last pushes may have ended after their webhooks were sent.
  for (const { git } of upstreams) await tell(git, secret);
  return { webhooks, health, refused, tookMs };
}

async function tell(git: GitRepo, secret: string): Promise<number> {
  const [owner = '', name = ''] = git.name.replace(/\.git$/, '').split('/');
  const body = JSON.stringify(githubPush({ base: server.url, owner, name }));
  const headers = headersOf('github', { secret, body });
  const response = await fetch(`${app.url}/api/webhooks/github`, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return response.status;
}

async function add(to: App, n: number): Promise<Upstream> {
  const git = await createRepo(root, `acme/storm-${n}`, { 'a.txt': `calm ${n}\n` });
  const { id } = await to.api<{ id: string }>('POST', '/api/v1/repos', { url: `${server.url}/${git.name}` });
  return { id, git };
}

async function countRuns(upstreams: Upstream[]): Promise<number> {
  let runs = 0;
  for (const { id } of upstreams) {
    runs += (await app.api<{ runs: unknown[] }>('GET', `/api/v1/repos/${id}/runs?limit=100`)).runs.length;
  }
  return runs;
}

async function untilAt(id: string, commit: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const repo = await app.api<{ head_commit: string; active_run_id: string | null }>('GET', `/api/v1/repos/${id}`);
    if (repo.head_commit === commit && repo.active_run_id === null) return;
    await sleep(100);
  }
  throw new Error(`${id} did not reach ${commit} within a minute.`);
}

/** Of all webhooks, the share that the server answered within some times, as /metrics counts them. */
async function answeredWithin(): Promise<string> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  const name = 'freshet_http_request_duration_seconds';
  const count = (line: RegExp) => Number(line.exec(text)?.[1] ?? Number.NaN);
  const all = count(new RegExp(`^${name}_count\\{route="webhooks",status="2xx"\\} (\\d+)`, 'm'));
  return [0.025, 0.05, 0.1, 0.25]
    .map((seconds) => {
      const within = count(
        new RegExp(`^${name}_bucket\\{le="${seconds}",route="webhooks",status="2xx"\\} (\\d+)`, 'm'),
      );
      return `${((100 * within) / all).toFixed(1)} % within ${seconds * 1000} ms`;
    })
    .join(', ');
}
