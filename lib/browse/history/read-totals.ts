// How much history a repository has, and its last commit, as they were written down.
import { and, eq } from 'drizzle-orm';
import { commits, histories } from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';

export interface Totals {
  commits: number;
  /** Less than the whole history is here: there are at least so many commits. */
  isShallow: boolean;
  branches: number;
  tags: number;
  /** The last commit of the default branch; null if it is not written down. */
  last: { sha: string; subject: string; authorName: string; committedAt: Date } | null;
}

/** Null until its history has been recorded. Throws `not_found`. */
export async function readTotals(ctx: Pick<Context, 'actor' | 'db'>, repoId: string): Promise<Totals | null> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const [row] = await ctx.db
    .select({
      commits: histories.commits,
      branches: histories.branches,
      tags: histories.tags,
      sha: commits.sha,
      subject: commits.subject,
      authorName: commits.authorName,
      committedAt: commits.committedAt,
    })
    .from(histories)
    .leftJoin(commits, and(eq(commits.repoId, histories.repoId), eq(commits.sha, repo.headCommit ?? '')))
    .where(eq(histories.repoId, repo.id));
  if (!row) return null;
  const { sha, subject, authorName, committedAt } = row;
  const isKnown = sha !== null && subject !== null && authorName !== null && committedAt !== null;
  return {
    commits: row.commits,
    isShallow: repo.isShallow,
    branches: row.branches,
    tags: row.tags,
    last: isKnown ? { sha, subject, authorName, committedAt } : null,
  };
}
