// Asks for an earlier release of one host to be live again: which one is known from here, never by looking there.
import { and, desc, eq, sql } from 'drizzle-orm';
import { deliveryReleases, targets } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import type { RollBack } from '@/lib/deliveries/delivery-input';
import type { DeliveryRun } from '@/lib/deliveries/delivery-run';
import { getDeliveryRun, visibleDelivery } from '@/lib/deliveries/visible-delivery';
import { AppError } from '@/lib/errors';
import { claimDelivery, sendRun } from './request-delivery';

/**
 * Begins a run that makes the named release live, or the one that was live before. Throws what `visibleDelivery` throws,
 * `invalid` if there is no such release, and `conflict` while a run is under way.
 */
export async function rollBackHost(ctx: Context, id: string, input: RollBack): Promise<DeliveryRun> {
  requireWriter(ctx);
  const delivery = await visibleDelivery(ctx, id, 'repo.deliver');
  const host = delivery.hosts.find((one) => one.target_id === input.target_id);
  if (!host) throw new AppError('invalid', 'This host is not among those of this delivery.');
  const runId = await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select id from deliveries where id = ${delivery.id}::uuid for no key update`);
    const [release] = await tx
      .select()
      .from(deliveryReleases)
      .where(
        and(
          eq(deliveryReleases.targetId, host.target_id),
          eq(deliveryReleases.deliveryId, delivery.id),
          eq(deliveryReleases.state, 'kept'),
          input.release === undefined ? undefined : eq(deliveryReleases.name, input.release),
        ),
      )
      .orderBy(sql`${deliveryReleases.liveAt} desc nulls last`, desc(deliveryReleases.createdAt))
      .limit(1);
    if (!release) throw new AppError('invalid', noRelease(host.name, input.release));
    const [target] = await tx.select({ mode: targets.mode }).from(targets).where(eq(targets.id, host.target_id));
    const begun = await claimDelivery(tx, delivery.id, {
      trigger: 'rollback',
      targetIds: [host.target_id],
      force: false,
      requestedBy: userIdOf(ctx.actor),
      // In place its commit is sent again, so what that makes of it is not known yet.
      fixed: {
        ref: release.ref,
        commit: release.commit,
        digest: target?.mode === 'in_place' ? null : release.digest,
      },
    });
    if (begun === null) {
      throw new AppError('conflict', 'A run of this delivery is under way. Wait for its end, or cancel it first.');
    }
    // From now on it is this run's: that is how the run knows which one is meant.
    await tx.update(deliveryReleases).set({ runId: begun }).where(eq(deliveryReleases.id, release.id));
    await recordAudit(tx, ctx, {
      verb: 'delivery.roll-back',
      subject: { kind: 'delivery', id: delivery.id, name: `${delivery.repo.org}/${delivery.repo.name}` },
      orgId: delivery.repo.orgId,
      after: { run_id: begun, target: host.name, release: release.name, commit: release.commit },
    });
    return begun;
  });
  await sendRun(ctx, { repoId: delivery.repoId, runId });
  return await getDeliveryRun(ctx, runId, { verb: 'repo.deliver' });
}

function noRelease(host: string, name: string | undefined): string {
  if (name !== undefined) return `${host} keeps no release of this name besides the live one.`;
  return `${host} keeps no earlier release of this delivery, so there is nothing to go back to.`;
}
