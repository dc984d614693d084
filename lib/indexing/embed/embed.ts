// Gives a repository's chunks their vectors: each chunk once for each model; after the first time only new contents are
// looked at.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { currentModels, ensureModels, type Model } from '@/lib/text/embed/models';
import { type EmbeddedChunk, embedPage } from './embed-page';
import { fitFirstModel } from './fit-model';
import { type PendingChunk, pendingPages } from './pending-chunks';

export interface EmbedOptions {
  runId?: string;
  /** One model alone; default: every current one. */
  modelId?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Embeds what is new since the last call, page by page, each page committed. Can be repeated: it goes on where it
 * broke, and does nothing for a repository that is gone. `reused` counts chunks whose text had a vector already. Throws
 * AppError `upstream` if an endpoint fails.
 */
export async function embedRepo(
  ctx: Context,
  repoId: string,
  options: EmbedOptions = {},
): Promise<{ embedded: number; reused: number }> {
  const targets = await targetModels(ctx, repoId, options);
  const result = { embedded: 0, reused: 0 };
  const work: { model: Model; after: number; total: number }[] = [];
  for (const model of targets) {
    const after = await progressOf(ctx, repoId, model.id);
    work.push({ model, after, total: await countAfter(ctx, repoId, after) });
  }
  const total = work.reduce((sum, entry) => sum + entry.total, 0);
  for (const { model, after, total: ofModel } of work) {
    if (ofModel === 0) continue;
    for await (const { chunks, upTo } of pendingPages(ctx, { repoId, modelId: model.id, after })) {
      options.signal?.throwIfAborted();
      const fresh = firstOfEach(chunks);
      const embedded = await embedPage(ctx, { repoId, model, chunks: fresh }, options.signal);
      const saved = await save(ctx, { repoId, modelId: model.id, upTo }, embedded);
      if (saved === null) return result;
      result.embedded += saved;
      result.reused += chunks.length - fresh.length;
      options.onProgress?.(result.embedded + result.reused, total);
    }
  }
  return result;
}

async function targetModels(ctx: Context, repoId: string, options: EmbedOptions): Promise<Model[]> {
  if (options.modelId !== undefined) {
    // A model that the environment no longer names has no embedder.
    const model = (await currentModels(ctx)).find(({ id }) => id === options.modelId);
    if (!model) throw new AppError('not_found', 'This embedding model no longer exists.');
    return [model];
  }
  await ensureModels(ctx);
  const current = await currentModels(ctx);
  if (current.some((model) => model.state !== null)) return current;
  const first = await fitFirstModel(ctx, repoId, options.signal);
  return first ? [first, ...current] : current;
}

/** The chunks that need a vector, each text once: equal ones share the first one's. */
function firstOfEach(chunks: PendingChunk[]): PendingChunk[] {
  const seen = new Set<string>();
  return chunks.filter(({ hash, isKnown }) => !isKnown && !seen.has(hash) && seen.add(hash));
}

/** How many vectors were new; null if the repository or the model was removed meanwhile. */
async function save(
  ctx: Context,
  at: { repoId: string; modelId: number; upTo: number },
  chunks: EmbeddedChunk[],
): Promise<number | null> {
  const { repoId, modelId, upTo } = at;
  return await ctx.db.$client.begin(async (tx) => {
    await tx`set local synchronous_commit = off`;
    const [alive] = await tx`
      select 1 from repos r, models m where r.id = ${repoId} and m.id = ${modelId} for key share`;
    if (!alive) return null;
    let count = 0;
    // A publish locks the repository's row until it ends, so contents that it dropped are seen to be gone here.
    if (chunks.length > 0) {
      const inserted = await tx`
        insert into embeddings (repo_id, model_id, hash, vector)
        select ${repoId}, ${modelId}, hash, vector::halfvec
        from unnest(${chunks.map((chunk) => chunk.hash)}::uuid[], ${chunks.map((chunk) => chunk.vector)}::text[])
          as new (hash, vector)
        where (
          select true from chunks c join blobs b on b.repo_id = ${repoId} and b.id = c.blob_id
          where c.hash = new.hash limit 1)
        on conflict do nothing`;
      count = inserted.count;
    }
    await tx`
      insert into embedding_progress (repo_id, model_id, blob_id) values (${repoId}, ${modelId}, ${upTo})
      on conflict (repo_id, model_id) do update set blob_id = greatest(embedding_progress.blob_id, excluded.blob_id)`;
    return count;
  });
}

async function progressOf(ctx: Context, repoId: string, modelId: number): Promise<number> {
  const [row] = await ctx.db.$client<{ blob_id: number }[]>`
    select blob_id::float8 from embedding_progress where repo_id = ${repoId} and model_id = ${modelId}`;
  return row?.blob_id ?? 0;
}

async function countAfter(ctx: Context, repoId: string, after: number): Promise<number> {
  const [row] = await ctx.db.$client<{ total: number }[]>`
    select coalesce(sum((select count(*) from chunks c where c.blob_id = b.id)), 0)::int as total
    from blobs b where b.repo_id = ${repoId} and b.id > ${after}`;
  return row?.total ?? 0;
}
