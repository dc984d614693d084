// Says that a repository is delivered somewhere.
import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { deliveries, repos } from '@/db/schema';
import { may, SERVER } from '@/lib/access/may';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { claimTargets, lockTargetsOf } from './claim-targets';
import { type Delivery, toDelivery, toldOfDelivery } from './delivery';
import type { NewDelivery } from './delivery-input';
import { visibleDelivery } from './visible-delivery';

const MOST = 50;

/**
 * Throws `invalid` for targets of another organisation, `conflict` for one that another delivery goes to and for an
 * archived repository, `limit` for too many, `forbidden` for a hook of somebody who is no administrator, and what
 * `visibleRepo` throws.
 */
export async function addDelivery(ctx: Context, input: NewDelivery): Promise<Delivery> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, input.repo_id, 'repo.manage-deliveries');
  requireHookRight(ctx, input.hook ?? null, null);
  return await ctx.db.transaction(async (tx) => {
    const [here] = await tx
      .select({ orgId: repos.orgId, status: repos.status })
      .from(repos)
      .where(and(eq(repos.id, repo.id), isNull(repos.deletedAt)))
      .for('no key update');
    if (!here) throw new AppError('not_found', 'There is no such repository.');
    if (here.status === 'archived') {
      throw new AppError('conflict', `${repo.org}/${repo.name} is archived. Take it out of the archive to deliver it.`);
    }
    await lockTargetsOf(tx, here.orgId);
    const [others] = await tx.select({ all: count() }).from(deliveries).where(eq(deliveries.repoId, repo.id));
    if ((others?.all ?? 0) >= MOST) throw new AppError('limit', `A repository has ${MOST} deliveries at most.`);
    const [row] = await tx
      .insert(deliveries)
      .values({
        repoId: repo.id,
        ref: input.ref ?? null,
        subfolder: input.subfolder ?? null,
        group: input.group ?? null,
        excludes: input.excludes ?? [],
        excludeDotGit: input.exclude_dot_git ?? true,
        deletes: input.delete ?? true,
        owner: input.owner ?? null,
        modes: input.modes ?? null,
        hook: input.hook ?? null,
        isEnabled: input.is_enabled ?? true,
        afterSync: input.after_sync ?? false,
        fallbackToLocal: input.fallback_to_local ?? false,
        blockOnSecrets: input.block_on_secrets ?? true,
        scansCommits: input.scans_commits ?? false,
        secretConfigPath: input.config_path ?? null,
        repair: input.repair ?? false,
        verifyIntervalSeconds: input.verify_interval_seconds ?? null,
        nextVerifyAt: nextVerify(input.verify_interval_seconds ?? null),
        createdBy: userIdOf(ctx.actor),
      })
      .returning();
    if (!row) throw new Error('Nothing was inserted.');
    await claimTargets(tx, { id: row.id, orgId: here.orgId, group: row.group }, input.target_ids ?? []);
    const added = await visibleDelivery({ actor: ctx.actor, db: tx }, row.id, 'repo.manage-deliveries');
    const shape = toDelivery(added, ctx.actor);
    await recordAudit(tx, ctx, {
      verb: 'delivery.add',
      subject: { kind: 'delivery', id: row.id, name: `${repo.org}/${repo.name}` },
      orgId: here.orgId,
      after: toldOfDelivery(row, shape.target_ids),
    });
    return shape;
  });
}

/** Throws `forbidden` if the hook changes and the caller does not administer the server: it is a command on hosts. */
export function requireHookRight(ctx: Pick<Context, 'actor'>, hook: string | null, before: string | null): void {
  if (hook === before || hook === null || may(ctx.actor, 'server.administer', SERVER)) return;
  throw new AppError('forbidden', 'Only administrators of this server may set a command that is run on hosts.');
}

/** When its hosts are looked at next. */
export function nextVerify(seconds: number | null) {
  return seconds === null ? null : sql`now() + ${seconds} * interval '1 second'`;
}
