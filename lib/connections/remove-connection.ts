// Removes a connection. Its repositories stay, and are no longer kept in step with the host's list.
import { eq } from 'drizzle-orm';
import { connections } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { nameOfConnection, toldOfConnection } from './connection';
import { visibleConnection } from './visible-connection';

/** Throws `unauthenticated`, `forbidden` and `not_found`. A sync that is under way stops. */
export async function removeConnection(ctx: Context, id: string): Promise<void> {
  requireWriter(ctx);
  await visibleConnection(ctx, id);
  await ctx.db.transaction(async (tx) => {
    const [gone] = await tx.delete(connections).where(eq(connections.id, id)).returning();
    if (!gone) return;
    await recordAudit(tx, ctx, {
      verb: 'connection.delete',
      subject: { kind: 'connection', id, name: nameOfConnection(gone) },
      orgId: gone.orgId,
      before: toldOfConnection(gone),
    });
  });
}
