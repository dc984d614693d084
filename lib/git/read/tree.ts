// Lists what a commit holds, as a stream: content comes from the object store alone.
import { AppError } from '@/lib/errors';
import { isDangerousPath } from '@/lib/git/dangerous-name';
import { escapePath } from '@/lib/git/escape-path';
import { isObjectId, objectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';
import { streamGit } from '@/lib/git/runner/run';
import { openCatFile } from './cat-file';
import { budgetFor, type EntryBudget } from './entry-budget';
import { resolvePath } from './read-file';

export interface TreeEntry {
  /** From the root of the commit, as `escapePath` writes it. */
  path: string;
  /** Octal digits as a number: 100644, 100755, 120000 (a link), 160000 (a submodule), 40000 (a folder). */
  mode: number;
  /** `tree` only if `recursive` is false. */
  type: 'blob' | 'commit' | 'tree';
  sha: string;
  /** Null for submodules and folders, and for everything if `sizes` is false. */
  sizeBytes: number | null;
}

export interface ListTreeOptions {
  signal?: AbortSignal | undefined;
  /** A folder (as `escapePath` writes it): only what is below it. */
  under?: string;
  /** Default true: every file at any depth. False: one level, folders included. */
  recursive?: boolean;
  /** Default true. Without sizes a listing is quicker: no object is looked up. */
  sizes?: boolean;
  /** How many entries there may be, folders included. Default: what follows from the limit on files. */
  budget?: EntryBudget;
  /** Told of each entry that is left out because of its name. */
  onDangerous?: (path: string) => void;
}

/**
 * The entries of a commit in git's order, without those whose names are dangerous. Throws AppError `not_found` if the
 * commit or the folder does not exist, kind `corrupt` if objects are missing, `limit` (kind `too_large`) if the
 * budget is spent.
 */
export async function* listTree(
  dir: string,
  commit: string,
  options: ListTreeOptions = {},
): AsyncGenerator<TreeEntry, void, undefined> {
  const tree = options.under ? await folderOf(dir, commit, options.under, options.signal) : objectId(commit);
  const prefix = options.under ? `${options.under}/` : '';
  const budget = options.budget ?? budgetFor();
  const flags = ['-z', '--full-tree'];
  // Folders are told as well, and counted: what holds nothing but folders would be walked in silence.
  if (options.recursive !== false) flags.push('-r', '-t');
  if (options.sizes !== false) flags.push('--long');
  try {
    const output = streamGit(dir, { verb: 'ls-tree', flags, operands: [tree] }, { signal: options.signal });
    for await (const batch of records(output)) {
      for (const record of batch) {
        budget.take(record.length);
        const entry = parseEntry(record, prefix);
        if (entry.type === 'tree' && options.recursive !== false) continue;
        if (isDangerousPath(entry.path)) options.onDangerous?.(entry.path);
        else yield entry;
      }
    }
  } catch (error) {
    throw asMissing(error, 'The commit is not in the mirror.');
  }
}

/** `<mode> <type> <sha>[ <size, padded>]\t<path>`. */
function parseEntry(record: Buffer, prefix: string): TreeEntry {
  const tab = record.indexOf(9);
  const [mode = '', type = '', sha = '', size = '-'] = record.toString('latin1', 0, Math.max(0, tab)).split(/ +/);
  if (tab < 0 || !isObjectId(sha) || (type !== 'blob' && type !== 'commit' && type !== 'tree')) {
    throw unreadable(record.toString('latin1', 0, 200));
  }
  return {
    path: prefix + escapePath(record.subarray(tab + 1)),
    mode: Number(mode),
    type,
    sha,
    sizeBytes: /^\d+$/.test(size) ? Number(size) : null,
  };
}

async function folderOf(dir: string, commit: string, under: string, signal: AbortSignal | undefined): Promise<string> {
  const cat = openCatFile(dir, { signal });
  try {
    const found = await resolvePath(cat, objectId(commit), under);
    if (found?.mode === 40000) return found.sha;
    throw new AppError('not_found', 'There is no such folder in this commit.');
  } finally {
    await cat.close();
  }
}

function asMissing(error: unknown, message: string): unknown {
  if (!(error instanceof AppError) || error.kind !== 'corrupt') return error;
  return new AppError('not_found', message, { kind: 'corrupt', retryable: true, cause: error });
}

function unreadable(text: string): AppError {
  return new AppError('internal', 'The mirror on disk is damaged.', {
    kind: 'corrupt',
    retryable: true,
    cause: new Error(`git said: ${text}`),
  });
}
