// Whether a branch or tag of a repository reaches a commit: its mirror holds more than they do.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Context } from '@/lib/context';
import { headRef, listRawRefs } from '@/lib/git/mirror/refs';
import { reaches } from '@/lib/git/read/reaches';
import { sideCommits } from './side-commits';

/** Answers that are remembered, by repository and commit; each counts for one state of the refs alone. */
const known = new LRUCache<string, { state: string; isReachable: boolean }>({ max: 20_000 });

/** A commit of the mirror in `dir`. */
export interface CommitAt {
  repoId: string;
  dir: string;
  commit: string;
}

/** True as well for what search shows, which a branch reached until a moment ago. Throws AppError. */
export async function isReachable(
  ctx: Pick<Context, 'db'>,
  at: CommitAt,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  return (await isWrittenDown(ctx, at)) || (await isWithinRefs(at, options.signal));
}

/** A branch's tip, what search shows, and the default branch's history are written down: no git is needed for them. */
async function isWrittenDown({ db }: Pick<Context, 'db'>, { repoId, commit }: CommitAt): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from branches where repo_id = ${repoId} and commit_sha = ${commit}
    union all select 1 from indexed_refs where repo_id = ${repoId} and commit_sha = ${commit}
    union all select 1 from commits where repo_id = ${repoId} and sha = ${commit}
    limit 1`);
  return rows.length > 0;
}

async function isWithinRefs({ repoId, dir, commit }: CommitAt, signal: AbortSignal | undefined): Promise<boolean> {
  const [refs, head] = await Promise.all([listRawRefs(dir, ['refs/heads', 'refs/tags'], { signal }), headRef(dir)]);
  const tips = new Set([...refs.values()].sort());
  if (tips.has(commit)) return true;
  const trunk = (head === null ? undefined : refs.get(head)) ?? null;
  const state = createHash('sha256')
    .update([trunk, ...tips].join('\n'))
    .digest('base64');
  const key = `${repoId} ${commit}`;
  const before = known.get(key);
  if (before?.state === state) return before.isReachable;
  // Walked from the tips that were read, so that the answer is that of this state, whatever moves meanwhile. What is
  // not beside the default branch may still be on it: then its history is being written down just now.
  const side = await sideCommits({ repoId, dir }, { state, tips, trunk }, { signal });
  const isReachable = side?.has(commit) || (await reaches(dir, tips, commit, { signal }));
  known.set(key, { state, isReachable });
  return isReachable;
}
