// Commits of a range as a stream, and whether a commit is there.
import { AppError } from '@/lib/errors';
import { unescapePath } from '@/lib/git/escape-path';
import { isObjectId, objectId } from '@/lib/git/object-id';
import type { GitCommand } from '@/lib/git/runner/git-process';
import { streamGit } from '@/lib/git/runner/run';
import { openCatFile } from './cat-file';
import { type CommitInfo, readCommits } from './commit-format';

const MAX_TAG_DEPTH = 16;
const MAX_TAG_BYTES = 1024 * 1024;

export interface CommitRange {
  to: string;
  /** Commits that are known already: what they reach is left out. */
  not?: string[];
  /** Only what no branch or tag reaches. */
  isOnNoRef?: boolean;
  /** So many are left out, the newest ones. */
  skip?: number;
  limit?: number;
  /** Only commits that touch this file or folder (as `escapePath` writes it). */
  path?: string;
}

/** Newest first. Throws AppError `not_found` if `to` or one of `not` does not exist. */
export async function* listCommits(
  dir: string,
  range: CommitRange,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<CommitInfo, void, undefined> {
  const flags: string[] = [];
  if (range.limit !== undefined) flags.push(`--max-count=${Math.max(0, Math.trunc(range.limit))}`);
  if (range.skip !== undefined) flags.push(`--skip=${Math.max(0, Math.trunc(range.skip))}`);
  if (range.isOnNoRef) flags.push('--not', '--branches', '--tags', '--not');
  const operands = [objectId(range.to), ...(range.not ?? []).map((sha) => `^${objectId(sha)}`)];
  const paths = range.path ? { paths: [literalPath(range.path)] } : {};
  yield* readCommits((format) => {
    const command: GitCommand<'log'> = { verb: 'log', flags: [...format, ...flags], operands, ...paths };
    return streamGit(dir, command, { signal: options.signal });
  });
}

/** True if the mirror holds this commit (the object, not merely a ref that names it). */
export async function commitExists(
  dir: string,
  sha: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  if (!isObjectId(sha)) return false;
  const cat = openCatFile(dir, options);
  try {
    return (await cat.read(sha, 0))?.type === 'commit';
  } finally {
    await cat.close();
  }
}

/** The commit that a tag names, through any number of tags of tags; null if it names something else. */
export async function peelTag(
  dir: string,
  sha: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<string | null> {
  const cat = openCatFile(dir, options);
  try {
    let id = sha;
    for (let depth = 0; depth < MAX_TAG_DEPTH && isObjectId(id); depth++) {
      const object = await cat.read(id, MAX_TAG_BYTES);
      if (object?.type === 'commit') return id;
      if (object?.type !== 'tag') return null;
      id = /^object ([0-9a-f]+)\n/.exec(object.content?.toString('latin1') ?? '')?.[1] ?? '';
    }
    return null;
  } finally {
    await cat.close();
  }
}

/** Node passes arguments as UTF-8, so a name that is none cannot be given to git. */
function literalPath(path: string): string {
  const bytes = unescapePath(path);
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  throw new AppError('invalid', 'The history of a file whose name is not UTF-8 cannot be listed.');
}
