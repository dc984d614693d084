// npx tsx bench/soak/soak.ts [--minutes 20] [--repos 200] [--native postgres://…]
// Small repositories with random pushes, and the product as it is built with random kill -9 over it: afterwards every
// repository is at its upstream's head, no run is lost, and neither memory nor disk grew beyond the data and what is
// kept of it on purpose (docs/operations.md). Ends with 1 if one of these is not so.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import type { Run } from '@/lib/runs/run';
import { startGitServer } from '../../e2e/servers/git/git-http';
import type { Repo } from '../../lib/repos/repo';
import { githubPush, headersOf } from '../../lib/webhooks/testing';
import { type App, startApp } from '../app';
import { freshDatabase } from '../fresh-database';
import { findGrowth } from './soak-bounds';
import type { Table } from './soak-chores';
import { type Parts, partsOf, showParts } from './soak-parts';
import { makeUpstreams, move, type SoakUpstream } from './soak-upstreams';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    repos: { type: 'string', default: '200' },
    native: { type: 'string' },
  },
});
const MINUTES = Number(values.minutes);
const KILL_AFTER_MS: [least: number, most: number] = [8000, 50_000];
const DOWN_MS: [least: number, most: number] = [0, 3000];
const PUSH_EVERY_MS = 200;
/** What nobody told of is found by the schedule: as often as it moved. */
const PATIENCE_MS = 10 * 60_000;
const RUN_PATIENCE_MS = 60_000;
/** What a killed git left is younger than this while it may be at work: `removeStaleLocks`. */
const STALE_MS = 31_000;

const root = await mkdtemp(path.join(tmpdir(), 'freshet-soak-upstreams-'));
const dataDir = await mkdtemp(path.join(tmpdir(), 'freshet-soak-data-'));
const server = await startGitServer({ root });
const databaseUrl = values.native ? await freshDatabase(values.native) : undefined;
let app: App = await startApp(databaseUrl, { dataDir });
let isUp = true;
let killedAt = Date.now();
try {
  const isSound = await soak();
  process.exitCode = isSound ? 0 : 1;
} finally {
  await app.close();
  await server.close();
  for (const folder of [root, dataDir]) await rm(folder, { recursive: true, force: true });
}

async function soak(): Promise<boolean> {
  const upstreams = await makeUpstreams(root, Number(values.repos));
  for (const one of upstreams) {
    const { id } = await app.api<Repo>('POST', '/api/v1/repos', { url: `${server.url}/${one.git.name}` });
    one.id = id;
  }
  await untilRight(upstreams);
  const { secret } = await app.api<{ secret: string }>('POST', '/api/v1/webhooks/github/secret');
  const memory = new Map<string, number>();
  const moments: Record<string, Parts> = {};
  const note = async (moment: string) => {
    moments[moment] = await partsOf(dataDir, databaseUrl);
    memory.set(moment, app.webMegabytes());
  };
  await note('start');
  say(`${upstreams.length} repositories ready.\n${showParts(moments)}`);

  const accepted = new Map<string, string>();
  const half = Date.now() + MINUTES * 30_000;
  const end = Date.now() + MINUTES * 60_000;
  const [pushes, killed] = await Promise.all([
    pushUntil(end, upstreams, secret, accepted),
    killUntil(end, half, () => note('half time')),
  ]);
  say(`${pushes} pushes, ${killed.count} kills.`);

  const startedAt = Date.now();
  const wrong = await untilRight(upstreams);
  say(
    `All at their upstream's head ${((Date.now() - startedAt) / 1000).toFixed(0)} s after the last push; ${wrong} wrong.`,
  );
  await note('end');
  const unsearchable = await countUnsearchable(upstreams);
  const lost = await countLost(upstreams, accepted);
  const strays = (await readdir(path.join(dataDir, 'mirrors'))).length - upstreams.length;
  await sleep(Math.max(0, killedAt + STALE_MS - Date.now()));
  await app.close();
  const tables = await doChores(dataDir, databaseUrl);
  moments['after chores'] = await partsOf(dataDir, databaseUrl);
  const fresh = await freshOver(upstreams);
  moments.fresh = fresh.parts;
  const growth = await findGrowth({
    repos: upstreams.length,
    pushes,
    minutes: MINUTES,
    dataDir,
    isNative: databaseUrl !== undefined,
    parts: moments['after chores'],
    tables,
    freshTables: fresh.tables,
    firstHalf: killed.firstHalf,
    secondHalf: killed.secondHalf,
  });
  say(`
| what | value |
| --- | --- |
| not at upstream's head | ${wrong} |
| last push not searchable, or an older one still | ${unsearchable} |
| runs that were accepted and have no end | ${lost} of ${accepted.size} |
| folders of nobody | ${strays} |
| web process in MB | ${[...memory].map(([moment, megabytes]) => `${moment} ${megabytes.toFixed(0)}`).join(', ')} |
| web process in MB, at most | first half ${killed.firstHalf.toFixed(0)}, second half ${killed.secondHalf.toFixed(0)} |
| larger than allowed | ${growth.length} |

${showParts(moments)}

${showTables(tables, fresh.tables)}
${growth.map((sentence) => `\nTOO LARGE: ${sentence}`).join('')}`);
  return wrong + unsearchable + lost + strays + growth.length === 0;
}

