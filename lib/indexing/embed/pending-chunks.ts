// Pages through the chunks of contents that a model has not seen, oldest first, and tells which texts have a vector.
import type { Context } from '@/lib/context';
import { awaitBlobOrder } from '@/lib/indexing/blob-order';

export interface PendingChunk {
  blobId: string;
  startLine: number;
  endLine: number;
  hash: string;
  /** The repository has a vector of this text already. */
  isKnown: boolean;
}

const BLOBS_PER_PAGE = 64;
/** Bytes of source a page: with its texts and vectors it has to fit in memory several times. */
const MAX_PAGE_BYTES = 512 * 1024;

/** `upTo` is the id of the last blob of the page: once it is saved, all up to it is done. */
export async function* pendingPages(
  ctx: Pick<Context, 'db'>,
  at: { repoId: string; modelId: number; after: number },
): AsyncGenerator<{ chunks: PendingChunk[]; upTo: number }, void, undefined> {
  for (let { after } = at; ; ) {
    const blobs = await nextBlobs(ctx, at.repoId, after);
    const upTo = blobs.at(-1)?.id;
    if (upTo === undefined) return;
    // A limit rather than exists, for which Postgres reads every vector of the repository.
    const chunks = await ctx.db.$client<PendingChunk[]>`
      select c.blob_id::text as "blobId", c.start_line as "startLine", c.end_line as "endLine", c.hash,
        coalesce((
          select true from embeddings e
          where e.repo_id = ${at.repoId} and e.model_id = ${at.modelId} and e.hash = c.hash limit 1), false) as "isKnown"
      from chunks c where c.blob_id = any(${blobs.map((blob) => String(blob.id))}::bigint[])
      order by c.blob_id, c.start_line`;
    yield { chunks, upTo };
    after = upTo;
  }
}

/** An index run may be writing meanwhile: what it commits later must not have a smaller id than what is read here. */
async function nextBlobs(ctx: Pick<Context, 'db'>, repoId: string, after: number): Promise<{ id: number }[]> {
  return await ctx.db.$client.begin(async (tx) => {
    await awaitBlobOrder(tx, repoId);
    return await tx<{ id: number }[]>`
      select id::float8 from (
        select id, sum(case when content is null then 0 else size_bytes end) over (order by id) - size_bytes as before
        from (
          select id, content, size_bytes from blobs where repo_id = ${repoId} and id > ${after}
          order by id limit ${BLOBS_PER_PAGE}) as page) as sized
      where before < ${MAX_PAGE_BYTES} order by id`;
  });
}
