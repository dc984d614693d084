// Sends a test at once, past what waits, and says what came of it.
import { eq, sql } from 'drizzle-orm';
import { notificationDeliveries, notificationTargets } from '@/db/schema';
import { requireAdminWriter } from '@/lib/accounts/require-admin';
import type { Context } from '@/lib/context';
import { AppError, toAppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { TEST_NOTIFICATION } from './message/notification';
import type { TestOutcome } from './notification-target';
import { deliveryIdOf } from './send/deliver';
import { send } from './send/send';

/** A test that fails is an answer, and is not tried again. Throws `not_found` and what `requireAdminWriter` throws. */
export async function testNotificationTarget(ctx: Context, id: string): Promise<TestOutcome> {
  requireAdminWriter(ctx, 'notifications');
  const [target] = isId(id)
    ? await ctx.db.select().from(notificationTargets).where(eq(notificationTargets.id, id))
    : [];
  if (!target) throw new AppError('not_found', 'Notifications do not go there.');
  // Failed until the opposite is known: a crash leaves nothing that would be sent later.
  const [delivery] = await ctx.db
    .insert(notificationDeliveries)
    .values({ targetId: id, payload: TEST_NOTIFICATION, status: 'failed', attempts: 1, error: 'The test was cut off.' })
    .returning({ id: notificationDeliveries.id });
  if (!delivery) throw new Error('Nothing was inserted.');
  const outcome = await attempt(ctx, target, deliveryIdOf(id, delivery.id));
  const isSent = outcome.status === 'sent';
  await ctx.db
    .update(notificationDeliveries)
    .set({ status: outcome.status, error: isSent ? null : outcome.message, sentAt: isSent ? sql`now()` : null })
    .where(eq(notificationDeliveries.id, delivery.id));
  return outcome;
}

async function attempt(ctx: Context, target: Parameters<typeof send>[1], deliveryId: string): Promise<TestOutcome> {
  try {
    return { status: 'sent', message: await send(ctx, target, { deliveryId, notification: TEST_NOTIFICATION }) };
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'internal') ctx.log.error({ err: error, target_id: target.id }, 'a test was not sent');
    return { status: 'failed', message: known.message };
  }
}
