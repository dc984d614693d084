// The names that repositories had before: they lead to them until another repository takes the name.
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { orgs, repoNames, repos } from '@/db/schema';

interface Named {
  id: string;
  orgId: string;
  name: string;
}

/** From now on a name is that of the repository itself: where it led before is forgotten. In the transaction of the change. */
export async function takeName(tx: Pick<Db, 'delete'>, { orgId, name }: Omit<Named, 'id'>): Promise<void> {
  await tx
    .delete(repoNames)
    .where(and(eq(repoNames.orgId, orgId), eq(sql`lower(${repoNames.name})`, name.toLowerCase())));
}

/**
 * Has the name that a repository had before lead to it. Each name leads to the repository itself and not to its next name,
 * so that a chain of them is one step. In the transaction of the change.
 */
export async function leaveName(tx: Pick<Db, 'delete' | 'insert'>, before: Named, after: Named): Promise<void> {
  await takeName(tx, after);
  if (before.orgId === after.orgId && before.name.toLowerCase() === after.name.toLowerCase()) return;
  await takeName(tx, before);
  await tx.insert(repoNames).values({ orgId: before.orgId, name: before.name, repoId: before.id });
}

/** The condition on `repos` that holds for the one that had this name, in either case. */
export function wasNamed({ org, name }: { org: string; name: string }): SQL {
  return sql`${repos.id} in (
    select old.repo_id from ${repoNames} old join ${orgs} o on o.id = old.org_id
    where lower(o.name) = ${org.toLowerCase()} and lower(old.name) = ${name.toLowerCase()})`;
}
