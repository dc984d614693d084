// A process for tests: goes on with what a killed one left, says what it finds, then syncs and kills itself where it is
// told to.
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { closeDatabase, lendDatabase, openDatabase } from '@/db/client';
import { functions } from '@/inngest/functions';
import { startEngine } from '@/inngest/start';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { workTreeOf } from '@/lib/git/mirror/check-out';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { hasPendingChunks } from '@/lib/indexing/embed/has-pending-chunks';
import { log } from '@/lib/log';
import { getRepo } from '@/lib/repos/get-repo';
import { convertRepo } from '@/lib/repos/life/convert-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { migrateRepo } from '@/lib/repos/manage/migrate-repo';
import { search } from '@/lib/search/search';
import { requestSync } from '@/lib/sync/request/request-sync';
import { auditRepo } from '@/lib/sync/upkeep/audit';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { type Question, seeTree, type Tree } from './see-tree';

/** What the process hears, one a line. */
export type Heard =
  | { say: 'orders'; orders: SyncOrders }
  /** Sync, after everything that there is to look at was. */
  | { say: 'go' }
  | { say: 'see'; number: number; question: Question };

/** What it says. */
export type Said = { said: 'looked' } | { said: 'seen'; number: number; tree: Tree };

export interface SyncOrders {
  /** File to which every process appends what it finds. */
  log: string;
  /** Address of the upstream; added by the first process. */
  url: string;
  repoId: string | null;
  /** Move it to this source, with force, in place of a sync. */
  moveTo?: string;
  /** Make a clone or a mirror of it in place of a sync. */
  convertTo?: 'clone' | 'mirror';
  /** Where to die, counted from the request on; null to live. */
  kill: { statement: number } | { afterMs: number } | null;
}

/** What a process found after it had gone on with whatever was left. */
export interface Found {
  repoId: string;
  /** Files that a reader saw before anything was repaired: contents of the one word that every file has. */
  atFirst: string[];
  status: string;
  error: string | null;
  headCommit: string | null;
  url: string | null;
  /** The source that it is being moved to. */
  movesTo: string | null;
  kind: string;
  /** Names of the files that are checked out, and of whatever else lies beside them; null for none of both. */
  files: { out: string[]; beside: string[] } | null;
  audit: string;
  isPending: boolean;
  openRuns: number;
  plans: number;
  folders: number;
  /** Statements of the last sync, if this process lived through one. */
  statements: number;
}

const die = () => process.kill(process.pid, 'SIGKILL');
let statements = Number.NEGATIVE_INFINITY;
let fatal = Number.POSITIVE_INFINITY;
let isStopping = false;

function count<T>(start: () => T): T {
  statements += 1;
  const result = start();
  // In flight: the statement is on its way, and nobody will hear its answer.
  if (statements === fatal) setImmediate(die);
  return result;
}

/** Counts every statement, those within transactions too. */
function counted<S extends Sql>(client: S): S {
  const isStatement = (args: unknown[]) => Array.isArray(args[0]) && 'raw' in args[0];
  return new Proxy(client, {
    apply: (target, self, args) => {
      const run = () => Reflect.apply(target, self, args) as unknown;
      return isStatement(args) ? count(run) : run();
    },
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name === 'unsafe') return (...args: unknown[]) => count(() => Reflect.apply(target.unsafe, target, args));
      if (name !== 'begin') return value;
      return (...args: unknown[]) => {
        const work = args.pop() as (tx: Sql) => unknown;
        return Reflect.apply(target.begin, target, [...args, (tx: Sql) => work(counted(tx))]);
      };
    },
  });
}

/** `visitor` searches uncounted: when it asks must not move the moments of the kills. */
async function open(): Promise<Context & { visitor: Context; stop: () => Promise<void> }> {
  const env = parseEnv(process.env);
  const plain = await openDatabase(env, { isDurable: false });
  const client = counted(plain.$client);
  const db = new Proxy(plain, { get: (target, name) => (name === '$client' ? client : Reflect.get(target, name)) });
  lendDatabase(db, null);
  const holder = globalThis as typeof globalThis & { freshetDatabase?: { db: typeof db } };
  if (holder.freshetDatabase) holder.freshetDatabase.db = db;
  const engine = await startEngine({ db, env, log, functions });
  const stop = async () => {
    await engine.stop();
    await closeDatabase();
  };
  const ctx: Context = { actor: { kind: 'system' }, db, env, log, send: (event) => engine.send(event) };
  return { ...ctx, visitor: { ...ctx, db: plain }, stop };
}

