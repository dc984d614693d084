// npm run bench search -- --repo <name>=<bare repository> [--repo …] [--rounds 3] [--clients 50]
// Measures searching over repositories that are given by path: each class of queries by itself, then many clients at
// once. On native Postgres with DATABASE_URL, else on the embedded database in FRESHET_DATA_DIR; either is filled once
// and kept. --http asks the built product over HTTP instead of the verb in this process; --rivals times git grep, and
// ripgrep and zoekt if they are on the PATH, beside it; --complete compares the streams of all matches with git grep
// instead, file by file; --slowest names the slowest queries; --class measures only that.
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { closeDatabase, type Db, openDatabase } from '@/db/client';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { search } from '@/lib/search/search';
import { addRepo } from '../add-repo';
import { startApp } from '../app';
import { type CpuTimes, cpuUsed } from '../cpu-used';
import { percentile } from '../statistics';
import { compareAll } from './completeness';
import { askTogether } from './many-clients';
import { findRivals } from './rivals';
import { type ClassQuery, classQueries } from './search-classes';

const { values } = parseArgs({
  options: {
    repo: { type: 'string', multiple: true, default: [] },
    class: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '3' },
    limit: { type: 'string', default: '50' },
    clients: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '10' },
    http: { type: 'boolean', default: false },
    rivals: { type: 'boolean', default: false },
    complete: { type: 'boolean', default: false },
    slowest: { type: 'boolean', default: false },
  },
});
const env = parseEnv(process.env);
const isNative = env.databaseUrl !== undefined;
const repos = new Map(values.repo.map((pair) => [pair.split('=')[0] ?? '', path.resolve(pair.split('=')[1] ?? '')]));
const limit = Number(values.limit);

type Ask = (q: string) => Promise<void>;

const db = await openDatabase(env);
const ctx: Context = { actor: { kind: 'operator' }, db, env, log, send: async () => {} };
let isOpen = true;
try {
  await addMissing();
  const all = await classQueries(db);
  const classes = [...all].filter(([kind]) => values.class.length === 0 || values.class.includes(kind));
  await sayWhat();
  if (values.complete) await tellCompared(classes.flatMap(([, list]) => list));
  else if (values.http) {
    // The built product opens the database itself; the embedded one has room for one owner.
    await closeDatabase();
    isOpen = false;
    await measureOverHttp(classes);
  } else await measure(classes, async (q) => void (await search(ctx, { q, limit })), db);
} finally {
  if (isOpen) await closeDatabase();
}

async function measureOverHttp(classes: [string, ClassQuery[]][]): Promise<void> {
  const app = await startApp(env.databaseUrl, { dataDir: env.dataDir });
  try {
    const ask = async (q: string) =>
      void (await app.api('GET', `/api/v1/search?${new URLSearchParams({ q, limit: String(limit) })}`));
    await measure(classes, ask, null);
  } finally {
    await app.close();
  }
}

async function tellCompared(queries: ClassQuery[]): Promise<void> {
  const { queries: asked, files, missing, extra, inexact } = await compareAll(ctx, queries, repos);
  for (const line of missing.slice(0, 50)) say(`missing  ${line}`);
  for (const line of extra.slice(0, 50)) say(`extra    ${line}`);
  say(
    `${asked} literals and patterns, ${files} files named by both: **${missing.length} missing, ${extra.length} extra**; ${inexact} streams said that they are not complete.`,
  );
}

async function addMissing(): Promise<void> {
  let added = 0;
  for (const [name, dir] of repos) {
    const there = await db.execute(sql`
      select 1 from repos r join indexed_refs ir on ir.repo_id = r.id where r.name = ${name} limit 1`);
    if (there.length > 0) continue;
    say(`Added ${name}: ${await addRepo(ctx, { dir, name, withVectors: false })} files.`);
    added++;
  }
  if (added > 0) await db.$client.unsafe('vacuum analyze');
}

async function sayWhat(): Promise<void> {
  const [size] = await db.$client<{ files: number; mb: number; repos: number }[]>`
    select (select count(*)::int from files) as files, (select (sum(size_bytes) / 1e6)::float8 from blobs) as mb,
      (select count(*)::int from indexed_refs) as repos`;
  say(
    `${isNative ? 'Native' : 'Embedded'}${values.http ? ' over HTTP' : ''}: ${size!.files} files in ${size!.repos} repositories, ${size!.mb.toFixed(1)} MB, the first ${limit}.\n`,
  );
}

/** `counted`: the database whose processes' time is counted, if they can be seen from here. */
async function measure(classes: [string, ClassQuery[]][], ask: Ask, counted: Db | null): Promise<void> {
  const { rivals, close } = values.rivals ? await findRivals(repos) : { rivals: [], close: async () => {} };
  const extra = rivals.map(({ name }) => ` ${name}, p50 |`).join('');
  say(`| milliseconds | queries | p50 | p95 | max | processor: Node | database |${extra}`);
  say(`| --- | --: | --: | --: | --: | --: | --: |${rivals.map(() => ' --: |').join('')}`);
  const all: number[] = [];
  const total: CpuTimes = { node: 0, database: 0 };
  try {
    for (const [kind, queries] of classes) {
      // What is asked for the first time is compiled, and read from the disk.
      for (const { q } of queries) await ask(q);
      const before = await used(counted);
      const times: { q: string; ms: number }[] = [];
      for (let round = 0; round < Number(values.rounds); round++)
        for (const { q } of queries) times.push({ q, ms: await timeOf(() => ask(q)) });
      const after = await used(counted);
      total.node += after.node - before.node;
      total.database += after.database - before.database;
      all.push(...times.map(({ ms }) => ms));
      const plain = queries.flatMap((query) => query.plain ?? []);
      const others: string[] = [];
      for (const rival of rivals) {
        const spent: number[] = [];
        for (const pattern of plain) spent.push(await rival.ask(pattern));
        others.push(spent.length > 0 ? percentile(spent, 50).toFixed(0) : '–');
      }
      const cpu = perQuery(
        { node: after.node - before.node, database: after.database - before.database },
        times.length,
      );
      say(`| ${[kind, queries.length, summary(times.map(({ ms }) => ms)), cpu, ...others].join(' | ')} |`);
      if (values.slowest)
        for (const { q, ms } of times.sort((a, b) => b.ms - a.ms).slice(0, 5)) say(`  ${ms.toFixed(0)} ms  ${q}`);
    }
  } finally {
    await close();
  }
  say(`| **all** | | ${summary(all)} | ${perQuery(total, all.length)} |`);
  if (Number(values.clients) > 0) {
    const queries = classes.flatMap(([, list]) => list.map(({ q }) => q));
    const seconds = Number(values.seconds);
    const { times, errors } = await askTogether(queries, ask, { clients: Number(values.clients), seconds });
    say(
      `\n${values.clients} clients: **${(times.length / seconds).toFixed(0)} a second**, p50 ${percentile(times, 50).toFixed(0)} ms, p95 ${percentile(times, 95).toFixed(0)} ms, ${errors} errors.`,
    );
  }
}

async function used(counted: Db | null): Promise<CpuTimes> {
  return counted ? await cpuUsed(counted, isNative) : { node: Number.NaN, database: Number.NaN };
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function perQuery({ node, database }: CpuTimes, queries: number): string {
  return [node, database].map((ms) => (Number.isNaN(ms) ? '–' : (ms / queries).toFixed(1))).join(' | ');
}

function summary(times: number[]): string {
  return [percentile(times, 50), percentile(times, 95), Math.max(...times)].map((ms) => ms.toFixed(1)).join(' | ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
