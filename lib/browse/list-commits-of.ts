// Lists the commits of a repository's default branch, the newest first.
import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { commits } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { CommitInfo } from '@/lib/git/read/commit-format';
import { cutPage, MAX_PAGE, readCursor, writeCursor } from '@/lib/repos/page-cursor';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type CommitFilter, filterCondition } from './history/commit-filter';

export const commitSchema = z
  .object({
    sha: z.string(),
    parents: z.array(z.string()),
    author_name: z.string(),
    author_email: z.string(),
    authored_at: z.iso.datetime(),
    committed_at: z.iso.datetime(),
    committer_name: z.string(),
    committer_email: z.string(),
    subject: z.string(),
    body: z.string().meta({ description: 'The message after its first paragraph; at most 4,000 characters.' }),
  })
  .meta({ id: 'Commit' });
export type Commit = z.infer<typeof commitSchema>;

/** Postgres knows no year 0. */
const moment = z.iso.datetime().refine((text) => !text.startsWith('0000'));
const position = z.tuple([moment, z.string().regex(/^[0-9a-f]{40,64}$/)]);

type Position = z.infer<typeof position>;
const order = sql`(${commits.committedAt}, ${commits.sha})`;
const at = (place: Position): SQL => sql`(${place[0]}::timestamptz, ${place[1]}::text)`;

/** Commits whose messages one page looks through: no index finds a part of a text, and nobody waits for all of them. */
const LOOKED_THROUGH = 20_000;

/**
 * A page of commits. `limit` is 50 unless told and at most 200. With `q` a page may have fewer though more follow: its
 * cursor goes on where it stopped looking. Throws `not_found`, or `invalid` for a foreign cursor.
 */
export async function listCommitsOf(
  ctx: Pick<Context, 'actor' | 'db'>,
  repoId: string,
  options: CommitFilter & { limit?: number; cursor?: string } = {},
): Promise<{ commits: Commit[]; next_cursor: string | null }> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const limit = Math.min(options.limit ?? 50, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const condition = await filterCondition(ctx, repo.id, options);
  if (condition === null) return { commits: [], next_cursor: null };
  const since = and(eq(commits.repoId, repo.id), after && sql`${order} < ${at(after)}`);
  const last = options.q ? await placeAfter(ctx, since) : undefined;
  const rows = await ctx.db
    .select()
    .from(commits)
    .where(and(since, last && sql`${order} >= ${at(last)}`, condition))
    .orderBy(desc(commits.committedAt), desc(commits.sha))
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.committedAt.toISOString(), row.sha]);
  return {
    commits: childrenFirst(page.items).map(toCommit),
    next_cursor: page.nextCursor ?? (last === undefined ? null : writeCursor(last)),
  };
}

/** The last of the commits that are looked through; undefined if there are fewer. */
async function placeAfter({ db }: Pick<Context, 'db'>, since: SQL | undefined): Promise<Position | undefined> {
  const [row] = await db
    .select({ committedAt: commits.committedAt, sha: commits.sha })
    .from(commits)
    .where(since)
    .orderBy(desc(commits.committedAt), desc(commits.sha))
    .offset(LOOKED_THROUGH - 1)
    .limit(1);
  return row && [row.committedAt.toISOString(), row.sha];
}

/** Turns a row, or what git says of a commit, into the shape that leaves the server. */
export function toCommit(row: CommitInfo): Commit {
  return {
    sha: row.sha,
    parents: row.parents,
    author_name: row.authorName,
    author_email: row.authorEmail,
    authored_at: row.authoredAt.toISOString(),
    committed_at: row.committedAt.toISOString(),
    committer_name: row.committerName,
    committer_email: row.committerEmail,
    subject: row.subject,
    body: row.body,
  };
}

/** Commits of one second come in no order from the database: children stand before their parents. */
function childrenFirst<T extends { sha: string; parents: string[]; committedAt: Date }>(rows: T[]): T[] {
  const ordered: T[] = [];
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    while (end < rows.length && rows[end]?.committedAt.getTime() === rows[start]?.committedAt.getTime()) end++;
    ordered.push(...byDescent(rows.slice(start, end)));
    start = end;
  }
  return ordered;
}

function byDescent<T extends { sha: string; parents: string[] }>(rows: T[]): T[] {
  const waiting = new Map(rows.map((row) => [row.sha, row]));
  const ordered: T[] = [];
  while (waiting.size > 0) {
    const parents = new Set([...waiting.values()].flatMap((row) => row.parents));
    const tips = [...waiting.values()].filter((row) => !parents.has(row.sha));
    // Only a made-up history lacks one.
    for (const row of tips.length > 0 ? tips : [...waiting.values()]) {
      ordered.push(row);
      waiting.delete(row.sha);
    }
  }
  return ordered;
}
