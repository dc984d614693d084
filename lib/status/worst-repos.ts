// The repositories that need attention most: what only a person can mend stands first.
import { and, sql } from 'drizzle-orm';
import { z } from 'zod';
import { repos } from '@/db/schema';
import { mayOnRepos } from '@/lib/access/visible-repos';
import type { Context } from '@/lib/context';
import { repoSchema, selectRepos, toRepo } from '@/lib/repos/repo';
import { visibleTo } from '@/lib/repos/visible-repo';
import { isFailing, isFollowed, isRefused, needsAttention, standing } from './followed';
import { requireSignedIn } from './require-signed-in';

const NEEDS = ['token', 'mending', 'check', 'confirmation'] as const;

export const worstRepoSchema = z
  .object({
    need: z.enum(NEEDS).meta({
      description:
        'token: upstream refuses it, or wants one. mending: it fails for another reason. check: stale. ' +
        'confirmation: what upstream lost is held back.',
    }),
    since: z.iso.datetime().meta({ description: 'When it began to fail, or when upstream answered last.' }),
    repo: repoSchema,
  })
  .meta({ id: 'WorstRepo' });
export type WorstRepo = z.infer<typeof worstRepoSchema>;

/** At most `limit`, 10 unless told; within one need the longest first. Throws `unauthenticated`. */
export async function worstRepos(ctx: Pick<Context, 'actor' | 'db'>, limit = 10): Promise<WorstRepo[]> {
  requireSignedIn(ctx);
  // Who may not inspect a repository is not told that something is held back: it fails.
  const mayInspect = mayOnRepos(ctx.actor, 'repo.inspect') ?? sql`true`;
  const rank = sql<number>`case when ${standing} = 'held_back' and ${mayInspect} then 3 when ${isRefused} then 0
    when ${standing} in ('failing', 'held_back') then 1 when ${standing} = 'stale' then 2 end`;
  const since = sql`case when ${isFailing} then coalesce(${repos.failingSince}, ${repos.errorAt}, ${repos.addedAt})
    else coalesce(${repos.checkedAt}, ${repos.addedAt}) end`;
  const rows = await ctx.db
    .select({ id: repos.id, rank, since: sql<string>`${since}` })
    .from(repos)
    .where(and(visibleTo(ctx), isFollowed, needsAttention))
    .orderBy(rank, since, repos.id)
    .limit(limit);
  if (rows.length === 0) return [];
  const full = await selectRepos(ctx).where(
    and(visibleTo(ctx), sql`${repos.id} = any(${sql.param(rows.map((row) => row.id))}::uuid[])`),
  );
  const byId = new Map(full.map((row) => [row.id, toRepo(ctx, row)]));
  return rows.flatMap((row) => {
    const repo = byId.get(row.id);
    const need = NEEDS[row.rank];
    return repo && need ? [{ need, since: new Date(row.since).toISOString(), repo }] : [];
  });
}
