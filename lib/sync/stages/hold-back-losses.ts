// Holds back an upstream that turned to nothing; and one that lost most of its files, if the repository asks for that.
import { eq } from 'drizzle-orm';
import { repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { defaultOfFetched } from '@/lib/git/mirror/default-branch';
import { diffTrees } from '@/lib/git/read/diff-trees';
import { budgetFor } from '@/lib/git/read/entry-budget';
import { commitExists } from '@/lib/git/read/log';
import { listTree } from '@/lib/git/read/tree';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';
import type { Migration } from '@/lib/sync/run/mark-stage';
import type { Stage } from '@/lib/sync/run/run-stage';

/** Of all files: more than this share is "most". */
const MOST = 0.5;
/** What stands for the commit of an upstream that has none. */
export const NO_COMMIT = 'empty';

/**
 * Before anything is fetched: throws as `holdBackLosses` does if upstream has no branch any more, so that the copy is
 * kept even if it would have to be made anew. A tag stands in for branches only if there never was one.
 */
export async function holdBackNothing(
  ctx: Context,
  stage: Stage,
  upstream: Pick<UpstreamRefs, 'refs' | 'standIn'>,
): Promise<void> {
  const stoodInBefore = upstream.refs.has(`refs/tags/${stage.repo.defaultBranch}`);
  const isNothing =
    upstream.standIn === 'tag'
      ? !stoodInBefore
      : ![...upstream.refs.keys()].some((name) => name.startsWith('refs/heads/'));
  if (isNothing) await holdBack(ctx, stage, async () => NOTHING);
}

/**
 * After it was fetched: throws AppError `conflict` (kind `policy`) if upstream has nothing left of what is searchable,
 * or lost most of it and the repository asks for that to be held back, and nobody has confirmed this very commit. The
 * visible refs and the index stay as they are. A run that works ends the holding back.
 */
export async function holdBackLosses(
  ctx: Context,
  stage: Stage,
  dir: string,
  headBranch: string | null,
): Promise<void> {
  await holdBack(ctx, stage, (repo) => findLoss(ctx, stage, repo, dir, headBranch));
}

type RepoRow = typeof repos.$inferSelect;

interface Loss {
  commit: string;
  reason: string;
}

const NOTHING: Loss = { commit: NO_COMMIT, reason: 'Upstream has no branch any more.' };

async function holdBack(ctx: Context, stage: Stage, find: (repo: RepoRow) => Promise<Loss | null>): Promise<void> {
  const [repo] = await ctx.db.select().from(repos).where(eq(repos.id, stage.repo.id));
  // Nothing is searchable yet, so nothing can be lost.
  if (!repo?.headCommit) return;
  const loss = await find(repo);
  if (loss === null) return;
  if (stage.migration !== null) return refuseMove(loss, stage.migration);
  if (loss.commit === repo.confirmedCommit) return;
  await ctx.db
    .update(repos)
    .set({ heldBackCommit: loss.commit, heldBackReason: loss.reason })
    .where(eq(repos.id, repo.id));
  throw new AppError(
    'conflict',
    `${loss.reason} Nothing was changed here; confirm it if it is meant, and it will be followed.`,
    { kind: 'policy' },
  );
}

/** What a person moves a repository to is confirmed by force; an empty source is never meant. */
function refuseMove(loss: Loss, { isForced }: Migration): void {
  if (isForced && loss !== NOTHING) return;
  const reason = loss.reason.replace(/^Upstream /, 'The other source ').replace('any more', 'at all');
  const advice = loss === NOTHING ? 'Push something there first.' : 'If that is meant, move it with force.';
  throw new AppError('conflict', `${reason} Nothing was changed here. ${advice}`, { kind: 'policy' });
}

async function findLoss(
  ctx: Context,
  stage: Stage,
  repo: RepoRow,
  dir: string,
  headBranch: string | null,
): Promise<Loss | null> {
  const fetched = await defaultOfFetched(dir, headBranch);
  if (fetched === null) return NOTHING;
  const next = fetched.sha;
  const old = repo.headCommit;
  if (!old || next === old || repo.fileCount === 0) return null;
  if (await isEmpty(dir, next, stage.signal)) return { commit: next, reason: 'Upstream has no file any more.' };
  if (!repo.holdsBackLosses || !(await commitExists(dir, old))) return null;
  let removed = 0;
  const changes = diffTrees(dir, old, next, { budget: budgetFor(ctx.env.maxFiles), signal: stage.signal });
  for await (const change of changes) if (change.op === 'remove') removed++;
  if (removed <= repo.fileCount * MOST) return null;
  const count = (n: number) => n.toLocaleString('en-GB');
  return { commit: next, reason: `Upstream lost ${count(removed)} of its ${count(repo.fileCount)} files.` };
}

async function isEmpty(dir: string, commit: string, signal: AbortSignal): Promise<boolean> {
  for await (const _ of listTree(dir, commit, { sizes: false, signal })) return false;
  return true;
}
