// The names of a repository's tags, the newest version first, as many as are wanted and no more.
import { escapePath } from '@/lib/git/escape-path';
import { records } from '@/lib/git/records';
import { streamGit } from '@/lib/git/runner/run';

/** Names that are looked at: beyond them a filter has to be given up. */
const MOST_LOOKED_AT = 100_000;

/**
 * Short names of tags that hold `filter`, in any case, by version: v1.10 before v1.9. `hasMore` if there may be others.
 * Throws AppError.
 */
export async function listTagNames(
  dir: string,
  { filter, limit }: { filter: string; limit: number },
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ names: string[]; hasMore: boolean }> {
  const flags = ['--format=%(refname)', '--sort=-version:refname'];
  const wanted = filter.toLowerCase();
  const names: string[] = [];
  let seen = 0;
  for await (const batch of records(
    streamGit(dir, { verb: 'for-each-ref', flags, operands: ['refs/tags'] }, options),
    10,
  )) {
    for (const record of batch) {
      const name = escapePath(record.subarray('refs/tags/'.length));
      if (++seen > MOST_LOOKED_AT) return { names, hasMore: true };
      if (!name.toLowerCase().includes(wanted)) continue;
      if (names.length === limit) return { names, hasMore: true };
      names.push(name);
    }
  }
  return { names, hasMore: false };
}
