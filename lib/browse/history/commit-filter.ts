// What a list of commits is narrowed by, for commits that are written down and for those that git tells of alike.
import { and, desc, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { commits, contributors } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { CommitInfo } from '@/lib/git/read/commit-format';

const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

export const commitFilterSchema = z.object({
  author: z.string().max(500).optional().meta({ description: 'A part of the name or e-mail address, in any case.' }),
  q: z.string().max(500).optional().meta({ description: 'A part of the message, in any case, or how the id begins.' }),
  since: instant.optional().meta({ description: 'Committed then or later; a date or a date with a time.' }),
  until: instant.optional().meta({ description: 'Committed before; of a date without a time, that day included.' }),
});
export type CommitFilter = z.infer<typeof commitFilterSchema>;

/** Addresses of one author that are looked for. */
const MOST_EMAILS = 200;
const DAY_MS = 86_400_000;

/** True if nothing is asked for. */
export function isEmptyFilter({ author, q, since, until }: CommitFilter): boolean {
  return !author && !q && !since && !until;
}

/** As a condition on `commits`; null if no commit can fit. */
export async function filterCondition(
  { db }: Pick<Context, 'db'>,
  repoId: string,
  filter: CommitFilter,
): Promise<SQL | null | undefined> {
  const emails = filter.author ? await emailsOf(db, repoId, filter.author) : undefined;
  if (emails?.length === 0) return null;
  const { from, to } = timesOf(filter);
  return and(
    emails && inArray(sql`lower(${commits.authorEmail})`, emails),
    from && gte(commits.committedAt, from),
    to && lt(commits.committedAt, to),
    filter.q
      ? or(
          sql`strpos(lower(${commits.subject} || ' ' || ${commits.body}), lower(${filter.q}::text)) > 0`,
          sql`starts_with(${commits.sha}, lower(${filter.q}::text))`,
        )
      : undefined,
  );
}

async function emailsOf(db: Context['db'], repoId: string, author: string): Promise<string[]> {
  const { email, name, personEmail, personName, commits: count } = contributors;
  const text = sql`lower(concat_ws(' ', ${email}, ${name}, ${personEmail}, ${personName}))`;
  const rows = await db
    .select({ email })
    .from(contributors)
    .where(sql`${contributors.repoId} = ${repoId} and strpos(${text}, lower(${author}::text)) > 0`)
    .orderBy(desc(count))
    .limit(MOST_EMAILS);
  return rows.map((row) => row.email);
}

/** Says of each commit whether it fits. */
export function filterTest(filter: CommitFilter): (commit: CommitInfo) => boolean {
  const author = filter.author?.toLowerCase() ?? '';
  const q = filter.q?.toLowerCase() ?? '';
  const { from, to } = timesOf(filter);
  return (commit) =>
    `${commit.authorName} ${commit.authorEmail}`.toLowerCase().includes(author) &&
    (`${commit.subject} ${commit.body}`.toLowerCase().includes(q) || commit.sha.startsWith(q)) &&
    (from === undefined || commit.committedAt >= from) &&
    (to === undefined || commit.committedAt < to);
}

function timesOf({ since, until }: CommitFilter): { from: Date | undefined; to: Date | undefined } {
  const isDay = until !== undefined && !until.includes('T');
  return {
    from: since === undefined ? undefined : dateOf(since),
    to: until === undefined ? undefined : dateOf(until, isDay ? DAY_MS : 0),
  };
}

/** No commit is older than 1970 here, and Postgres knows no year 0. */
function dateOf(text: string, moreMs = 0): Date {
  return new Date(Math.max(0, Date.parse(text) + moreMs));
}
