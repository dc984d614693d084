// Which hosts are whose: a target holds the tree of one delivery at most, be it named by itself or by its group.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { AppError } from '@/lib/errors';

type Tx = Pick<Db, 'execute'>;

export interface ClaimedBy {
  id: string;
  orgId: string;
  group: string | null;
}

/** In the transaction of the change, first: two that want one target at a time would each see it free. */
export async function lockTargetsOf(tx: Tx, orgId: string): Promise<void> {
  await tx.execute(sql`select id from orgs where id = ${orgId}::uuid for no key update`);
}

/**
 * Gives a delivery exactly these targets, or those of its group. Throws `invalid` for one that is not of the repository's
 * organisation, and `conflict`, which names the repository that goes there by now.
 */
export async function claimTargets(tx: Tx, delivery: ClaimedBy, targetIds: readonly string[] | null): Promise<void> {
  await forgetLeft(tx, delivery.orgId);
  if (delivery.group === null) {
    const wanted = targetIds ?? [];
    await requireOwn(tx, delivery.orgId, wanted);
    await refuseTaken(tx, delivery, sql`t.id = any(${sql.param([...wanted])}::uuid[])`);
    await tx.execute(sql`
      delete from delivery_targets where delivery_id = ${delivery.id}::uuid
        and target_id <> all(${sql.param([...wanted])}::uuid[])`);
    await meet(tx, delivery, sql`t.id = any(${sql.param([...wanted])}::uuid[])`);
    return;
  }
  const [other] = await tx.execute<{ repo: string }>(sql`
    select o.name || '/' || r.name as repo from deliveries d join repos r on r.id = d.repo_id join orgs o on o.id = r.org_id
    where r.org_id = ${delivery.orgId}::uuid and d.group = ${delivery.group} and d.id <> ${delivery.id}::uuid limit 1`);
  if (other) throw new AppError('conflict', `${other.repo} is delivered to the group ${delivery.group} already.`);
  await refuseTaken(tx, delivery, sql`t.group = ${delivery.group}`);
  await tx.execute(sql`
    delete from delivery_targets h using targets t
    where h.delivery_id = ${delivery.id}::uuid and t.id = h.target_id and t.group is distinct from ${delivery.group}`);
  await meetGroup(tx, delivery);
}

/** Adds the enabled targets that its group has got meanwhile; those that another delivery holds stay that one's. */
export async function meetGroup(tx: Tx, delivery: ClaimedBy): Promise<void> {
  if (delivery.group === null) return;
  await meet(tx, delivery, sql`t.group = ${delivery.group} and t.is_enabled`);
}

async function meet(tx: Tx, { id, orgId }: ClaimedBy, which: ReturnType<typeof sql>): Promise<void> {
  await tx.execute(sql`
    insert into delivery_targets (delivery_id, target_id, state)
    select ${id}::uuid, t.id, 'never' from targets t where t.org_id = ${orgId}::uuid and ${which}
    on conflict do nothing`);
}

/** A target that left a group is free for others. */
async function forgetLeft(tx: Tx, orgId: string): Promise<void> {
  await tx.execute(sql`
    delete from delivery_targets h using deliveries d, targets t
    where d.id = h.delivery_id and t.id = h.target_id and t.org_id = ${orgId}::uuid
      and d.group is not null and t.group is distinct from d.group`);
}

async function requireOwn(tx: Tx, orgId: string, wanted: readonly string[]): Promise<void> {
  const found = await tx.execute<{ id: string }>(sql`
    select id from targets where org_id = ${orgId}::uuid and id = any(${sql.param([...wanted])}::uuid[])`);
  if (new Set(wanted).size === found.length) return;
  throw new AppError('invalid', 'One of the targets is not there, or is not of the repository’s organisation.');
}

async function refuseTaken(tx: Tx, delivery: ClaimedBy, which: ReturnType<typeof sql>): Promise<void> {
  const [taken] = await tx.execute<{ target: string; repo: string }>(sql`
    select t.name as target, o.name || '/' || r.name as repo
    from targets t
    join deliveries d on d.id <> ${delivery.id}::uuid and (
      d.group = t.group or exists (select 1 from delivery_targets h where h.delivery_id = d.id and h.target_id = t.id))
    join repos r on r.id = d.repo_id and r.org_id = t.org_id join orgs o on o.id = r.org_id
    where t.org_id = ${delivery.orgId}::uuid and ${which} limit 1`);
  if (!taken) return;
  throw new AppError(
    'conflict',
    `${taken.repo} is delivered to ${taken.target} already, and one place holds one tree. Take ${taken.target} out of that ` +
      'delivery (or its group) first, or add another target with a path of its own.',
  );
}
