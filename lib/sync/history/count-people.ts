// Counts whose commits come and go; `contributors` moves in the transaction that moves `commits`, so they agree.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { contributors } from '@/db/schema';

export interface Authored {
  email: string;
  name: string;
  at: Date;
}

type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/** Adds these commits to their authors' counts, or takes them away if `sign` is -1. */
export async function countPeople(tx: Transaction, repoId: string, authored: Authored[], sign: 1 | -1): Promise<void> {
  const people = new Map<string, typeof contributors.$inferInsert>();
  for (const { email: address, name, at } of authored) {
    const email = address.toLowerCase();
    const person = people.get(email) ?? { repoId, email, name, commits: 0, firstAt: at, lastAt: at };
    const isNewer = at >= person.lastAt;
    people.set(email, {
      ...person,
      name: isNewer ? name : person.name,
      commits: person.commits + sign,
      firstAt: new Date(Math.min(at.getTime(), person.firstAt.getTime())),
      lastAt: isNewer ? at : person.lastAt,
    });
  }
  if (people.size === 0) return;
  const isAdded = sign === 1;
  await tx
    .insert(contributors)
    .values([...people.values()])
    .onConflictDoUpdate({
      target: [contributors.repoId, contributors.email],
      set: {
        commits: sql`${contributors.commits} + excluded.commits`,
        ...(isAdded && {
          name: sql`case when excluded.last_at >= ${contributors.lastAt} then excluded.name else ${contributors.name} end`,
          firstAt: sql`least(${contributors.firstAt}, excluded.first_at)`,
          lastAt: sql`greatest(${contributors.lastAt}, excluded.last_at)`,
        }),
      },
    });
  if (isAdded) return;
  await tx.delete(contributors).where(sql`${contributors.repoId} = ${repoId} and ${contributors.commits} <= 0`);
  await correctTimes(tx, repoId, [...people.keys()]);
}

async function correctTimes(tx: Transaction, repoId: string, emails: string[]): Promise<void> {
  await tx.execute(sql`
    update contributors set first_at = times.first_at, last_at = times.last_at
    from (select lower(author_email) as email, min(committed_at) as first_at, max(committed_at) as last_at
      from commits where repo_id = ${repoId} and lower(author_email) in ${emails} group by 1) times
    where contributors.repo_id = ${repoId} and contributors.email = times.email`);
}

/** Forgets all of them, with the commits that they were counted for. */
export async function forgetPeople(db: Pick<Db, 'delete'>, repoId: string): Promise<void> {
  await db.delete(contributors).where(eq(contributors.repoId, repoId));
}
