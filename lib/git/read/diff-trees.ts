// Says what changed between two commits by reading the folders that differ: git's own comparison keeps every difference
// until it has the last, and a few folders that hold each other many times have more of them than any machine has memory.
import { AppError } from '@/lib/errors';
import { escapePath } from '@/lib/git/escape-path';
import { type CatFile, openCatFile } from './cat-file';
import { budgetFor, type EntryBudget } from './entry-budget';
import { inOrder, TreeCursor } from './tree-cursor';

export interface TreeChange {
  /** From the root of the commit, as `escapePath` writes it. */
  path: string;
  op: 'put' | 'remove';
  /** There was nothing at this path before. */
  isNew: boolean;
  /** Of the new entry; of the old one for `remove`. */
  mode: number;
  sha: string;
  /** What was there before; null if nothing was. For `remove` the same as `sha`. */
  oldSha: string | null;
}

/** More than a folder of half a million files has. */
const MAX_TREE_BYTES = 64 * 1024 ** 2;
/** Folders that are open at once, each within the next, together. */
const MAX_OPEN_BYTES = 160 * 1024 ** 2;
/** Reading a folder takes as long as looking at so many entries of one that is read. */
const FOLDER_COST = 10;
const NOTHING = Buffer.alloc(0);

/**
 * What has to be put and removed to get from one commit's files to another's, in git's order; a rename is a removal and
 * a put, submodules are reported like files. The cost depends on the change. Throws AppError `not_found` (kind
 * `corrupt`) if a commit or a part of it is gone, and `limit` (kind `too_large`) if the budget is spent.
 */
export async function* diffTrees(
  dir: string,
  oldCommit: string,
  newCommit: string,
  options: { budget?: EntryBudget; signal?: AbortSignal | undefined } = {},
): AsyncGenerator<TreeChange, void, undefined> {
  const cat = openCatFile(dir, { signal: options.signal });
  try {
    const [before, after] = await Promise.all([cat.treeOf(oldCommit), cat.treeOf(newCommit)]);
    if (before === null || after === null) throw missing();
    yield* compare(cat, before, after, options.budget ?? budgetFor());
  } catch (error) {
    throw error instanceof AppError && error.kind === 'corrupt' ? missing(error) : error;
  } finally {
    await cat.close();
  }
}

async function* compare(cat: CatFile, before: string, after: string, budget: EntryBudget): AsyncGenerator<TreeChange> {
  const levels = [await open(cat, '', before, after, MAX_OPEN_BYTES)];
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    budget.take(level.prefix.length);
    const [old, fresh] = nextPair(level);
    const either = fresh ?? old;
    if (!either) levels.pop();
    else if (old && fresh && old.mode === fresh.mode && old.hasIdOf(fresh)) continue;
    else if (either.isFolder) {
      for (let cost = 1; cost < FOLDER_COST; cost++) budget.take(level.prefix.length);
      levels.push(await open(cat, `${level.prefix}${either.name}/`, old?.sha, fresh?.sha, level.bytesLeft));
    } else {
      const path = escapePath(Buffer.from(level.prefix + either.name, 'latin1'));
      yield {
        path,
        op: fresh ? 'put' : 'remove',
        isNew: !old,
        mode: either.mode,
        sha: either.sha,
        oldSha: old?.sha ?? null,
      };
    }
  }
}

/** A folder as it is in each of the commits, and how far both were read. */
interface Level {
  /** Bytes in latin1, with a slash at the end; empty for the root. */
  prefix: string;
  before: Side;
  after: Side;
  /** What the folders within it may have. */
  bytesLeft: number;
}

class Side {
  #isTaken = true;
  #isOver = false;

  constructor(private readonly cursor: TreeCursor) {}

  /** The entry whose turn it is; null at the end. */
  peek(): TreeCursor | null {
    if (this.#isTaken && !this.#isOver) this.#isOver = !this.cursor.next();
    this.#isTaken = false;
    return this.#isOver ? null : this.cursor;
  }

  take(): void {
    this.#isTaken = true;
  }
}

async function open(
  cat: CatFile,
  prefix: string,
  before: string | undefined,
  after: string | undefined,
  bytesLeft: number,
): Promise<Level> {
  const [old = NOTHING, fresh = NOTHING] =
    before === after ? [] : await Promise.all([readTree(cat, before), readTree(cat, after)]);
  const left = bytesLeft - old.length - fresh.length;
  if (left < 0) throw tooLarge();
  const idBytes = (before ?? after ?? '').length / 2;
  const side = (tree: Buffer) => new Side(new TreeCursor(inOrder(tree, idBytes), idBytes));
  return { prefix, before: side(old), after: side(fresh), bytesLeft: left };
}

/** The next name that is in either; both if it is the same name and neither or both are folders. */
function nextPair({ before, after }: Level): [TreeCursor | null, TreeCursor | null] {
  const old = before.peek();
  const fresh = after.peek();
  const order = old && fresh ? old.compare(fresh) : old ? -1 : 1;
  if (order <= 0) before.take();
  if (order >= 0) after.take();
  return [order <= 0 ? old : null, order >= 0 ? fresh : null];
}

async function readTree(cat: CatFile, sha: string | undefined): Promise<Buffer> {
  if (sha === undefined) return NOTHING;
  const object = await cat.read(sha, MAX_TREE_BYTES);
  if (object?.type !== 'tree') throw missing();
  if (object.content === null) throw tooLarge();
  return object.content;
}

function missing(cause?: unknown): AppError {
  return new AppError('not_found', 'The commit that was indexed last is no longer in the mirror.', {
    kind: 'corrupt',
    retryable: true,
    cause,
  });
}

function tooLarge(): AppError {
  return new AppError('limit', 'A folder of this repository has far too many entries to be compared.', {
    kind: 'too_large',
  });
}
