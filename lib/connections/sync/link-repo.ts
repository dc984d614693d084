// Writes down which repository here is which there.
import { and, eq } from 'drizzle-orm';
import { connectionRepos } from '@/db/schema';
import type { Context } from '@/lib/context';

type Values = typeof connectionRepos.$inferInsert;

export async function linkRepo({ db }: Pick<Context, 'db'>, values: Values): Promise<void> {
  await db
    .insert(connectionRepos)
    .values(values)
    .onConflictDoUpdate({ target: [connectionRepos.connectionId, connectionRepos.hostId], set: values });
}

/** What is known of the one that is linked under the host's id. */
export async function updateLink(
  { db }: Pick<Context, 'db'>,
  { connectionId, hostId }: { connectionId: string; hostId: string },
  values: Partial<Pick<Values, 'path' | 'isPublic' | 'missingSince' | 'archivedAt'>>,
): Promise<void> {
  await db
    .update(connectionRepos)
    .set(values)
    .where(and(eq(connectionRepos.connectionId, connectionId), eq(connectionRepos.hostId, hostId)));
}
