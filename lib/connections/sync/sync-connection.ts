// One sync of a connection: the host is asked for all of its repositories, and what differs is changed here.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { connectionChanges, connectionRuns, connections } from '@/db/schema';
import type { ConnectionRow } from '@/lib/connections/connection';
import { openConnection } from '@/lib/connections/open-connection';
import { planChanges } from '@/lib/connections/plan/plan-changes';
import { visibleConnection } from '@/lib/connections/visible-connection';
import type { Context } from '@/lib/context';
import { AppError, toAppError } from '@/lib/errors';
import { OPEN } from '@/lib/sync/state';
import { applyChanges } from './apply-changes';
import { endConnectionRun, type Synced } from './end-connection-run';
import { readLinks } from './read-links';

/** Milliseconds for asking the host, with all pauses that it asks for. */
const LISTING_MS = 15 * 60_000;

/**
 * Does the run and writes down how it ended. It may be begun again wherever it was cut off: what is done already is no
 * longer different. Throws only for what is not the host's doing, such as a database that is gone.
 */
export async function syncConnection(
  ctx: Context,
  { connectionId, runId }: { connectionId: string; runId: string },
): Promise<Synced | null> {
  const connection = await begin(ctx, connectionId, runId);
  if (!connection) return null;
  try {
    const { listed, note } = await bringInStep(ctx, connection, runId);
    return await endConnectionRun(ctx, connection, runId, { listed, note });
  } catch (error) {
    if (error instanceof AppError || isAbort(error)) {
      return await endConnectionRun(ctx, connection, runId, {
        error: isAbort(error) ? tooSlow(error) : toAppError(error),
      });
    }
    throw error;
  }
}

async function begin(ctx: Context, connectionId: string, runId: string): Promise<ConnectionRow | null> {
  const [run] = await ctx.db
    .update(connectionRuns)
    .set({ status: 'running', startedAt: sql`coalesce(${connectionRuns.startedAt}, now())` })
    .where(
      and(
        eq(connectionRuns.id, runId),
        inArray(connectionRuns.status, [...OPEN]),
        sql`exists (select 1 from ${connections} c where c.id = ${connectionId}::uuid and c.active_run_id = ${runId}::uuid)`,
      ),
    )
    .returning({ id: connectionRuns.id });
  return run ? await visibleConnection(ctx, connectionId) : null;
}

async function bringInStep(ctx: Context, connection: ConnectionRow, runId: string) {
  const host = await openConnection(ctx, connection, AbortSignal.timeout(LISTING_MS));
  const listing = await host.list();
  const plan = planChanges(listing, await readLinks(ctx, connection.id), connection, new Date());
  // What could not be done is tried each time, and told once: of the last run.
  await ctx.db
    .delete(connectionChanges)
    .where(and(eq(connectionChanges.runId, runId), eq(connectionChanges.kind, 'skipped')));
  const note = await applyChanges(ctx, { connection, runId, host }, plan.changes);
  return { listed: listing.repos.length, note: plan.note ?? note };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

function tooSlow(cause: unknown): AppError {
  return new AppError(
    'upstream',
    `The host took longer than ${LISTING_MS / 60_000} minutes to list its repositories.`,
    {
      kind: 'timeout',
      retryable: true,
      cause,
    },
  );
}
