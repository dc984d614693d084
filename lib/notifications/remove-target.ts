// Takes away where notifications go, with what still waits to be sent there.
import { eq } from 'drizzle-orm';
import { notificationTargets } from '@/db/schema';
import { requireAdminWriter } from '@/lib/accounts/require-admin';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';

/** Throws `not_found` if there is none, and what `requireAdminWriter` throws. */
export async function removeNotificationTarget(ctx: Context, id: string): Promise<void> {
  requireAdminWriter(ctx, 'notifications');
  await ctx.db.transaction(async (tx) => {
    const [gone] = isId(id)
      ? await tx.delete(notificationTargets).where(eq(notificationTargets.id, id)).returning()
      : [];
    if (!gone) throw new AppError('not_found', 'Notifications do not go there.');
    await recordAudit(tx, ctx, {
      verb: 'notification_target.remove',
      subject: { kind: 'notification_target', id, name: gone.name ?? gone.hint },
      before: { kind: gone.kind, hint: gone.hint },
    });
  });
}
