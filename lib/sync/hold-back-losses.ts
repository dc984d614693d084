// Holds back an upstream that turned empty or lost most of its files, where the repository asks for that.
import { eq } from 'drizzle-orm';
import { repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { diffTrees } from '@/lib/git/diff-trees';
import { budgetFor } from '@/lib/git/entry-budget';
import { unescapePath } from '@/lib/git/escape-path';
import { commitExists } from '@/lib/git/log';
import { FETCHED, listRawRefs } from '@/lib/git/refs';
import type { Stage } from './run-stage';

/** Of all files: more than this share is "most". */
const MOST = 0.5;
/** What stands for the commit of an upstream that has none. */
export const NO_COMMIT = 'empty';

/**
 * Throws AppError `conflict` (kind `policy`) where upstream lost most of what is searchable and nobody has confirmed
 * this very commit; the visible refs and the index stay as they are. A run that works lifts it.
 */
export async function holdBackLosses(
  ctx: Context,
  stage: Stage,
  dir: string,
  headBranch: string | null,
): Promise<void> {
  const [repo] = await ctx.db.select().from(repos).where(eq(repos.id, stage.repo.id));
  if (!repo) return;
  const loss = repo.holdsBackLosses && repo.headCommit ? await findLoss(ctx, stage, repo, dir, headBranch) : null;
  if (loss === null || loss.commit === repo.confirmedCommit) return;
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

type RepoRow = typeof repos.$inferSelect;

interface Loss {
  commit: string;
  reason: string;
}

async function findLoss(
  ctx: Context,
  stage: Stage,
  repo: RepoRow,
  dir: string,
  headBranch: string | null,
): Promise<Loss | null> {
  const fetched = await listRawRefs(dir, [`${FETCHED}heads`]);
  if (fetched.size === 0) return { commit: NO_COMMIT, reason: 'Upstream has no branch any more.' };
  if (headBranch === null) return null;
  const next = fetched.get(`${FETCHED}heads/${unescapePath(headBranch).toString('latin1')}`);
  const old = repo.headCommit;
  if (!next || !old || next === old || !(await commitExists(dir, old))) return null;
  let removed = 0;
  const changes = diffTrees(dir, old, next, { budget: budgetFor(ctx.env.maxFiles), signal: stage.signal });
  for await (const change of changes) if (change.op === 'remove') removed++;
  if (removed <= repo.fileCount * MOST) return null;
  const count = (n: number) => n.toLocaleString('en-GB');
  return { commit: next, reason: `Upstream lost ${count(removed)} of its ${count(repo.fileCount)} files.` };
}
