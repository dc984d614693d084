// Writes down how a sync of a connection ended, and when the next one is due.
import { and, eq, ne, sql } from 'drizzle-orm';
import { connectionChanges, connectionRuns, connections, type errorKind } from '@/db/schema';
import type { ConnectionRow } from '@/lib/connections/connection';
import type { Context } from '@/lib/context';
import type { AppError } from '@/lib/errors';

/** Seconds until a failed one is tried again, doubled with each failure; no longer than the usual interval. */
const FIRST_RETRY = 300;
/** Runs of a connection that are kept. */
const KEPT_RUNS = 100;

/** The outcome, and how much there was to change. */
export interface Synced {
  status: 'succeeded' | 'unchanged' | 'failed';
  changes: number;
}

type Ending = { listed: number; note: string | null } | { error: AppError };

/** Null if the run no longer held the connection: then nothing is written. */
export async function endConnectionRun(
  ctx: Context,
  connection: ConnectionRow,
  runId: string,
  ending: Ending,
): Promise<Synced | null> {
  const error = 'error' in ending ? ending.error : null;
  const changes = await ctx.db.$count(
    connectionChanges,
    and(eq(connectionChanges.runId, runId), ne(connectionChanges.kind, 'skipped')),
  );
  const status = error ? 'failed' : changes > 0 ? 'succeeded' : 'unchanged';
  const told = error ? { error: error.message, errorKind: kindOf(error) } : { error: null, errorKind: null };
  const isEnded = await ctx.db.transaction(async (tx) => {
    const [held] = await tx
      .update(connections)
      .set({
        activeRunId: null,
        nextSyncAt: nextSync(connection, error),
        failureCount: error ? sql`${connections.failureCount} + 1` : 0,
        ...(error ? {} : { syncedAt: sql`now()` }),
        ...told,
      })
      .where(and(eq(connections.id, connection.id), eq(connections.activeRunId, runId)))
      .returning({ id: connections.id });
    if (!held) return false;
    await tx
      .update(connectionRuns)
      .set({ status, endedAt: sql`now()`, ...told, ...('listed' in ending ? ending : {}) })
      .where(eq(connectionRuns.id, runId));
    await tx.execute(sql`
      delete from connection_runs where connection_id = ${connection.id}::uuid and id not in (
        select id from connection_runs where connection_id = ${connection.id}::uuid
        order by created_at desc limit ${KEPT_RUNS})`);
    return true;
  });
  if (!isEnded) return null;
  ctx.log.info({ connection_id: connection.id, run_id: runId, status, changes, ...told }, 'a connection was synced');
  return { status, changes };
}

function kindOf({ kind, code }: AppError): (typeof errorKind.enumValues)[number] {
  return kind ?? (code === 'upstream' || code === 'limit' ? 'network' : 'internal');
}

function nextSync({ syncIntervalSeconds, failureCount }: ConnectionRow, error: AppError | null) {
  if (syncIntervalSeconds === 0) return null;
  const backOff = FIRST_RETRY * 2 ** Math.min(failureCount, 10);
  const usual = error?.retryable ? Math.min(syncIntervalSeconds, backOff) : syncIntervalSeconds;
  // The host knows best how long it wants to be left alone.
  const seconds = Math.max(usual, error?.retryAfterSeconds ?? 0);
  return sql`now() + ${seconds} * interval '1 second'`;
}
