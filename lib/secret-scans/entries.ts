// Which files of a commit are scanned, and which files its history brought.
import { AppError } from '@/lib/errors';
import { isDangerousPath } from '@/lib/git/dangerous-name';
import { escapePath } from '@/lib/git/escape-path';
import { isObjectId, objectId } from '@/lib/git/object-id';
import { commitExists } from '@/lib/git/read/log';
import { listTree } from '@/lib/git/read/tree';
import { records } from '@/lib/git/records';
import { streamGit } from '@/lib/git/runner/run';
import type { ScanEntry } from './scanners/scanner';

const SUBMODULE = 160000;
/** A link's text is scanned as well: it is what git keeps of it. */
const ABSENT = /^0+$/;

interface Where {
  dir: string;
  commit: string;
  /** A folder, as `escapePath` writes it; null: all of it. */
  subfolder: string | null;
  signal: AbortSignal;
}

/** The files of a commit. Names that lead out of a folder are left out, as Freshet leaves them out everywhere. */
export async function* treeEntries({ dir, commit, subfolder, signal }: Where): AsyncGenerator<ScanEntry> {
  const under = subfolder === null ? {} : { under: subfolder };
  for await (const entry of listTree(dir, commit, { signal, sizes: false, ...under })) {
    if (entry.type === 'blob') yield { path: entry.path, sha: entry.sha, commit: null };
  }
}

/** A version of a file that a commit made, and what was there before: one for each parent. */
export interface CommitEntry extends ScanEntry {
  commit: string;
  before: string[];
}

/**
 * What the commits made that `since` does not reach, the oldest first; of a merge, what differs from all its parents. Those
 * of `since` that are not here any more reach nothing.
 */
export async function* commitEntries(where: Where & { since: readonly string[] }): AsyncGenerator<CommitEntry> {
  const { dir, commit, subfolder, signal } = where;
  const known: string[] = [];
  for (const sha of where.since) if (await commitExists(dir, sha, { signal })) known.push(sha);
  const flags = ['--format=tformat:%x01%H', '--raw', '-z', '--no-abbrev', '-c', '--no-renames', '--root', '--reverse'];
  flags.push('--topo-order', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none', '--no-show-signature');
  const operands = [objectId(commit), ...known.map((sha) => `^${objectId(sha)}`)];
  const output = streamGit(dir, { verb: 'log', flags, operands }, { signal });
  let at = '';
  let change: { mode: number; sha: string; before: string[] } | null = null;
  for await (const batch of records(output)) {
    for (const record of batch) {
      if (change) {
        const { mode, sha, before } = change;
        change = null;
        const path = escapePath(record);
        const isIn = subfolder === null || path.startsWith(`${subfolder}/`);
        const isThere = mode !== SUBMODULE && !ABSENT.test(sha);
        if (isIn && isThere && !isDangerousPath(path)) yield { path, sha, commit: at, before };
        continue;
      }
      // What begins a commit stands on a line of its own, before or after the empty one that git puts there.
      const text = record.toString('latin1').replace(/^\n+/, '');
      if (text.startsWith('\x01')) at = text.slice(1).trim();
      else if (text.startsWith(':')) change = changeOf(text);
      else if (text !== '') throw unreadable(text);
    }
  }
}

/** `:100644 100644 <before> <after> M`, with a colon, a mode and an id more for each further parent. */
function changeOf(text: string): { mode: number; sha: string; before: string[] } {
  const parents = /^:+/.exec(text)?.[0].length ?? 0;
  const words = text.slice(parents).split(' ');
  const mode = Number(words[parents]);
  const ids = words.slice(parents + 1, 2 * parents + 2);
  const sha = ids.at(-1) ?? '';
  if (words.length !== 2 * parents + 3 || !ids.every(isObjectId)) throw unreadable(text);
  return { mode, sha, before: ids.slice(0, -1).filter((id) => !ABSENT.test(id)) };
}

function unreadable(text: string): AppError {
  return new AppError('internal', 'The mirror on disk is damaged.', {
    kind: 'corrupt',
    retryable: true,
    cause: new Error(`git said: ${text.slice(0, 200)}`),
  });
}