async function settle(ctx: Context, repoId: string) {
  for (;;) {
    const repo = await getRepo(ctx, repoId);
    if (repo.active_run_id === null) return repo;
    await sleep(10);
  }
}

async function filesSeen(ctx: Context): Promise<string[]> {
  const { results } = await search(ctx, { q: 'word', limit: 100 });
  return results.map((result) => `${result.path} ${result.matches[0]?.text ?? ''}`).sort();
}

async function obey(orders: SyncOrders): Promise<void> {
  const ctx = await open();
  tellVisitor(ctx.visitor);
  const atFirst = await filesSeen(ctx);
  const repoId = orders.repoId ?? (await addRepo(ctx, { url: orders.url, is_public: true })).id;
  await sweep(ctx);
  await settle(ctx, repoId);
  if (orders.kill) {
    // What the killed one should have brought in, and one more that finds nothing: both must go well.
    await requestSync(ctx, repoId, { trigger: 'manual' });
    await settle(ctx, repoId);
  }
  const found = await lookAt(ctx, repoId, atFirst);
  appendFileSync(orders.log, `${JSON.stringify(found)}\n`);
  say({ said: 'looked' });
  await going;

  statements = 0;
  if (orders.kill && 'statement' in orders.kill) fatal = orders.kill.statement;
  if (orders.kill && 'afterMs' in orders.kill) setTimeout(die, orders.kill.afterMs);
  if (orders.moveTo !== undefined) await migrateRepo(ctx, repoId, { source_url: orders.moveTo, force: true });
  else if (orders.convertTo !== undefined) await convertRepo(ctx, repoId, { kind: orders.convertTo });
  else await requestSync(ctx, repoId, { trigger: 'manual' });
  await settle(ctx, repoId);
  const total = statements;
  appendFileSync(orders.log, `${JSON.stringify({ ...(await lookAt(ctx, repoId, [])), statements: total })}\n`);
  isStopping = true;
  await ctx.stop();
}

async function lookAt(ctx: Context, repoId: string, atFirst: string[]): Promise<Found> {
  const repo = await getRepo(ctx, repoId);
  const sql = ctx.db.$client;
  const [left] = await sql<{ runs: number; plans: number }[]>`
    select (select count(*)::int from sync_runs where status in ('queued', 'running')) as runs,
      (select count(*)::int from plan_entries) as plans`;
  return {
    repoId,
    atFirst,
    status: repo.status,
    error: repo.error,
    headCommit: repo.head_commit,
    url: repo.url,
    movesTo: repo.migration?.url ?? null,
    kind: repo.convert_to === null ? repo.kind : `${repo.kind} that becomes a ${repo.convert_to}`,
    files: filesOut(mirrorDir(ctx.env.dataDir, repoId)),
    audit: await auditRepo(ctx, repoId),
    isPending: await hasPendingChunks(ctx, repoId),
    openRuns: left?.runs ?? -1,
    plans: left?.plans ?? -1,
    folders: readdirSync(path.join(ctx.env.dataDir, 'mirrors')).length,
    statements: 0,
  };
}

function filesOut(dir: string): Found['files'] {
  const workTree = path.basename(workTreeOf(dir));
  const names = readdirSync(dir).filter((name) => name.startsWith(workTree));
  if (names.length === 0) return null;
  const isOut = names.includes(workTree);
  return { out: isOut ? readdirSync(workTreeOf(dir)).sort() : [], beside: names.filter((name) => name !== workTree) };
}

const say = (what: Said) => process.stdout.write(`${JSON.stringify(what)}\n`);
const end = (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
};
const { promise: going, resolve: go } = makePromise<void>();
const { promise: visitor, resolve: tellVisitor } = makePromise<Context>();

function makePromise<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const heard = JSON.parse(line) as Heard;
  if (heard.say === 'orders') obey(heard.orders).then(() => process.exit(0), end);
  else if (heard.say === 'go') go();
  else {
    const { number, question } = heard;
    // While it stops its database goes first: who asks then hears of the end.
    visitor
      .then((ctx) => seeTree(ctx, question))
      .then(
        (tree) => say({ said: 'seen', number, tree }),
        (error) => isStopping || end(error),
      );
  }
});
