// Writes down a new organisation, with whoever makes it as its owner.
import type { Db } from '@/db/client';
import { orgMembers, orgs } from '@/db/schema';
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { type AuditedBy, recordAudit } from '@/lib/audit/record';
import type { NewOrg } from './org-settings';

/**
 * Returns the new organisation's id, or null if its slug is taken. `db` is a transaction. Unless `is_open` says so, the
 * first organisation of a server is open and no other is: a small team has one, and finds everything in it. Throws what
 * `requireMay` throws.
 */
export async function insertOrg(
  { db, ...by }: AuditedBy & { db: Pick<Db, 'select' | 'insert'> },
  input: NewOrg,
): Promise<string | null> {
  const { actor } = by;
  requireMay({ actor }, 'orgs.create', SERVER);
  const isFirst = (await db.select({ id: orgs.id }).from(orgs).limit(1)).length === 0;
  const [added] = await db
    .insert(orgs)
    .values({
      name: input.slug,
      displayName: input.name === input.slug ? null : (input.name ?? null),
      description: input.description ?? '',
      isOpen: input.is_open ?? isFirst,
    })
    .onConflictDoNothing()
    .returning({ id: orgs.id, isOpen: orgs.isOpen });
  if (!added) return null;
  if (actor.kind === 'user')
    await db.insert(orgMembers).values({ orgId: added.id, userId: actor.userId, role: 'owner' });
  await recordAudit(db, by, {
    verb: 'org.add',
    subject: { kind: 'org', id: added.id, name: input.slug },
    orgId: added.id,
    after: { name: input.name ?? input.slug, description: input.description ?? '', is_open: added.isOpen },
  });
  return added.id;
}
