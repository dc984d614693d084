// Remembers what a repository's branches and tags have beside its default branch: one walk for all who ask.
import { LRUCache } from 'lru-cache';
import { historyBeside } from '@/lib/git/history-beside';

/** Commits that are remembered of one repository, and of all: about a hundred bytes each. */
const MOST = 50_000;
const MOST_OF_ALL = 200_000;

interface Side {
  /** Null: more than is remembered. */
  commits: ReadonlySet<string> | null;
}

const known = new LRUCache<string, Side>({
  maxSize: MOST_OF_ALL,
  sizeCalculation: ({ commits }) => 1 + (commits?.size ?? 0),
});
const coming = new Map<string, Promise<Side>>();

/** `state` names the refs that `tips` and `trunk` are from. Null where there are too many. Throws AppError. */
export async function sideCommits(
  at: { repoId: string; dir: string },
  refs: { state: string; tips: ReadonlySet<string>; trunk: string | null },
): Promise<ReadonlySet<string> | null> {
  const key = `${at.repoId} ${refs.state}`;
  const side = known.get(key) ?? (await (coming.get(key) ?? walk(key, at.dir, refs)));
  return side.commits;
}

async function walk(
  key: string,
  dir: string,
  { tips, trunk }: { tips: ReadonlySet<string>; trunk: string | null },
): Promise<Side> {
  const side = historyBeside(dir, tips, trunk, MOST).then((commits) => ({ commits }));
  coming.set(key, side);
  try {
    known.set(key, await side);
    return await side;
  } finally {
    coming.delete(key);
  }
}
