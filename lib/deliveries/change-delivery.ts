// Changes what a delivery sends and where. Its repository does not change: another one is another delivery.
import { eq, sql } from 'drizzle-orm';
import { deliveries, repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { nextVerify, requireHookRight } from './add-delivery';
import { claimTargets, lockTargetsOf } from './claim-targets';
import { type Delivery, toDelivery, toldOfDelivery } from './delivery';
import type { DeliveryChanges } from './delivery-input';
import { visibleDelivery } from './visible-delivery';

/**
 * Throws what `visibleDelivery` and `claimTargets` throw, and `forbidden` for a hook of somebody who is no administrator.
 * Hosts that a run under way has not begun with by then get nothing if what they would get is another tree, or by other
 * rules, than the one that was looked at; those that are taken out get nothing either.
 */
export async function changeDelivery(ctx: Context, id: string, changes: DeliveryChanges): Promise<Delivery> {
  requireWriter(ctx);
  const delivery = await visibleDelivery(ctx, id, 'repo.manage-deliveries');
  return await ctx.db.transaction(async (tx) => {
    // In the order in which all others take them: the repository, its organisation, the delivery.
    const [repo] = await tx
      .select({ orgId: repos.orgId })
      .from(repos)
      .where(eq(repos.id, delivery.repoId))
      .for('no key update');
    if (repo) await lockTargetsOf(tx, repo.orgId);
    const [before] = await tx.select().from(deliveries).where(eq(deliveries.id, delivery.id)).for('update');
    if (!repo || !before) throw new AppError('not_found', 'There is no such delivery.');
    if (changes.hook !== undefined) requireHookRight(ctx, changes.hook, before.hook);
    const isMoved = changes.target_ids !== undefined || changes.group !== undefined;
    const hostsBefore = await visibleDelivery({ actor: ctx.actor, db: tx }, id, 'repo.manage-deliveries');
    const [after] = await tx
      .update(deliveries)
      // A change of nothing is not an error.
      .set({ repoId: sql`${deliveries.repoId}`, ...columnsOf(changes) })
      .where(eq(deliveries.id, delivery.id))
      .returning();
    if (!after) throw new AppError('not_found', 'There is no such delivery.');
    if (isMoved) {
      // Taken out of its group without naming targets, it keeps the hosts that it had.
      const wanted = changes.target_ids ?? hostsBefore.hosts.map((host) => host.target_id);
      await claimTargets(tx, { id: after.id, orgId: repo.orgId, group: after.group }, wanted);
    }
    const row = await visibleDelivery({ actor: ctx.actor, db: tx }, id, 'repo.manage-deliveries');
    const shape = toDelivery(row, ctx.actor);
    await recordAudit(tx, ctx, {
      verb: 'delivery.change',
      subject: { kind: 'delivery', id: after.id, name: `${row.repo.org}/${row.repo.name}` },
      orgId: repo.orgId,
      ...onlyChanges(
        toldOfDelivery(
          before,
          hostsBefore.hosts.map((host) => host.target_id),
        ),
        toldOfDelivery(after, shape.target_ids),
      ),
    });
    return shape;
  });
}

function columnsOf(changes: DeliveryChanges) {
  const { verify_interval_seconds: seconds } = changes;
  const group = changes.target_ids === undefined ? changes.group : null;
  const columns = {
    ref: changes.ref,
    subfolder: changes.subfolder,
    group,
    excludes: changes.excludes,
    excludeDotGit: changes.exclude_dot_git,
    deletes: changes.delete,
    owner: changes.owner,
    modes: changes.modes,
    hook: changes.hook,
    isEnabled: changes.is_enabled,
    afterSync: changes.after_sync,
    fallbackToLocal: changes.fallback_to_local,
    blockOnSecrets: changes.block_on_secrets,
    scansCommits: changes.scans_commits,
    secretConfigPath: changes.config_path,
    repair: changes.repair,
    verifyIntervalSeconds: seconds,
    nextVerifyAt: seconds === undefined ? undefined : nextVerify(seconds),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
