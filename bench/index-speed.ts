// Measures indexing by itself, without git transfers and without the app:
//   npx tsx bench/index-speed.ts <bare repository> [every n-th file]     (DATABASE_URL: native, else embedded)
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { closeDatabase, openDatabase } from '@/db/client';
import { orgs, repos, syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { closeWorkers } from '@/lib/indexing/analyze/worker-pool';
import { embedRepo } from '@/lib/indexing/embed/embed';
import { planRun } from '@/lib/indexing/plan/plan';
import { publishRun } from '@/lib/indexing/publish/publish';
import { targetOf } from '@/lib/indexing/testing';
import { indexBlobs } from '@/lib/indexing/write/write';
import { log } from '@/lib/log';
import { linkMirror } from './link-mirror';
import { makeUpstream, type Upstream } from './upstream';

const SYNCS = 20;
const CHANGED = 20;

const [source, every = '1'] = process.argv.slice(2);
if (!source) throw new Error('Which bare repository?');
const root = await mkdtemp(path.join(tmpdir(), 'freshet-index-speed-'));
const upstream = await makeUpstream(root, 'upstream', [source], Number(every));
const env = parseEnv({ DATABASE_URL: process.env.DATABASE_URL, FRESHET_DATA_DIR: root });
const db = await openDatabase(env);
const ctx: Context = { actor: { kind: 'system' }, db, env, log, send: async () => {} };
let peak = 0;
const memory = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
try {
  await measure(upstream);
} finally {
  clearInterval(memory);
  await closeWorkers();
  await closeDatabase();
  await rm(root, { recursive: true, force: true });
}

async function measure({ dir, files, bytes, push }: Upstream): Promise<void> {
  const mb = bytes / 1e6;
  say(`${env.databaseUrl ? 'native' : 'embedded'}: ${files} files, ${mb.toFixed(1)} MB`);
  const [org] = await db
    .insert(orgs)
    .values({ name: `bench-${Date.now()}` })
    .returning();
  const [repo] = await db.insert(repos).values({ orgId: org!.id, name: 'upstream', defaultBranch: 'main' }).returning();
  await linkMirror(env.dataDir, repo!.id, dir);
  const before = await databaseBytes();
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();

  const cpu = process.cpuUsage();
  const first = await sync(repo!.id);
  const used = process.cpuUsage(cpu);
  say(`first index to searchable: ${(mb / (first.total / 1000)).toFixed(2)} MB/s (${times(first)})`);
  say(
    `event loop: p99 ${(loop.percentile(99) / 1e6).toFixed(0)} ms, max ${(loop.max / 1e6).toFixed(0)} ms; RSS ${(peak / 1e6).toFixed(0)} MB`,
  );
  say(`CPU of this process: ${((used.user + used.system) / 1000 / mb).toFixed(0)} ms a MB`);
  loop.reset();
  const started = performance.now();
  const embedded = await embedRepo(ctx, repo!.id);
  const seconds = (performance.now() - started) / 1000;
  say(`embedded ${embedded.embedded} chunks (${embedded.reused} reused) in ${seconds.toFixed(1)} s`);
  say(
    `event loop: p99 ${(loop.percentile(99) / 1e6).toFixed(0)} ms, max ${(loop.max / 1e6).toFixed(0)} ms; RSS ${(peak / 1e6).toFixed(0)} MB`,
  );
  const size = (await databaseBytes()) - before;
  say(`database: ${(size / 1e6).toFixed(1)} MB, ${(size / bytes).toFixed(2)} x source`);
  await sizes(bytes);

  const syncs: Timed[] = [];
  for (let i = 0; i < SYNCS; i++) {
    await push(CHANGED, `// changed in round ${i}`);
    const timed = await sync(repo!.id);
    const { embedded: made, reused } = await embedRepo(ctx, repo!.id);
    syncs.push(timed);
    if (i === 0) say(`after one push: ${made} chunks embedded, ${reused} reused`);
  }
  for (const stage of ['plan', 'index', 'publish', 'total'] as const) {
    const sorted = syncs.map((timed) => timed[stage]).sort((a, b) => a - b);
    say(
      `${CHANGED} changed files, ${stage}: p50 ${sorted[SYNCS >> 1]!.toFixed(0)} ms, max ${sorted.at(-1)!.toFixed(0)} ms`,
    );
  }
}

interface Timed {
  plan: number;
  index: number;
  publish: number;
  total: number;
}

async function sync(repoId: string): Promise<Timed> {
  const [run] = await db.insert(syncRuns).values({ repoId, trigger: 'manual', status: 'running' }).returning();
  const target = await targetOf(ctx, run!.id);
  const t0 = performance.now();
  await planRun(ctx, target, {});
  const t1 = performance.now();
  await indexBlobs(ctx, target, {});
  const t2 = performance.now();
  await publishRun(ctx, target);
  const t3 = performance.now();
  return { plan: t1 - t0, index: t2 - t1, publish: t3 - t2, total: t3 - t0 };
}

async function databaseBytes(): Promise<number> {
  const [row] = await db.$client<{ bytes: string }[]>`select pg_database_size(current_database())::text as bytes`;
  return Number(row!.bytes);
}

async function sizes(source: number): Promise<void> {
  const rows = await db.$client<{ name: string; bytes: number }[]>`
    select relname as name, pg_total_relation_size(oid)::float8 as bytes from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'i') order by 2 desc limit 14`;
  for (const { name, bytes } of rows) {
    say(`  ${name.padEnd(28)} ${(bytes / 1e6).toFixed(1).padStart(8)} MB ${(bytes / source).toFixed(2)} x`);
  }
}

function times(timed: Timed): string {
  return Object.entries(timed)
    .map(([stage, ms]) => `${stage} ${(ms / 1000).toFixed(1)} s`)
    .join(', ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
