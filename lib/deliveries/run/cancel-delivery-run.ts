// Cancels a delivery run that has not ended: hosts that have it by then keep it, all others stay as they were.
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { stopSteps } from '@/lib/deliveries/delete-delivery';
import type { DeliveryRun } from '@/lib/deliveries/delivery-run';
import { getDeliveryRun, visibleDelivery } from '@/lib/deliveries/visible-delivery';
import { AppError } from '@/lib/errors';
import { endRunAs, lockRun } from './run-lock';

/** Throws what `getDeliveryRun` and `visibleDelivery` throw, and `conflict` if it has ended already. */
export async function cancelDeliveryRun(ctx: Context, id: string): Promise<DeliveryRun> {
  requireWriter(ctx);
  const run = await getDeliveryRun(ctx, id, { log: 'none', verb: 'repo.deliver' });
  const delivery = await visibleDelivery(ctx, run.delivery_id, 'repo.deliver');
  const isEnded = await ctx.db.transaction(async (tx) => {
    await lockRun(tx, run.id);
    const error = 'Cancelled by hand. Hosts that had it by then keep it; the others are as they were.';
    if (!(await endRunAs(tx, run.id, { status: 'cancelled', error, errorKind: null }))) return false;
    await recordAudit(tx, ctx, {
      verb: 'delivery.cancel',
      subject: { kind: 'delivery', id: delivery.id, name: `${run.repo.org}/${run.repo.name}` },
      orgId: delivery.repo.orgId,
      before: { run_id: run.id, status: run.status },
    });
    return true;
  });
  if (!isEnded) throw new AppError('conflict', 'This run has ended already: there is nothing to cancel.');
  await stopSteps(ctx, delivery.repoId, run.id);
  return await getDeliveryRun(ctx, id, { verb: 'repo.deliver' });
}
