// Of a repository that is moved without force: the other source has to be the same repository, at another place.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { FETCHED, listRawRefs } from '@/lib/git/mirror/refs';
import { listRoots } from '@/lib/git/read/roots';
import type { Stage } from '@/lib/sync/run/run-stage';

/**
 * Throws AppError `conflict` (kind `policy`) if no branch that was fetched into `dir` has a commit in common with what is
 * served. Passes if nothing is served yet.
 */
export async function refuseStranger(ctx: Context, stage: Stage, dir: string): Promise<void> {
  if (stage.repo.headCommit === null) return;
  const fetched = await listRawRefs(dir, [`${FETCHED}heads`], { signal: stage.signal });
  const tips = new Set(fetched.values());
  // Nearly always it was pushed there as it was, and its tip is known.
  if (await isAnyKnown(ctx, stage.repo.id, tips)) return;
  if (await isAnyKnown(ctx, stage.repo.id, await listRoots(dir, tips, { signal: stage.signal }))) return;
  throw new AppError(
    'conflict',
    'The other source has no commit in common with what is here, so it is another repository. Nothing was changed. ' +
      'If it is to take the place of this one, move it with force.',
    { kind: 'policy' },
  );
}

async function isAnyKnown({ db }: Context, repoId: string, shas: ReadonlySet<string>): Promise<boolean> {
  const rows = await db.$client`
    select 1 from commits where repo_id = ${repoId} and sha = any(${[...shas]}::text[]) limit 1`;
  return rows.length > 0;
}