/** Pushes, and tells of most of them: by webhook, by the button, or not at all. Returns how many pushes there were. */
async function pushUntil(end: number, upstreams: SoakUpstream[], secret: string, accepted: Map<string, string>) {
  let pushes = 0;
  const open = new Set<Promise<void>>();
  while (Date.now() < end) {
    const one = upstreams[Math.floor(Math.random() * upstreams.length)];
    if (one) {
      await move(one);
      pushes++;
      const telling = tell(one, secret, accepted).catch(() => {});
      open.add(telling);
      void telling.then(() => open.delete(telling));
    }
    await sleep(PUSH_EVERY_MS * (0.5 + Math.random()));
  }
  await Promise.all(open);
  return pushes;
}

async function tell(one: SoakUpstream, secret: string, accepted: Map<string, string>): Promise<void> {
  const how = Math.random();
  if (how < 0.6) {
    const [owner = '', name = ''] = one.git.name.replace(/\.git$/, '').split('/');
    const body = JSON.stringify(githubPush({ base: server.url, owner, name }));
    await fetch(`${app.url}/api/webhooks/github`, {
      method: 'POST',
      headers: headersOf('github', { secret, body }),
      body,
    });
  } else if (how < 0.8) {
    const repo = await app.api<Repo>('POST', `/api/v1/repos/${one.id}/sync`);
    if (repo.active_run_id) accepted.set(repo.active_run_id, one.id);
  }
}

async function killUntil(end: number, half: number, atHalf: () => Promise<void>) {
  const seen = { count: 0, firstHalf: 0, secondHalf: 0 };
  const sampling = setInterval(() => {
    const key = Date.now() < half ? 'firstHalf' : 'secondHalf';
    if (isUp) seen[key] = Math.max(seen[key], app.webMegabytes());
  }, 1000);
  let isHalf = false;
  for (;;) {
    await sleep(between(KILL_AFTER_MS));
    if (Date.now() >= end) break;
    if (!isHalf && Date.now() >= half) {
      isHalf = true;
      await atHalf();
    }
    isUp = false;
    await app.kill(Math.random() < 0.7 ? 'all' : 'web');
    killedAt = Date.now();
    await sleep(between(DOWN_MS));
    app = await startApp(databaseUrl, { dataDir });
    isUp = true;
    seen.count++;
  }
  clearInterval(sampling);
  return seen;
}

/** Waits until every repository is ready at its upstream's head; returns how many are not after all patience. */
async function untilRight(upstreams: SoakUpstream[]): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const wrong: string[] = [];
    for (const one of upstreams) {
      const repo = await app.api<Repo>('GET', `/api/v1/repos/${one.id}`);
      if (repo.head_commit !== (await one.git.tip()) || repo.active_run_id !== null || repo.status !== 'ready') {
        wrong.push(`${repo.org}/${repo.name}: ${repo.status} ${repo.error ?? ''}`);
      }
    }
    if (wrong.length === 0) return 0;
    if (Date.now() > deadline) {
      say(wrong.slice(0, 20).join('\n'));
      return wrong.length;
    }
    await sleep(1000);
  }
}

