// Writes down a new organisation, with whoever makes it as its owner.
import type { Db } from '@/db/client';
import { orgMembers, orgs } from '@/db/schema';
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import type { Actor } from '@/lib/context';
import type { NewOrg } from './org-settings';

/**
 * Returns the new organisation's id, or null if its slug is taken. `db` is a transaction. Unless `is_open` says so, the
 * first organisation of a server is open and no other is: a small team has one, and finds everything in it. Throws what
 * `requireMay` throws.
 */
export async function insertOrg(
  { actor, db }: { actor: Actor; db: Pick<Db, 'select' | 'insert'> },
  input: NewOrg,
): Promise<string | null> {
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
    .returning({ id: orgs.id });
  if (!added) return null;
  if (actor.kind === 'user')
    await db.insert(orgMembers).values({ orgId: added.id, userId: actor.userId, role: 'owner' });
  return added.id;
}
