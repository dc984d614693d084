// Takes away where notifications go, with what still waits to be sent there.
import { eq } from 'drizzle-orm';
import { notificationTargets } from '@/db/schema';
import { requireAdminWriter } from '@/lib/accounts/require-admin';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';

/** Throws `not_found` if there is none, and what `requireAdminWriter` throws. */
export async function removeNotificationTarget(ctx: Context, id: string): Promise<void> {
  requireAdminWriter(ctx, 'notifications');
  const gone = isId(id)
    ? await ctx.db
        .delete(notificationTargets)
        .where(eq(notificationTargets.id, id))
        .returning({ id: notificationTargets.id })
    : [];
  if (gone.length === 0) throw new AppError('not_found', 'Notifications do not go there.');
}
