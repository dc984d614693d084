// Does what is planned, one change after the other, each with what is written down of it. Cut off anywhere, the next plan
// has what is left.
import { and, eq } from 'drizzle-orm';
import { connectionChanges, connections, orgs } from '@/db/schema';
import type { ConnectionRow } from '@/lib/connections/connection';
import type { HostClient } from '@/lib/connections/hosts/host-repo';
import type { Change } from '@/lib/connections/plan/plan-changes';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { addThere } from './add-there';
import type { Applied } from './applied';
import { followThere } from './follow-there';
import { stillThere } from './still-there';

export interface Applying {
  connection: ConnectionRow;
  runId: string;
  host: HostClient;
}

/**
 * Returns a note if the host turned out to have what it did not list: then nothing is taken for vanished. What one change
 * fails with is written down, and the others are done. Stops, and throws, if another run holds the connection by now.
 */
export async function applyChanges(ctx: Context, at: Applying, changes: readonly Change[]): Promise<string | null> {
  const isThere = stillThere(at.host);
  let note: string | null = null;
  for (const change of changes) {
    await requireHeld(ctx, at);
    if (change.isUnlisted && (await isThere(change.hostId))) {
      note = 'The host still has repositories that it did not list, so they are not taken for vanished.';
      continue;
    }
    await applyOne(ctx, at, change);
  }
  return note;
}

async function applyOne(ctx: Context, at: Applying, change: Change): Promise<void> {
  let done: Applied;
  try {
    done = await (change.kind === 'added'
      ? addThere(ctx, at.connection, change)
      : followThere(ctx, at.connection, change));
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'internal') throw error;
    done = { kind: 'skipped', repoId: change.link?.repo?.id ?? null, detail: error.message };
  }
  if (done === null) return;
  const { kind, repoId, detail } = done;
  await ctx.db.insert(connectionChanges).values({
    runId: at.runId,
    kind,
    path: change.path,
    repoId,
    detail: detail ?? change.detail ?? null,
  });
}

async function requireHeld({ db }: Context, { connection, runId }: Applying): Promise<void> {
  const [held] = await db
    .select({ org: orgs.name })
    .from(connections)
    .innerJoin(orgs, eq(orgs.id, connections.orgId))
    .where(and(eq(connections.id, connection.id), eq(connections.activeRunId, runId)));
  if (!held) throw new AppError('conflict', 'Another sync of this connection has begun, or it was removed.');
  // By the name that it had, another organisation would be made.
  if (held.org !== connection.org) throw renamed();
}

function renamed(): AppError {
  return new AppError('conflict', 'The organisation was renamed during the sync. The next one goes on.', {
    retryable: true,
  });
}
