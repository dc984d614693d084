// Makes the vectors of one page of chunks: in a worker thread for the built-in model, else at its endpoint.
import type { Context } from '@/lib/context';
import { vectorLiteral } from '@/lib/text/embed/embedder';
import { embedderOf, type Model } from '@/lib/text/embed/models';
import { linesOf } from './lines-of';
import type { PendingChunk } from './pending-chunks';
import { runInWorker } from './worker-pool';
import type { EmbedTask } from './worker-tasks';

const TIMEOUT_MS = 60_000;

/** Halfvec literals, one for each chunk in order. */
export async function embedPage(
  ctx: Pick<Context, 'db' | 'env'>,
  model: Model,
  chunks: PendingChunk[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  if (chunks.length === 0) return [];
  const files = await readFiles(ctx, chunks);
  const cancel = signal ? { signal } : {};
  if (model.state) {
    const task: EmbedTask = { model: model.name, state: new Uint8Array(model.state), files };
    return await runInWorker('embedChunks', task, { timeoutMs: TIMEOUT_MS, ...cancel });
  }
  const texts = files.flatMap(({ content, ranges }) => linesOf(content, ranges));
  const vectors = await embedderOf(ctx.env, model).embed(texts, { kind: 'passage', ...cancel });
  return vectors.map(vectorLiteral);
}

/** The contents that the chunks are of, in the chunks' order. */
async function readFiles(ctx: Pick<Context, 'db'>, chunks: PendingChunk[]): Promise<EmbedTask['files']> {
  const ranges = new Map<string, [number, number][]>();
  for (const { blobId, startLine, endLine } of chunks) {
    const known = ranges.get(blobId);
    if (known) known.push([startLine, endLine]);
    else ranges.set(blobId, [[startLine, endLine]]);
  }
  const rows = await ctx.db.$client<{ id: string; content: string | null }[]>`
    select id::text, content from blobs where id = any(${[...ranges.keys()]}::bigint[])`;
  const contents = new Map(rows.map((row) => [row.id, row.content ?? '']));
  return Array.from(ranges, ([id, of]) => ({ content: contents.get(id) ?? '', ranges: of }));
}
