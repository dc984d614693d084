// Bounds how much text a repository may bring into the index: what takes a megabyte in a pack may unpack to a thousand
// times that, and all of it would go into the database.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { CatFile } from '@/lib/git/read/cat-file';
import { sizeInWords } from '@/lib/git/runner/errors';
import { LINK_CLASS } from '@/lib/indexing/analyze/path-class';
import { missingBlobs } from './missing-blobs';

/** Sizes that are asked for at once: git answers them in order, without reading a content. */
const AT_ONCE = 256;

/**
 * Throws AppError `limit` (kind `too_large`) if the searchable files of a repository, as they are once run `runId` is
 * published, have more bytes than a repository may have (FRESHET_MAX_REPO_BYTES). No content is read for it, and nothing
 * is counted if so many files cannot have so much.
 */
export async function refuseTooMuchText(
  ctx: Pick<Context, 'db' | 'env'>,
  repoId: string,
  { runId, cat }: { runId: string; cat: CatFile },
): Promise<void> {
  const { maxRepoBytes, maxFileBytes } = ctx.env;
  const { served, planned } = await atMost(ctx, repoId, runId);
  if (served + planned * maxFileBytes <= maxRepoBytes) return;
  let left = maxRepoBytes - (await indexedBytes(ctx, repoId, runId));
  for await (const bytes of sizesOf(cat, missingBlobs(ctx, repoId, runId))) {
    if (bytes <= maxFileBytes) left -= bytes;
    if (left < 0) throw tooMuchText(maxRepoBytes);
  }
}

/** Bytes of all files of all branches, searchable or not, and how many files the run wants. */
async function atMost({ db }: Pick<Context, 'db'>, repoId: string, runId: string) {
  const [row] = await db.$client<{ served: number; planned: number }[]>`
    select
      (select coalesce(sum(size_bytes), 0)::float8 from indexed_refs where repo_id = ${repoId}) as served,
      (select count(*)::int from plan_entries where run_id = ${runId} and op = 'put') as planned`;
  return row ?? { served: 0, planned: 0 };
}

/** Files in the index that stay or that the run wants: those that it replaces do not count. */
async function indexedBytes({ db }: Pick<Context, 'db'>, repoId: string, runId: string): Promise<number> {
  const [row] = await db.$client<{ bytes: number }[]>`
    with wanted as (
      select f.blob_id as id from files f
      where f.repo_id = ${repoId}
        and not exists (select 1 from plan_entries p where p.run_id = ${runId} and p.ref = f.ref and p.path = f.path)
        and f.ref not in (select ref from plan_refs where run_id = ${runId} and to_sha is null)
      union
      select b.id from plan_entries p
      join blobs b on b.repo_id = ${repoId} and b.sha = p.sha and b.path_class = p.path_class
      where p.run_id = ${runId} and p.op = 'put')
    select coalesce(sum(b.size_bytes), 0)::float8 as bytes from wanted
    join blobs b on b.repo_id = ${repoId} and b.id = wanted.id where b.content is not null`;
  return row?.bytes ?? 0;
}

/** Unpacked bytes of each. An object that the mirror lacks counts as none: reading it will report it. */
async function* sizesOf(cat: CatFile, blobs: AsyncIterable<{ sha: string; pathClass: string }>) {
  let asked: Promise<number>[] = [];
  for await (const { sha, pathClass } of blobs) {
    if (pathClass === LINK_CLASS) continue;
    asked.push(cat.read(sha, 0).then((found) => found?.sizeBytes ?? 0));
    if (asked.length < AT_ONCE) continue;
    yield* await Promise.all(asked);
    asked = [];
  }
  yield* await Promise.all(asked);
}

function tooMuchText(maxBytes: number): AppError {
  return new AppError(
    'limit',
    `The searchable files of this repository have more than ${sizeInWords(maxBytes)} once they are unpacked, the limit of this server on a repository (FRESHET_MAX_REPO_BYTES). Nothing of them was read; what was searchable before still is.`,
    { kind: 'too_large' },
  );
}
