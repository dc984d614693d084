// Asks for a delivery: one conditional update gives it to one run, and whoever comes meanwhile is answered by the one that
// follows it.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { DeliveryTrigger } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { meetGroup } from '@/lib/deliveries/claim-targets';
import type { RunDelivery } from '@/lib/deliveries/delivery-input';
import type { DeliveryRun } from '@/lib/deliveries/delivery-run';
import { getDeliveryRun, visibleDelivery } from '@/lib/deliveries/visible-delivery';
import { AppError } from '@/lib/errors';
import { endRunAs, type Tx } from './run-lock';

export interface DeliveryRequest {
  trigger: DeliveryTrigger;
  /** Only these hosts; null: all that are enabled. */
  targetIds: readonly string[] | null;
  force: boolean;
  requestedBy: string | null;
  /** What is delivered, if that is known already: of a roll-back. */
  fixed?: { ref: string | null; commit: string; digest: string | null };
}

interface Standing extends Record<string, unknown> {
  repoId: string;
  orgId: string;
  name: string;
  group: string | null;
  ref: string | null;
  isEnabled: boolean;
  isArchived: boolean;
  isBinned: boolean;
  activeRunId: string | null;
  activeStatus: string | null;
}

/** Begins a run for people and programs. Throws `conflict` while one is under way: another follows it, of all hosts. */
export async function runDelivery(
  ctx: Context,
  id: string,
  input: RunDelivery,
  trigger: 'manual' | 'api',
): Promise<DeliveryRun> {
  requireWriter(ctx);
  const delivery = await visibleDelivery(ctx, id, 'repo.deliver');
  const request: DeliveryRequest = {
    trigger,
    targetIds: input.target_ids ?? null,
    force: input.force ?? false,
    requestedBy: userIdOf(ctx.actor),
  };
  const runId = await ctx.db.transaction(async (tx) => {
    const begun = await claimDelivery(tx, delivery.id, request);
    if (begun === null) return null;
    await recordAudit(tx, ctx, {
      verb: 'delivery.run',
      subject: { kind: 'delivery', id: delivery.id, name: `${delivery.repo.org}/${delivery.repo.name}` },
      orgId: delivery.repo.orgId,
      after: { run_id: begun, trigger, force: request.force, target_ids: input.target_ids ?? null },
    });
    return begun;
  });
  if (runId === null) {
    const next =
      request.targetIds === null ? 'Another one follows it.' : 'Ask again for these hosts once it has ended.';
    throw new AppError('conflict', `A run of it is under way already. ${next}`);
  }
  await sendRun(ctx, { repoId: delivery.repoId, runId });
  return await getDeliveryRun(ctx, runId, { verb: 'repo.deliver' });
}

/** For Freshet itself. Returns the run's id; null if one is under way, which another follows then, or nothing can begin. */
export async function requestDelivery(
  ctx: Pick<Context, 'db' | 'send' | 'log'>,
  id: string,
  options: { trigger: 'sync' | 'repair' | 'api'; targetIds?: readonly string[] | null; force?: boolean },
): Promise<string | null> {
  const request = {
    trigger: options.trigger,
    targetIds: options.targetIds ?? null,
    force: options.force ?? false,
    requestedBy: null,
  };
  const begun = await ctx.db
    .transaction(async (tx) => {
      const runId = await claimDelivery(tx, id, request);
      const [row] = await tx.execute<{ repo_id: string }>(sql`select repo_id from deliveries where id = ${id}::uuid`);
      return runId && row ? { runId, repoId: row.repo_id } : null;
    })
    .catch(async (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      // What is switched off, archived or has no host is not asked for again.
      ctx.log.info({ delivery_id: id, reason: error.message }, 'a delivery that was asked for cannot begin');
      if (request.targetIds === null) {
        await ctx.db.execute(sql`update deliveries set dirty = false where id = ${id}::uuid`);
      }
      return null;
    });
  if (begun === null) return null;
  await sendRun(ctx, begun);
  return begun.runId;
}

/** May be told again: the engine counts one `id` once. `again` tells it anew. */
export async function sendRun(
  ctx: Pick<Context, 'send' | 'log'>,
  { repoId, runId, again }: { repoId: string; runId: string; again?: string },
): Promise<void> {
  const id = again === undefined ? runId : `${runId}:${again}`;
  await ctx
    .send({ name: 'delivery/run.requested', id, data: { repo_id: repoId, run_id: runId } })
    .catch((error: unknown) => {
      ctx.log.warn({ err: error, run_id: runId }, 'a delivery could not be queued yet; the next sweep does it');
    });
}

/**
 * In a transaction: makes the run and its outcomes, and gives it the delivery. A run that waits for upstream gives way.
 * Null if one is under way: it is marked that another follows, unless single hosts were asked for. Throws `not_found`, `conflict` (switched off, archived) and
 * `invalid` (none of the hosts is there and enabled).
 */
