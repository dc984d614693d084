// npx tsx bench/webhooks.ts [--native postgres://…]
// A thousand signed webhooks within ten seconds over ten repositories that are pushed to meanwhile, at the product as it
// is built, beside requests that do nothing: how long they take, and how many syncs come of them.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { githubPush, headersOf } from '../lib/webhooks/testing';
import { startApp } from './app';
import { freshDatabase } from './fresh-database';
import { timed } from './statistics';
import { row, untilIdle } from './sync-latency';
import { startUpstreams } from './upstream-process';

const REPOS = 10;
const ROUNDS = 100;
const ROUND_MS = 95;
const PUSH_EVERY = 24;
/** Beside every how many webhooks the other is asked: often enough to compare, too seldom to be a load. */
const BESIDE = 5;
const agent = new Agent({ keepAlive: true });

interface Added {
  id: string;
  name: string;
  /** The last commit that was pushed. */
  commit: string;
}

const { values } = parseArgs({ options: { native: { type: 'string' } } });
const upstreams = await startUpstreams(REPOS);
const app = await startApp(values.native ? await freshDatabase(values.native) : undefined);
try {
  await measure();
} finally {
  await app.close();
  await upstreams.close();
}

async function measure(): Promise<void> {
  const repos = await Promise.all(upstreams.names.map(add));
  for (const { id } of repos) await untilIdle(app, id);
  const { secret } = await app.api<{ secret: string }>('POST', '/api/v1/webhooks/github/secret');
  const before = await countRuns(repos);
  const storm = await raise(repos, secret);
  await sleep(3000);
  for (const repo of repos) await untilAt(repo);
  const runs = (await countRuns(repos)) - before;

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
async function raise(repos: Added[], secret: string) {
  const webhooks: number[] = [];
  const health: number[] = [];
  let refused = 0;
  const open: Promise<unknown>[] = [];
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    if (round % PUSH_EVERY === 0) {
      for (const [n, repo] of repos.entries()) {
        const pushed = upstreams.push(n, `round ${round}\n`).then((commit) => {
          repo.commit = commit;
        });
        open.push(pushed);
      }
    }
    for (const [n, repo] of repos.entries()) {
      const hook = timed(async () => {
        if ((await tell(repo, secret)) !== 202) refused++;
      });
      open.push(hook.then((ms) => webhooks.push(ms)));
      if (n % BESIDE === 0) open.push(timed(() => app.api('GET', '/api/health')).then((ms) => health.push(ms)));
      await sleep(Math.max(0, start + (round + (n + 1) / REPOS) * ROUND_MS - performance.now()));
    }
  }
  await Promise.all(open);
  const tookMs = performance.now() - start;
  // The last pushes may have ended after their webhooks were sent.
  for (const repo of repos) await tell(repo, secret);
  return { webhooks, health, refused, tookMs };
}

async function tell(repo: Added, secret: string): Promise<number> {
  const [owner = '', name = ''] = repo.name.split('/');
  const body = JSON.stringify(githubPush({ base: upstreams.url, owner, name }));
  const headers = headersOf('github', { secret, body });
  return await post(`${app.url}/api/webhooks/github`, headers, body);
}

/** Resolves with the status at the end of the answer. fetch() would take more time than what is measured. */
function post(url: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject).end(body);
  });
}

async function add(name: string): Promise<Added> {
  const { id } = await app.api<{ id: string }>('POST', '/api/v1/repos', { url: `${upstreams.url}/${name}` });
  return { id, name, commit: '' };
}

async function countRuns(repos: Added[]): Promise<number> {
  let runs = 0;
  for (const { id } of repos) {
    runs += (await app.api<{ runs: unknown[] }>('GET', `/api/v1/repos/${id}/runs?limit=100`)).runs.length;
  }
  return runs;
}

async function untilAt({ id, commit }: Added): Promise<void> {
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
