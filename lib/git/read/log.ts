// Commits of a range as a stream, and whether a commit is there.
import { AppError } from '@/lib/errors';
import { unescapePath } from '@/lib/git/escape-path';
import { isObjectId, objectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';
import { type GitCommand, streamGit } from '@/lib/git/runner/run';
import { openCatFile } from './cat-file';

const MAX_TAG_DEPTH = 16;
const MAX_TAG_BYTES = 1024 * 1024;

export interface CommitInfo {
  sha: string;
  parents: string[];
  authorName: string;
  authorEmail: string;
  authoredAt: Date;
  committedAt: Date;
  /** First paragraph of the message on one line, at most 500 characters. */
  subject: string;
}

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

/**
 * What people write comes last, so that a separator smuggled into a name cannot shift the dates; what may be endless
 * stands behind what is not, so that cutting it costs nothing else.
 */
const FIELDS = ['%H', '%at', '%ct', '%P', '%an', '%ae', '%s'];
const MAX_TEXT = 500;
/** Of what is said of one commit: some have a message of 30 MB, or a thousand parents. */
const MAX_COMMIT_BYTES = 64 * 1024;

/** Newest first. Throws AppError `not_found` if `to` or one of `not` does not exist. */
export async function* listCommits(
  dir: string,
  range: CommitRange,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<CommitInfo, void, undefined> {
  const flags = ['-z', `--format=tformat:${FIELDS.join('%x1f')}`, '--no-color', '--no-mailmap', '--no-show-signature'];
  flags.push('--encoding=UTF-8');
  if (range.limit !== undefined) flags.push(`--max-count=${Math.max(0, Math.trunc(range.limit))}`);
  if (range.skip !== undefined) flags.push(`--skip=${Math.max(0, Math.trunc(range.skip))}`);
  if (range.isOnNoRef) flags.push('--not', '--branches', '--tags', '--not');
  const operands = [objectId(range.to), ...(range.not ?? []).map((sha) => `^${objectId(sha)}`)];
  const command: GitCommand<'log'> = { verb: 'log', flags, operands };
  if (range.path) command.paths = [literalPath(range.path)];
  try {
    for await (const batch of records(streamGit(dir, command, { signal: options.signal }), 0, {
      cutAt: MAX_COMMIT_BYTES,
    })) {
      for (const record of batch) yield parseCommit(record.toString('utf8'));
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'corrupt') throw error;
    throw new AppError('not_found', 'The commit is not in the mirror.', {
      kind: 'corrupt',
      retryable: true,
      cause: error,
    });
  }
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

function parseCommit(text: string): CommitInfo {
  const [sha = '', authored = '', committed = '', parents = '', authorName = '', authorEmail = '', ...subject] =
    text.split('\x1f');
  if (!isObjectId(sha)) {
    throw new AppError('internal', 'The mirror on disk is damaged.', {
      kind: 'corrupt',
      retryable: true,
      cause: new Error(`git said: ${text.slice(0, 200)}`),
    });
  }
  return {
    sha,
    parents: parents.split(' ').filter(isObjectId),
    authorName: clean(authorName),
    authorEmail: clean(authorEmail),
    authoredAt: asDate(authored),
    committedAt: asDate(committed),
    subject: clean(subject.join('\x1f')),
  };
}

/** Hostile dates are clamped to what a database and a browser can show: 1970 to 2999. */
function asDate(seconds: string): Date {
  const value = Number(seconds);
  return new Date(Math.min(Math.max(Number.isFinite(value) ? value : 0, 0), 32_503_679_999) * 1000);
}

function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced.
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, MAX_TEXT);
}

/** Node passes arguments as UTF-8, so a name that is none cannot be given to git. */
function literalPath(path: string): string {
  const bytes = unescapePath(path);
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  throw new AppError('invalid', 'The history of a file whose name is not UTF-8 cannot be listed.');
}
