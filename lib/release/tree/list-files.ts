// The files of a commit that may be staged, in the order of their paths' bytes; what may not is told.
import { unescapePath } from '@/lib/git/escape-path';
import { budgetFor } from '@/lib/git/read/entry-budget';
import { listTree } from '@/lib/git/read/tree';
import type { LeftOut } from './left-out';
import { EXECUTABLE, LINK } from './staged-entry';
import { TreeOrder } from './tree-order';

export interface ListedFile {
  /** Bytes, below the root of what is staged. */
  path: Buffer;
  /** The same as text. */
  name: string;
  mode: number;
  sha: string;
}

/** What we write beside a tree on hosts, so that no file of a repository may be called so. */
export const OURS = ['.sync_rev', '.sync_rev.incoming'];
/** Limits of the file systems on hosts, with room for the folder there. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 3000;

/** Throws AppError as `listTree` does, and kind `corrupt` for a tree out of order. */
export async function* listFiles(
  input: { dir: string; commit: string; subfolder: string | null },
  options: { maxFiles: number; leftOut: LeftOut; signal: AbortSignal | undefined },
): AsyncGenerator<ListedFile, void, undefined> {
  const { leftOut, signal } = options;
  const { subfolder } = input;
  const skipped = subfolder === null ? 0 : subfolder.length + 1;
  const order = new TreeOrder();
  const listed = listTree(input.dir, input.commit, {
    sizes: false,
    budget: budgetFor(options.maxFiles),
    signal,
    onDangerous: (path) => leftOut.add(path.slice(skipped), 'a name that git keeps for itself, or that leads out'),
    ...(subfolder === null ? {} : { under: subfolder }),
  });
  for await (const entry of listed) {
    const name = entry.path.slice(skipped);
    const path = unescapePath(name);
    order.follow(path);
    const why = whyNot(name, path, entry.type);
    if (why !== null) leftOut.add(name, why);
    else yield { path, name, mode: modeOf(entry.mode), sha: entry.sha };
  }
}

function whyNot(name: string, path: Buffer, type: string): string | null {
  if (type !== 'blob') return 'a submodule';
  if (OURS.some((own) => name === own || name.startsWith(`${own}/`))) return 'the name of a file that Freshet writes';
  if (path.length > LONGEST_PATH) return 'a path too long for a host';
  if (longestPart(path) > LONGEST_NAME) return 'a name too long for a file system';
  return null;
}

/** Old trees have modes such as 100664, which git takes for 100644. */
function modeOf(mode: number): number {
  if (mode === LINK) return LINK;
  return Math.floor(mode / 100) % 2 === 1 ? EXECUTABLE : 100644;
}

function longestPart(path: Buffer): number {
  let longest = 0;
  let start = 0;
  for (let end = path.indexOf(0x2f); end >= 0; end = path.indexOf(0x2f, start)) {
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return Math.max(longest, path.length - start);
}