export async function claimDelivery(tx: Tx, id: string, request: DeliveryRequest): Promise<string | null> {
  await tx.execute(sql`select id from deliveries where id = ${id}::uuid for no key update`);
  const [standing] = await tx.execute<Standing>(sql`
    select d.repo_id as "repoId", r.org_id as "orgId", o.name || '/' || r.name as name, d.group, d.ref,
      d.is_enabled as "isEnabled", r.status = 'archived' as "isArchived", r.deleted_at is not null as "isBinned",
      d.active_run_id as "activeRunId", (select status from delivery_runs where id = d.active_run_id) as "activeStatus"
    from deliveries d join repos r on r.id = d.repo_id join orgs o on o.id = r.org_id where d.id = ${id}::uuid`);
  if (!standing || standing.isBinned) throw new AppError('not_found', 'There is no such delivery.');
  refuseResting(standing);
  if (standing.activeRunId !== null && !(await makeRoom(tx, standing, request))) {
    // Of single hosts none follows: it would go to the others as well, which somebody may have rolled back.
    if (request.trigger !== 'rollback' && request.targetIds === null)
      await tx.execute(sql`update deliveries set dirty = true where id = ${id}::uuid`);
    return null;
  }
  const runId = randomUUID();
  await meetGroup(tx, { id, orgId: standing.orgId, group: standing.group });
  const { fixed } = request;
  await tx.execute(sql`
    insert into delivery_runs (id, delivery_id, trigger, requested_by, force, ref, commit, digest)
    values (${runId}::uuid, ${id}::uuid, ${request.trigger}::delivery_trigger, ${request.requestedBy}::uuid,
      ${request.force}, ${fixed ? fixed.ref : standing.ref}, ${fixed?.commit ?? null}, ${fixed?.digest ?? null})`);
  const wanted = request.targetIds === null ? null : sql.param([...request.targetIds]);
  const hosts = await tx.execute(sql`
    insert into delivery_outcomes (run_id, target_id)
    select ${runId}::uuid, t.id from delivery_targets h join targets t on t.id = h.target_id
    where h.delivery_id = ${id}::uuid and t.is_enabled and t.org_id = ${standing.orgId}::uuid
      and (${standing.group}::text is null or t.group = ${standing.group})
      and ${wanted === null ? sql`true` : sql`t.id = any(${wanted}::uuid[])`}
    returning target_id`);
  if (hosts.length === 0 || (request.targetIds !== null && hosts.length < new Set(request.targetIds).size)) {
    throw new AppError('invalid', await noHost(tx, id, standing, request));
  }
  const isFollowUp = request.targetIds === null;
  await tx.execute(sql`
    update deliveries set active_run_id = ${runId}::uuid, dirty = case when ${isFollowUp} then false else dirty end
    where id = ${id}::uuid`);
  return runId;
}

function refuseResting({ name, isEnabled, isArchived }: Standing): void {
  if (isArchived) throw new AppError('conflict', `${name} is archived. Take it out of the archive to deliver it.`);
  if (!isEnabled) throw new AppError('conflict', 'This delivery is switched off. Switch it on to run it.');
}

/** A run that waits for upstream, and a mark of one that has ended, give way to a new one. */
async function makeRoom(tx: Tx, { activeRunId, activeStatus }: Standing, request: DeliveryRequest): Promise<boolean> {
  if (activeRunId === null) return true;
  if (activeStatus !== null && ['queued', 'running'].includes(activeStatus)) return false;
  // What waits brings the newest anyway: only somebody who asks anew takes its place.
  if (activeStatus === 'waiting' && (request.trigger === 'sync' || request.trigger === 'repair')) return false;
  await endRunAs(tx, activeRunId, { status: 'cancelled', error: 'A newer run took its place.', errorKind: null });
  return true;
}

async function noHost(tx: Tx, id: string, standing: Standing, { targetIds }: DeliveryRequest): Promise<string> {
  const { name, group, orgId } = standing;
  const [elsewhere] = await tx.execute(sql`
    select 1 from delivery_targets h join targets t on t.id = h.target_id
    where h.delivery_id = ${id}::uuid and t.org_id <> ${orgId}::uuid limit 1`);
  if (elsewhere) {
    return `${name} is in another organisation than the targets of this delivery. Name targets of its own organisation.`;
  }
  if (targetIds !== null) return 'One of the hosts is not among those of this delivery, or is switched off.';
  if (group !== null) return `No target of the group ${group} is enabled and free for ${name}. Add one to it first.`;
  return `None of the hosts that ${name} is delivered to is enabled. Enable one, or add a target.`;
}