/** The word of the last push has to be found, the one before it not any more. */
async function countUnsearchable(upstreams: SoakUpstream[]): Promise<number> {
  let wrong = 0;
  for (const { git, word, wordBefore } of upstreams) {
    const count = async (q: string) =>
      (await app.api<{ results: unknown[] }>('GET', `/api/v1/search?q=${encodeURIComponent(q)}`)).results.length;
    if ((await count(word)) === 1 && (wordBefore === null || (await count(wordBefore)) === 0)) continue;
    say(`${git.name}: ${word} is not what search shows`);
    wrong++;
  }
  return wrong;
}

/**
 * Of the runs that a caller was promised and all others, those that are gone or do not end: the schedule goes on
 * meanwhile, so one that is open now has some time to.
 */
async function countLost(upstreams: SoakUpstream[], accepted: Map<string, string>): Promise<number> {
  const ids = new Set(accepted.keys());
  for (const { id } of upstreams) {
    const { runs } = await app.api<{ runs: Run[] }>('GET', `/api/v1/repos/${id}/runs?limit=100`);
    for (const run of runs) if (run.ended_at === null) ids.add(run.id);
  }
  let lost = 0;
  for (const id of ids) if (!(await endsInTime(id))) lost++;
  return lost;
}

async function endsInTime(runId: string): Promise<boolean> {
  for (let waited = 0; waited < RUN_PATIENCE_MS; waited += 500) {
    const run = await app.api<Run>('GET', `/api/v1/runs/${runId}`).catch((error: Error) => error.message);
    if (typeof run === 'string') {
      say(`run ${runId}: ${run}`);
      return false;
    }
    if (run.ended_at !== null) return true;
    await sleep(500);
  }
  say(`run ${runId} does not end`);
  return false;
}

/** Asks for Freshet's own chores, which otherwise come every ten minutes, while nothing else runs. */
async function doChores(folder: string, url: string | undefined): Promise<Record<string, Table>> {
  const { stdout } = await promisify(execFile)('npx', ['tsx', 'bench/soak/soak-chores.ts'], {
    env: { ...process.env, FRESHET_DATA_DIR: folder, DATABASE_URL: url ?? '', FRESHET_LOG_LEVEL: 'error' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
}

/** What the same upstreams take if nothing ever went wrong. */
async function freshOver(upstreams: SoakUpstream[]): Promise<{ parts: Parts; tables: Record<string, Table> }> {
  const url = values.native ? await freshDatabase(values.native) : undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'freshet-soak-fresh-'));
  try {
    const other = await startApp(url, { dataDir: folder });
    try {
      const ids: string[] = [];
      for (const { git } of upstreams) {
        ids.push((await other.api<Repo>('POST', '/api/v1/repos', { url: `${server.url}/${git.name}` })).id);
      }
      for (const id of ids) {
        while ((await other.api<Repo>('GET', `/api/v1/repos/${id}`)).status !== 'ready') await sleep(200);
      }
    } finally {
      await other.close();
    }
    const tables = await doChores(folder, url);
    return { parts: await partsOf(folder, url), tables };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The tables that take most. */
function showTables(tables: Record<string, Table>, fresh: Record<string, Table>): string {
  const cells = (table: Table | undefined) => `${table?.rows ?? 0} | ${((table?.bytes ?? 0) / 1e6).toFixed(2)}`;
  const largest = Object.entries(tables).sort(([, a], [, b]) => b.bytes - a.bytes);
  return [
    '| table | rows | MB | rows of a fresh one | MB of a fresh one |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...largest.slice(0, 15).map(([name, table]) => `| ${name} | ${cells(table)} | ${cells(fresh[name])} |`),
  ].join('\n');
}

function between([least, most]: [number, number]): number {
  return least + Math.random() * (most - least);
}

function say(text: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
}
