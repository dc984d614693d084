// Asks for a sync of a connection: claims it with one conditional update, and has the engine do it.
import { and, eq, isNull } from 'drizzle-orm';
import { connectionRuns, connections } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { nameOfConnection } from '@/lib/connections/connection';
import { type ConnectionRun, toConnectionRun } from '@/lib/connections/connection-run';
import { visibleConnection } from '@/lib/connections/visible-connection';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';

type Trigger = ConnectionRun['trigger'];

/** Throws `unauthenticated`, `forbidden`, `not_found`, and `conflict` while one is under way. */
export async function requestConnectionSync(
  ctx: Context,
  id: string,
  { trigger }: { trigger: Trigger },
): Promise<ConnectionRun> {
  requireWriter(ctx);
  const connection = await visibleConnection(ctx, id);
  const run = await ctx.db.transaction(async (tx) => {
    const [added] = await tx
      .insert(connectionRuns)
      .values({ connectionId: id, trigger, requestedBy: userIdOf(ctx.actor) })
      .returning();
    if (!added) throw new Error('Nothing was inserted.');
    const [claimed] = await tx
      .update(connections)
      .set({ activeRunId: added.id })
      .where(and(eq(connections.id, id), isNull(connections.activeRunId)))
      .returning({ id: connections.id });
    if (!claimed) throw underWay();
    if (trigger !== 'schedule') {
      await recordAudit(tx, ctx, {
        verb: 'connection.sync',
        subject: { kind: 'connection', id, name: nameOfConnection(connection) },
        orgId: connection.orgId,
        after: { run_id: added.id },
      });
    }
    return added;
  });
  try {
    await sendConnectionSync(ctx, { connectionId: id, runId: run.id });
  } catch (error) {
    // It is written down: the next look at what is open sends it again.
    ctx.log.warn({ err: error, connection_id: id }, 'the sync of a connection could not be queued yet');
  }
  return toConnectionRun(run, []);
}

/** The engine counts events with one id once: sending it again does no harm. */
export async function sendConnectionSync(
  ctx: Pick<Context, 'send'>,
  { connectionId, runId }: { connectionId: string; runId: string },
): Promise<void> {
  const data = { connection_id: connectionId, run_id: runId };
  await ctx.send({ name: 'connection/sync.requested', id: runId, data });
}

function underWay(): AppError {
  return new AppError('conflict', 'It is being synced at this moment. Wait for that to end, then try again.', {
    title: 'Under way',
  });
}
