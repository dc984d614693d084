// Forgets a delivery: a run under way ends, what is on the hosts stays there.
import { eq, sql } from 'drizzle-orm';
import { deliveries, deliveryRuns } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { dropStaging } from '@/lib/release/tree/stage-tree';
import { toldOfDelivery } from './delivery';
import { visibleDelivery } from './visible-delivery';

/** Throws what `visibleDelivery` throws. */
export async function deleteDelivery(ctx: Context, id: string): Promise<void> {
  requireWriter(ctx);
  const delivery = await visibleDelivery(ctx, id, 'repo.manage-deliveries');
  await ctx.db.transaction(async (tx) => {
    // In the order in which all others take them: the delivery, then its runs.
    await tx.execute(sql`select id from deliveries where id = ${delivery.id}::uuid for update`);
    // With its runs, so that none of them is under way any more when its hosts are free.
    await tx.delete(deliveryRuns).where(eq(deliveryRuns.deliveryId, delivery.id));
    const [gone] = await tx.delete(deliveries).where(eq(deliveries.id, delivery.id)).returning();
    if (!gone) throw new AppError('not_found', 'There is no such delivery.');
    await recordAudit(tx, ctx, {
      verb: 'delivery.delete',
      subject: { kind: 'delivery', id: gone.id, name: `${delivery.repo.org}/${delivery.repo.name}` },
      orgId: delivery.repo.orgId,
      before: toldOfDelivery(
        gone,
        delivery.hosts.map((host) => host.target_id),
      ),
    });
  });
  if (delivery.activeRunId !== null) await stopSteps(ctx, delivery.repoId, delivery.activeRunId);
  // What a step still uses, or wrote meanwhile, is found by the sweep.
  await dropStaging(ctx, delivery.id).catch(() => {});
}

/** Has the engine end what a run does. Without this its steps end by themselves: they look whether they are wanted. */
export async function stopSteps(ctx: Pick<Context, 'send' | 'log'>, repoId: string, runId: string): Promise<void> {
  const data = { repo_id: repoId, run_id: runId };
  await ctx.send({ name: 'delivery/run.cancelled', id: `${runId}:cancelled`, data }).catch((error: unknown) => {
    ctx.log.warn({ err: error, run_id: runId }, 'the engine could not be told that a delivery was stopped');
  });
}
