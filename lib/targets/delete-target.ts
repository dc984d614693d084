// Deletes a target. What lies on the host stays there.
import { eq } from 'drizzle-orm';
import { targets } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { requireIdle } from './in-use';
import { toldOfTarget } from './target';
import { visibleTarget } from './visible-targets';

/** Throws `unauthenticated`, `forbidden`, `not_found`, and `conflict` while a delivery works on it. */
export async function deleteTarget(ctx: Context, id: string): Promise<void> {
  requireWriter(ctx);
  const { org, orgId } = await visibleTarget(ctx, id, 'org.manage-targets');
  await ctx.db.transaction(async (tx) => {
    const [row] = await tx.select().from(targets).where(eq(targets.id, id)).for('update');
    if (!row) throw new AppError('not_found', 'There is no such target.');
    await requireIdle(tx, row);
    await recordAudit(tx, ctx, {
      verb: 'target.delete',
      subject: { kind: 'target', id, name: `${org}/${row.name}` },
      orgId,
      before: toldOfTarget(row),
    });
    await tx.delete(targets).where(eq(targets.id, id));
  });
}
