// What of a mirror's objects visitors may see: commits that a branch or tag reaches, nothing that was taken away.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { type Context, seesEverything } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { reaches } from '@/lib/git/reaches';
import { listRawRefs } from '@/lib/git/refs';

/** Answers that are remembered, by repository and commit; each counts for one state of the refs alone. */
const known = new LRUCache<string, { state: string; isReachable: boolean }>({ max: 20_000 });

/**
 * Throws `not_found`, as for a commit that is not there, where the caller may see only what branches and tags reach and
 * none reaches this one. A mirror holds more than that: what a rewritten history took away, what was fetched and is held
 * back, what waits to be thrown away.
 */
export async function requireReachable(
  ctx: Pick<Context, 'actor' | 'db'>,
  at: { repoId: string; dir: string; commit: string },
  o: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  if (seesEverything(ctx.actor) || (await isPublished(ctx, at)) || (await isReachable(at, o.signal))) return;
  throw noSuchCommit(at.commit);
}

/** What everybody is told of a commit that is not there for them. */
export function noSuchCommit(commit: string): AppError {
  return new AppError('not_found', `There is no commit ${commit} here.`);
}

/** A branch's tip, what search shows, and the default branch's history are written down: no git is needed for them. */
async function isPublished(
  { db }: Pick<Context, 'db'>,
  { repoId, commit }: { repoId: string; commit: string },
): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from branches where repo_id = ${repoId} and commit_sha = ${commit}
    union all select 1 from indexed_refs where repo_id = ${repoId} and commit_sha = ${commit}
    union all select 1 from commits where repo_id = ${repoId} and sha = ${commit}
    limit 1`);
  return rows.length > 0;
}

async function isReachable(
  { repoId, dir, commit }: { repoId: string; dir: string; commit: string },
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const refs = await listRawRefs(dir, ['refs/heads', 'refs/tags'], { signal });
  const tips = new Set([...refs.values()].sort());
  const state = createHash('sha256')
    .update([...tips].join('\n'))
    .digest('base64');
  const key = `${repoId} ${commit}`;
  const before = known.get(key);
  if (before?.state === state) return before.isReachable;
  // Walked from the tips that were read, so that the answer is that of this state, whatever moves meanwhile.
  const isReachable = await reaches(dir, tips, commit, { signal });
  known.set(key, { state, isReachable });
  return isReachable;
}
