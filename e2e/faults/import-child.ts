// A process for tests: imports a list, or syncs a connection, and tells of each repository that is there by then.
import { closeDatabase, openDatabase } from '@/db/client';
import { repos } from '@/db/schema';
import { requestConnectionSync } from '@/lib/connections/sync/request-connection-sync';
import { syncConnection } from '@/lib/connections/sync/sync-connection';
import { visibleConnection } from '@/lib/connections/visible-connection';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { importRepos } from '@/lib/imports/import-repos';
import { log } from '@/lib/log';

/** What it is told to do, as JSON in its only argument. */
export type ImportOrders = { list: string } | { connectionId: string };

/** What it says at the end, as one line. */
export interface ImportDone {
  outcome: unknown;
  names: string[];
}

const orders = JSON.parse(process.argv[2] ?? '') as ImportOrders;
const env = parseEnv(process.env);
const db = await openDatabase(env, { isDurable: false });
// What it hands to the engine is lost with it, which is the worst that can happen.
const send = async () => void process.stdout.write('one more\n');
const ctx: Context = { actor: { kind: 'system' }, db, env, log, send };

async function obey(): Promise<unknown> {
  if ('list' in orders) return await importRepos(ctx, { format: 'repos.json', content: orders.list });
  const { connectionId } = orders;
  const { activeRunId } = await visibleConnection(ctx, connectionId);
  // One that was cut off goes on, as the engine has it.
  const runId = activeRunId ?? (await requestConnectionSync(ctx, connectionId, { trigger: 'manual' })).id;
  return await syncConnection(ctx, { connectionId, runId });
}

const outcome = await obey();
const rows = await db.select({ name: repos.name }).from(repos).orderBy(repos.name);
const done: ImportDone = { outcome, names: rows.map(({ name }) => name) };
process.stdout.write(`${JSON.stringify(done)}\n`);
await closeDatabase();
process.exit(0);
