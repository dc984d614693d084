// Remembers the commits that a repository's branches and tags have beside its default branch: one walk for all who ask.
import { LRUCache } from 'lru-cache';
import { historyBeside } from '@/lib/git/read/history-beside';

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

/** A walk that somebody waits for; it ends when nobody does any more. */
interface Walk {
  side: Promise<Side>;
  waiting: number;
  /** Nobody can begin to wait for it any more, and it stops where it is. */
  end: () => void;
}
const coming = new Map<string, Walk>();

/** `state` names the refs that `tips` and `trunk` are from. Null if there are too many. Throws AppError. */
export async function sideCommits(
  at: { repoId: string; dir: string },
  refs: { state: string; tips: ReadonlySet<string>; trunk: string | null },
  options: { signal?: AbortSignal | undefined } = {},
): Promise<ReadonlySet<string> | null> {
  const key = `${at.repoId} ${refs.state}`;
  const side = known.get(key) ?? (await waitFor(coming.get(key) ?? begin(key, at.dir, refs), options.signal));
  return side.commits;
}

function begin(key: string, dir: string, { tips, trunk }: { tips: ReadonlySet<string>; trunk: string | null }): Walk {
  const controller = new AbortController();
  const side = historyBeside(dir, tips, trunk, MOST, { signal: controller.signal }).then((commits) => {
    known.set(key, { commits });
    return { commits };
  });
  const end = () => {
    if (coming.get(key) === walk) coming.delete(key);
    controller.abort();
  };
  const walk: Walk = { side, waiting: 0, end };
  side.then(end, end);
  coming.set(key, walk);
  return walk;
}

async function waitFor(walk: Walk, signal: AbortSignal | undefined): Promise<Side> {
  walk.waiting += 1;
  const leave = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    signal?.throwIfAborted();
    return await Promise.race([walk.side, leave]);
  } finally {
    walk.waiting -= 1;
    if (walk.waiting === 0) walk.end();
  }
}
