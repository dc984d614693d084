// Makes the visible branches and tags equal to what was fetched, touching only those that changed.
import { AppError } from '@/lib/errors';
import { escapePath, unescapePath } from '@/lib/git/escape-path';
import { runGit } from '@/lib/git/runner/run';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';
import { defaultRef } from './default-branch';
import { markUnreachable } from './maintain';
import { writeHead, writePackedRefs } from './ref-files';
import { FETCHED, headRef, KEPT, listRawRefs, readHead } from './refs';
import { updateRefs } from './update-refs';

export interface ResetResult {
  /** The default branch now; null while the repository is empty. */
  headBranch: string | null;
  headSha: string | null;
  created: number;
  updated: number;
  deleted: number;
  /** Branches that lost commits: force pushes and deletions, looked for among the first 50 that moved. */
  rewritten: Rewritten[];
}

/** A branch that upstream took commits from. */
export interface Rewritten {
  /** Short name. */
  branch: string;
  oldCommit: string;
  /** Null: the branch was deleted. */
  newCommit: string | null;
  /** Commits that the branch had and has no longer; of a deleted one, those that no other branch or tag has. */
  lostCommits: number;
}

export interface ResetOptions {
  /** Keeps what rewritten branches were under `refs/freshet/kept/<keepAs>/`; a plain name. */
  keepAs?: string;
  /** The objects are somebody else's, and old ones may be gone: rewritten branches are not looked for. */
  isBorrowed?: boolean;
  /** Told before anything moves, so that nothing is lost without a word. */
  onRewrite?: (rewritten: Rewritten[]) => Promise<void>;
}

const MAX_CHECKS = 50;
const PACK_REFS_ABOVE = 200;
const HEADS = 'refs/heads/';

/**
 * Makes `refs/heads/*` and `refs/tags/*` equal to what was fetched, then HEAD. Throws AppError; running it again finishes what a crash left half done.
 */
export async function resetRefs(
  dir: string,
  remote: Pick<UpstreamRefs, 'headBranch'>,
  options: ResetOptions = {},
): Promise<ResetResult> {
  const refs = await listRawRefs(dir, ['refs/freshet', 'refs/heads', 'refs/tags']);
  const wanted = new Map<string, string>();
  const present = new Map<string, string>();
  for (const [name, sha] of refs) {
    if (name.startsWith(FETCHED)) wanted.set(`refs/${name.slice(FETCHED.length)}`, sha);
    else if (!name.startsWith(KEPT)) present.set(name, sha);
  }
  if (wanted.size === 0 && present.size > 0 && remote.headBranch !== null) throw vanished();
  const changed = [...wanted].filter(([name, sha]) => present.get(name) !== sha);
  const updated = changed.filter(([name]) => present.has(name));
  const gone = [...present].filter(([name]) => !wanted.has(name));

  const rewritten = options.isBorrowed ? [] : await rewrittenAmong(dir, updated, gone, present);
  if (rewritten.length > 0) await options.onRewrite?.(rewritten);
  // Nothing is kept of a tag that is gone.
  if (!options.isBorrowed && gone.some(([name]) => !name.startsWith(HEADS))) await markUnreachable(dir);
  const kept = options.keepAs === undefined ? [] : rewritten.map((entry) => keep(options.keepAs ?? '', entry));
  if (present.size === 0) await writePackedRefs(dir, [...refs, ...wanted]);
  else await updateRefs(dir, present, wanted, kept);
  await pointHead(dir, remote.headBranch, wanted);
  if (present.size > 0 && changed.length > PACK_REFS_ABOVE) await runGit(dir, { verb: 'pack-refs', flags: ['--all'] });
  const head = await readHead(dir);
  return {
    headBranch: head?.branch ?? null,
    headSha: head?.sha ?? null,
    created: changed.length - updated.length,
    updated: updated.length,
    deleted: gone.length,
    rewritten,
  };
}

/** What upstream said a moment ago and what was fetched do not agree, so nothing is thrown away. */
function vanished(): AppError {
  return new AppError(
    'upstream',
    'Every branch was gone when the repository was fetched, although it has a default branch.',
    {
      kind: 'network',
      retryable: true,
    },
  );
}

async function pointHead(dir: string, headBranch: string | null, wanted: Map<string, string>): Promise<void> {
  const target = await defaultRef(dir, headBranch, wanted);
  if (target !== null && target !== (await headRef(dir))) await writeHead(dir, target);
}

function keep(keepAs: string, { branch, oldCommit }: Rewritten): string {
  return `update ${keptRef(keepAs, branch)}\0${oldCommit}\0\0`;
}

function keptRef(keepAs: string, branch: string): string {
  return `${KEPT}${keepAs}/${unescapePath(branch).toString('latin1')}`;
}

/**
 * Drops what was kept under `keepAs`, or only what one branch was (short name); the objects go when the mirror is next
 * packed in full.
 */
export async function dropKept(dir: string, keepAs: string, branch?: string): Promise<void> {
  const kept = await listRawRefs(dir, [`${KEPT}${keepAs}`]);
  const only = branch === undefined ? null : keptRef(keepAs, branch);
  const dropped = new Map([...kept].filter(([name]) => only === null || name === only));
  if (dropped.size > 0) await markUnreachable(dir);
  await updateRefs(dir, dropped, new Map());
}

async function rewrittenAmong(
  dir: string,
  updated: [string, string][],
  gone: [string, string][],
  present: Map<string, string>,
): Promise<Rewritten[]> {
  const rewritten: Rewritten[] = [];
  const moved = updated.map(([name, sha]): [string, string, string | null] => [name, present.get(name) ?? sha, sha]);
  const dropped = gone.map(([name, sha]): [string, string, string | null] => [name, sha, null]);
  const branches = [...moved, ...dropped].filter(([name]) => name.startsWith(HEADS)).slice(0, MAX_CHECKS);
  for (const [name, oldCommit, newCommit] of branches) {
    const lostCommits = await countLost(dir, oldCommit, newCommit);
    if (lostCommits === 0) continue;
    const branch = escapePath(Buffer.from(name.slice(HEADS.length), 'latin1'));
    rewritten.push({ branch, oldCommit, newCommit, lostCommits });
  }
  return rewritten;
}

async function countLost(dir: string, oldCommit: string, newCommit: string | null): Promise<number> {
  const flags = newCommit === null ? ['--count', '--not', `--glob=${FETCHED}*`, '--not'] : ['--count'];
  const operands = newCommit === null ? [oldCommit] : [oldCommit, `^${newCommit}`];
  return Number((await runGit(dir, { verb: 'rev-list', flags, operands })).trim());
}
