// What an invitation makes of the person who takes it up.
import { inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { inviteMembers, orgs } from '@/db/schema';
import { ROLES } from '@/lib/access/roles';
import { AppError } from '@/lib/errors';
import type { Transaction } from '../lock-org';

export const invitedToSchema = z
  .array(z.strictObject({ slug: z.string().max(100), role: z.enum(ROLES) }))
  .max(50)
  .meta({ description: 'Organisations that they are to be in, and as what.' });

/** Writes down what the invite `inviteId` names. Throws `invalid` for an organisation that there is not, or twice. */
export async function nameOrgs(
  tx: Transaction,
  inviteId: string,
  named: z.infer<typeof invitedToSchema>,
): Promise<void> {
  if (named.length === 0) return;
  const roles = new Map(named.map(({ slug, role }) => [slug.toLowerCase(), role]));
  if (roles.size < named.length) throw new AppError('invalid', 'An organisation is named twice.');
  const found = await tx
    .select({ id: orgs.id, name: orgs.name })
    .from(orgs)
    .where(inArray(sql`lower(${orgs.name})`, [...roles.keys()]));
  const missing = [...roles.keys()].find((slug) => !found.some((org) => org.name.toLowerCase() === slug));
  if (missing !== undefined) throw new AppError('invalid', `There is no organisation ${missing}.`);
  await tx
    .insert(inviteMembers)
    .values(found.map(({ id, name }) => ({ inviteId, orgId: id, role: roles.get(name.toLowerCase()) ?? 'member' })));
}

/** Lets the person who has taken up the invite `inviteId` in. */
export async function joinNamedOrgs(tx: Transaction, inviteId: string, personId: string): Promise<void> {
  await tx.execute(sql`
    insert into org_members (org_id, user_id, role)
    select i.org_id, ${personId}::uuid, i.role from invite_members i where i.invite_id = ${inviteId}
    on conflict do nothing`);
}
