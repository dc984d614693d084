// Measures search by itself, over whatever a database holds:
//   npx tsx bench/search-speed.ts [--add <bare repository>] [--rounds 3] [--slowest]
// On native Postgres with DATABASE_URL, else on the embedded database in FRESHET_DATA_DIR.
// --add first indexes a repository from its object store; --slowest names the five slowest queries of each kind.
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { simpleGit } from 'simple-git';
import { closeDatabase, openDatabase } from '@/db/client';
import { orgs, repos, syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { closeWorkers } from '@/lib/indexing/analyze/worker-pool';
import { embedRepo } from '@/lib/indexing/embed/embed';
import { planRun } from '@/lib/indexing/plan/plan';
import { publishRun } from '@/lib/indexing/publish/publish';
import { indexBlobs } from '@/lib/indexing/write/write';
import { log } from '@/lib/log';
import { search } from '@/lib/search/search';
import { linkMirror } from './link-mirror';
import { makeQueries } from './search-queries';
import { percentile } from './statistics';

const { values } = parseArgs({
  options: {
    add: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    slowest: { type: 'boolean', default: false },
  },
});
const env = parseEnv(process.env);
const db = await openDatabase(env);
const ctx: Context = { actor: { kind: 'operator' }, db, env, log, send: async () => {} };
try {
  if (values.add) await add(path.resolve(values.add));
  await measure(Number(values.rounds));
} finally {
  await closeDatabase();
}

async function add(dir: string): Promise<void> {
  const name = path.basename(dir, '.git');
  const branch = (await simpleGit(dir).raw('symbolic-ref', '--short', 'HEAD')).trim();
  const [org] = await db
    .insert(orgs)
    .values({ name: `bench-${Date.now()}` })
    .returning();
  const [repo] = await db
    .insert(repos)
    .values({ orgId: org!.id, name, defaultBranch: branch, isPublic: true })
    .returning();
  await linkMirror(env.dataDir, repo!.id, dir);
  const [run] = await db
    .insert(syncRuns)
    .values({ repoId: repo!.id, trigger: 'manual', status: 'running' })
    .returning();
  const startedAt = performance.now();
  await planRun(ctx, { runId: run!.id, repo: repo! }, {});
  await indexBlobs(ctx, { runId: run!.id, repo: repo! }, {});
  const published = await publishRun(ctx, { runId: run!.id, repo: repo! });
  await embedRepo(ctx, repo!.id);
  await closeWorkers();
  await db.$client.unsafe('vacuum analyze');
  say(`Added ${name}: ${published.fileCount} files in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.\n`);
}

async function measure(rounds: number): Promise<void> {
  const [size] = await db.$client<{ files: number; mb: number }[]>`
    select (select count(*)::int from files) as files, (select (sum(size_bytes) / 1e6)::float8 from blobs) as mb`;
  say(`${env.databaseUrl ? 'Native' : 'Embedded'}: ${size!.files} files, ${size!.mb.toFixed(1)} MB of source.\n`);
  say('| milliseconds | queries | p50 | p95 | max | first time, p95 |\n| --- | --- | --- | --- | --- | --- |');
  const all: number[] = [];
  for (const [kind, queries] of await makeQueries(db)) {
    const first: number[] = [];
    const later: { q: string; ms: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      for (const q of queries) {
        const startedAt = performance.now();
        await search(ctx, { q });
        const ms = performance.now() - startedAt;
        if (round === 0) first.push(ms);
        else later.push({ q, ms });
      }
    }
    const times = later.map(({ ms }) => ms);
    all.push(...times);
    say(`| ${kind} | ${queries.length} | ${summary(times)} | ${percentile(first, 95).toFixed(0)} |`);
    if (values.slowest)
      for (const { q, ms } of later.sort((a, b) => b.ms - a.ms).slice(0, 5)) say(`  ${ms.toFixed(0)} ms  ${q}`);
  }
  say(`| **all** | | ${summary(all)} | |`);
}

function summary(times: number[]): string {
  return [percentile(times, 50), percentile(times, 95), Math.max(...times)].map((ms) => ms.toFixed(0)).join(' | ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
