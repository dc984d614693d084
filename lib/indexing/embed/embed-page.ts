// Makes the vectors of one page of chunks: in a worker thread for the built-in model, else at its endpoint.
import type { Context } from '@/lib/context';
import { runInWorker } from '@/lib/indexing/analyze/worker-pool';
import type { EmbedTask } from '@/lib/indexing/analyze/worker-tasks';
import { vectorLiteral } from '@/lib/text/embed/embedder';
import { embedderOf, type Model } from '@/lib/text/embed/models';
import { linesOf } from '@/lib/text/lines';
import type { PendingChunk } from './pending-chunks';

const TIMEOUT_MS = 60_000;

export interface EmbeddedChunk {
  hash: string;
  /** A halfvec literal. */
  vector: string;
}

/** The vectors of these chunks of a repository, but for those whose content a publish has dropped since they were listed. */
export async function embedPage(
  ctx: Pick<Context, 'db' | 'env'>,
  { repoId, model, chunks }: { repoId: string; model: Model; chunks: PendingChunk[] },
  signal: AbortSignal | undefined,
): Promise<EmbeddedChunk[]> {
  const { kept, files } = await readFiles(ctx, repoId, chunks);
  if (kept.length === 0) return [];
  const vectors = await embedFiles(ctx, model, files, signal);
  return kept.map(({ hash }, i) => ({ hash, vector: vectors[i]! }));
}

/** Halfvec literals, one for each range in order. */
async function embedFiles(
  ctx: Pick<Context, 'db' | 'env'>,
  model: Model,
  files: EmbedTask['files'],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const cancel = signal ? { signal } : {};
  if (model.state) {
    const task: EmbedTask = { state: new Uint8Array(model.state), files };
    return await runInWorker('embedChunks', task, { timeoutMs: TIMEOUT_MS, ...cancel });
  }
  const texts = files.flatMap(({ content, ranges }) => linesOf(content, ranges));
  const vectors = await embedderOf(ctx.env, model).embed(texts, { kind: 'passage', ...cancel });
  return vectors.map(vectorLiteral);
}

/** The contents that the chunks are of, in the chunks' order, and the chunks that still have one. */
async function readFiles(
  ctx: Pick<Context, 'db'>,
  repoId: string,
  chunks: PendingChunk[],
): Promise<{ kept: PendingChunk[]; files: EmbedTask['files'] }> {
  if (chunks.length === 0) return { kept: [], files: [] };
  const ids = [...new Set(chunks.map((chunk) => chunk.blobId))];
  const rows = await ctx.db.$client<{ id: string; content: string }[]>`
    select id::text, content from blobs
    where repo_id = ${repoId} and id = any(${ids}::bigint[]) and content is not null`;
  const files = new Map(rows.map(({ id, content }) => [id, { content, ranges: [] as [number, number][] }]));
  const kept = chunks.filter((chunk) => files.has(chunk.blobId));
  for (const { blobId, startLine, endLine } of kept) files.get(blobId)?.ranges.push([startLine, endLine]);
  const order = new Set(kept.map((chunk) => chunk.blobId));
  return { kept, files: Array.from(order, (id) => files.get(id)!) };
}
