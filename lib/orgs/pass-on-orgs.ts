// What becomes of the organisations that somebody owned alone when their account is deleted.
import { sql } from 'drizzle-orm';
import type { Actor } from '@/lib/context';
import type { Transaction } from './lock-org';

/**
 * Makes whoever deletes the account of `personId` the owner of each organisation that has no other owner who can sign in.
 * Call it before the account is gone. An operator has no account that could own anything: administrators, when there are
 * any, stand above every organisation.
 */
export async function passOnOrgs(tx: Transaction, actor: Actor, personId: string): Promise<void> {
  if (actor.kind !== 'user' || actor.userId === personId) return;
  // Locked as by a change of its members, so that the other owner does not leave in the same moment.
  const owned = await tx.execute<{ id: string }>(sql`
    select o.id from orgs o where o.id in (
      select m.org_id from org_members m where m.user_id = ${personId}::uuid and m.role = 'owner')
    order by o.id for update`);
  for (const { id } of owned) {
    await tx.execute(sql`
      insert into org_members (org_id, user_id, role)
      select ${id}::uuid, ${actor.userId}::uuid, 'owner' where not exists (
        select 1 from org_members m join users u on u.id = m.user_id
        where m.org_id = ${id}::uuid and m.role = 'owner' and m.user_id <> ${personId}::uuid and u.disabled_at is null)
      on conflict (org_id, user_id) do update set role = 'owner'`);
  }
}
