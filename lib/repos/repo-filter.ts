// What a list of repositories is narrowed by, and in which order it stands.
import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { orgs, repos } from '@/db/schema';

export const REPO_SORTS = ['name', 'attention', 'updated', 'checked', 'added', 'size'] as const;
export type RepoSort = (typeof REPO_SORTS)[number];

export const repoFilterSchema = z.object({
  q: z.string().max(200).optional().meta({ description: 'Parts of organisation, name or source, in any case.' }),
  org: z.string().max(100).optional(),
  connection: z.uuid().optional().meta({ description: 'Only those that this connection keeps in step.' }),
  failing: z.enum(['0', '1']).optional().meta({ description: '1: only those that fail or are held back.' }),
  sort: z
    .enum(REPO_SORTS)
    .optional()
    .meta({
      description:
        'name: by organisation and name, the default. attention: those that fail first. updated: what was indexed last ' +
        'first. checked: what was not checked for longest first. added: the newest first. size: the largest first.',
    }),
});
export type RepoFilter = z.infer<typeof repoFilterSchema>;

/** As `standingOf` calls failing and held back together. */
const isInTrouble: SQL = sql`(${repos.kind} <> 'hosted' and ${repos.status} <> 'archived' and
  (${repos.heldBackCommit} is not null or ${repos.status} = 'error' or ${repos.failingSince} is not null))`;

const seconds = (at: SQL) => sql`extract(epoch from coalesce(${at}, 'epoch'))`;

/** A number for each repository, the lowest first; a name decides between equal ones. */
const KEYS: Record<RepoSort, SQL> = {
  name: sql`0`,
  attention: sql`case when ${isInTrouble} then 0 else 1 end`,
  updated: sql`-${seconds(sql`${repos.indexedAt}`)}`,
  checked: seconds(sql`${repos.checkedAt}`),
  added: sql`-${seconds(sql`${repos.addedAt}`)}`,
  size: sql`-${repos.sizeBytes}`,
};

/** The key of `sort` as SQL. */
export function sortKey(sort: RepoSort): SQL<number> {
  return sql<number>`(${KEYS[sort]})::float8`;
}

/** As a condition on `repos` joined with `orgs`; every word of `q` must be found. */
export function filterRepos({ q = '', org, connection, failing }: RepoFilter): SQL | undefined {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);
  return and(
    org === undefined ? undefined : eq(sql`lower(${orgs.name})`, org.toLowerCase()),
    connection === undefined
      ? undefined
      : sql`${repos.id} in (select c.repo_id from connection_repos c where c.connection_id = ${connection}::uuid)`,
    failing === '1' ? isInTrouble : undefined,
    ...words.map((word) =>
      or(
        sql`strpos(lower(${orgs.name} || '/' || ${repos.name}), ${word}) > 0`,
        sql`strpos(lower(${repos.url}), ${word}) > 0`,
      ),
    ),
  );
}
