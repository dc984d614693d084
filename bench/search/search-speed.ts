// Measures search by itself, over whatever a database holds:
//   npx tsx bench/search/search-speed.ts [--add <bare repository>] [--items <file.json>] [--rounds 3] [--limit 50] [--slowest]
// On native Postgres with DATABASE_URL, else on the embedded database in FRESHET_DATA_DIR.
// --add first indexes a repository from its object store; --items asks the known items of a file instead, by class;
// --slowest names the five slowest queries of each kind. Processor time is of this process and of the database's.
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { closeDatabase, openDatabase } from '@/db/client';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { search } from '@/lib/search/search';
import { addRepo } from '../add-repo';
import { cpuUsed } from '../cpu-used';
import { percentile } from '../statistics';
import { readItems } from './known-items';
import { makeQueries } from './search-queries';

const { values } = parseArgs({
  options: {
    add: { type: 'string' },
    items: { type: 'string' },
    limit: { type: 'string', default: '20' },
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
  const startedAt = performance.now();
  const files = await addRepo(ctx, { dir, name, withVectors: true });
  await db.$client.unsafe('vacuum analyze');
  say(`Added ${name}: ${files} files in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.\n`);
}

async function measure(rounds: number): Promise<void> {
  const [size] = await db.$client<{ files: number; mb: number }[]>`
    select (select count(*)::int from files) as files, (select (sum(size_bytes) / 1e6)::float8 from blobs) as mb`;
  say(`${env.databaseUrl ? 'Native' : 'Embedded'}: ${size!.files} files, ${size!.mb.toFixed(1)} MB of source.\n`);
  say('| milliseconds | queries | p50 | p95 | max | first time, p95 | CPU a query: Node | database |');
  say('| --- | --- | --- | --- | --- | --- | --- | --- |');
  const all: number[] = [];
  const total = { node: 0, database: 0 };
  for (const [kind, queries] of await askedQueries()) {
    const first: number[] = [];
    const later: { q: string; ms: number }[] = [];
    for (const q of queries) first.push((await ask(q)).ms);
    const before = await cpuUsed(db, env.databaseUrl !== undefined);
    for (let round = 0; round < rounds; round++) for (const q of queries) later.push(await ask(q));
    const after = await cpuUsed(db, env.databaseUrl !== undefined);
    const used = { node: after.node - before.node, database: after.database - before.database };
    total.node += used.node;
    total.database += used.database;
    const times = later.map(({ ms }) => ms);
    all.push(...times);
    say(
      `| ${kind} | ${queries.length} | ${summary(times)} | ${percentile(first, 95).toFixed(0)} | ${perQuery(used, times.length)} |`,
    );
    if (values.slowest)
      for (const { q, ms } of later.sort((a, b) => b.ms - a.ms).slice(0, 5)) say(`  ${ms.toFixed(0)} ms  ${q}`);
  }
  say(`| **all** | | ${summary(all)} | | ${perQuery(total, all.length)} |`);
}

async function ask(q: string): Promise<{ q: string; ms: number }> {
  const startedAt = performance.now();
  await search(ctx, { q, limit: Number(values.limit) });
  return { q, ms: performance.now() - startedAt };
}

async function askedQueries(): Promise<Map<string, string[]>> {
  if (!values.items) return makeQueries(db);
  const queries = new Map<string, string[]>();
  for (const { cls, q } of await readItems(values.items)) queries.set(cls, [...(queries.get(cls) ?? []), q]);
  return queries;
}

function perQuery({ node, database }: { node: number; database: number }, queries: number): string {
  return `${(node / queries).toFixed(1)} | ${(database / queries).toFixed(1)}`;
}

function summary(times: number[]): string {
  return [percentile(times, 50), percentile(times, 95), Math.max(...times)].map((ms) => ms.toFixed(1)).join(' | ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
