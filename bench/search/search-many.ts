// Measures whether search grows with the number of repositories: the same files, spread over few and over many.
//   npx tsx bench/search/search-many.ts --native postgres://… [--files 50000] [--repos 10,10000] [--rounds 40]
// Each number of repositories gets a database of its own on that server, made by SQL and dropped in the end (unless --keep).
// One in ten repositories is private, so visitors and people who are signed in do not see the same. All are asked in turn,
// so that whatever else the machine does falls on all of them alike; processor time is what can be compared on a busy one.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { connectNative, type Db } from '@/db/client';
import { migrate } from '@/db/migrate';
import type { Actor, Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { search } from '@/lib/search/search';
import { cpuUsed } from '../cpu-used';
import { freshDatabase } from '../fresh-database';
import { percentile } from '../statistics';
import { fillRepos } from './fill-repos';

const { values } = parseArgs({
  options: {
    native: { type: 'string' },
    files: { type: 'string', default: '50000' },
    repos: { type: 'string', default: '10,10000' },
    rounds: { type: 'string', default: '40' },
    keep: { type: 'boolean', default: false },
  },
});
if (!values.native) throw new Error('Which server? --native postgres://…');
const server = values.native;

const QUERIES = {
  'a common word': 'handler',
  'a rare word': 'token4711',
  'two words': 'handler request',
  'a literal': '"handler.open(request)"',
  'a file name': 'file7.go',
  'an organisation': 'handler org:org7',
  'a language': 'request lang:go',
};
const CALLERS: Record<string, Actor> = {
  'signed in': { kind: 'operator' },
  account: { kind: 'user', userId: '00000000-0000-4000-8000-000000000001', isAdmin: false },
  visitor: { kind: 'anonymous' },
};

interface Spread {
  repos: number;
  url: string;
  db: Db;
}
interface Spent {
  times: number[];
  node: number;
  database: number;
}

const spreads: Spread[] = [];
try {
  for (const repos of values.repos.split(',').map(Number)) {
    const url = await freshDatabase(server);
    const db = connectNative(url, 2);
    spreads.push({ repos, url, db });
    await migrate(db);
    await fillRepos(db, { repos, files: Number(values.files) });
  }
  await measure();
} finally {
  for (const { db, url } of spreads) {
    await db.$client.end();
    if (values.keep) say(`\nKept: ${new URL(url).pathname.slice(1)}`);
    else await drop(url);
  }
}

async function measure(): Promise<void> {
  say(
    `${values.files} files in ${spreads.map(({ repos }) => repos).join(' and in ')} repositories, in milliseconds.\n`,
  );
  const columns = spreads.map(({ repos }) => ` ${repos}: p50 | Node | database |`).join('');
  say(`| |${columns} last over first: p50 | processor |`);
  say(`| --- |${' --: | --: | --: |'.repeat(spreads.length)} --: | --: |`);
  for (const [caller, actor] of Object.entries(CALLERS)) {
    for (const [kind, q] of Object.entries(QUERIES)) {
      const spent = await askInTurn(actor, q);
      const cells = spent.flatMap(({ times, node, database }) => [percentile(times, 50), node, database]);
      const p50 = ratio(spent, ({ times }) => percentile(times, 50));
      const cpu = ratio(spent, ({ node, database }) => node + database);
      say(`| ${kind}, ${caller} | ${cells.map((ms) => ms.toFixed(1)).join(' | ')} | ${p50}× | ${cpu}× |`);
    }
  }
}

/** Several at a time: looking at the clocks costs something as well. */
const AT_A_TIME = 5;

async function askInTurn(actor: Actor, q: string): Promise<Spent[]> {
  const spent = spreads.map((): Spent => ({ times: [], node: 0, database: 0 }));
  const turns = Math.ceil(Number(values.rounds) / AT_A_TIME);
  // The first turn compiles, and reads from the disk.
  for (let turn = 0; turn <= turns; turn++) {
    for (const [i, { db }] of spreads.entries()) {
      const ctx: Context = { actor, db, env: parseEnv({}), log, send: async () => {} };
      const times: number[] = [];
      const before = await cpuUsed(db, true);
      for (let n = 0; n < AT_A_TIME; n++) {
        const startedAt = performance.now();
        await search(ctx, { q });
        times.push(performance.now() - startedAt);
      }
      const after = await cpuUsed(db, true);
      if (turn === 0) continue;
      spent[i]!.times.push(...times);
      spent[i]!.node += (after.node - before.node) / (turns * AT_A_TIME);
      spent[i]!.database += (after.database - before.database) / (turns * AT_A_TIME);
    }
  }
  return spent;
}

function ratio(spent: Spent[], of: (spent: Spent) => number): string {
  return (of(spent.at(-1)!) / of(spent[0]!)).toFixed(2);
}

async function drop(url: string): Promise<void> {
  const client = postgres(server, { max: 1 });
  await client`drop database ${client(new URL(url).pathname.slice(1))}`;
  await client.end();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
