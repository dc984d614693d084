// Lets one change of an organisation's members happen at a time: "the last owner" is about all rows.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { orgs } from '@/db/schema';
import { AppError } from '@/lib/errors';

export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/** Holds the organisation until the transaction ends; a repository that is being added to it waits as well. */
export async function lockOrg(tx: Transaction, id: string): Promise<void> {
  const [row] = await tx.select({ id: orgs.id }).from(orgs).where(eq(orgs.id, id)).for('update');
  if (!row) throw new AppError('not_found', 'There is no such organisation.');
}

/** Throws `conflict` if a change has left no owner who can sign in; the transaction is then undone. */
export async function keepAnOwner(tx: Transaction, orgId: string): Promise<void> {
  const left = await tx.execute(sql`
    select 1 from org_members m join users u on u.id = m.user_id
    where m.org_id = ${orgId}::uuid and m.role = 'owner' and u.disabled_at is null limit 1`);
  if (left.length > 0) return;
  throw new AppError('conflict', 'This is the last owner of the organisation. Make somebody else one first.', {
    title: 'The last owner',
  });
}
