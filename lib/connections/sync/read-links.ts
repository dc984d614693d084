// What is known here of the repositories of a connection.
import { and, eq, isNull } from 'drizzle-orm';
import { connectionRepos, repos } from '@/db/schema';
import type { Link } from '@/lib/connections/plan/plan-changes';
import type { Context } from '@/lib/context';

export async function readLinks({ db }: Pick<Context, 'db'>, connectionId: string): Promise<Link[]> {
  const rows = await db
    .select({ link: connectionRepos, id: repos.id, name: repos.name, isPublic: repos.isPublic })
    .from(connectionRepos)
    .leftJoin(repos, and(eq(repos.id, connectionRepos.repoId), isNull(repos.deletedAt)))
    .where(eq(connectionRepos.connectionId, connectionId));
  return rows.map(({ link, id, name, isPublic }) => ({
    hostId: link.hostId,
    path: link.path,
    isPublic: link.isPublic,
    missingSince: link.missingSince,
    archivedAt: link.archivedAt,
    repo: id === null ? null : { id, name: name ?? '', isPublic: isPublic ?? false },
  }));
}
