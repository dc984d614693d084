// Fits the built-in model on the first repository that has something to embed.
import type { Context } from '@/lib/context';
import { runInWorker } from '@/lib/indexing/analyze/worker-pool';
import { addBuiltinModel, type Model } from '@/lib/text/embed/models';

const MAX_TEXTS = 1000;
const MAX_TEXT_LENGTH = 8000;
const TIMEOUT_MS = 60_000;

/** The first built-in model, or null if the repository has no text yet. */
export async function fitFirstModel(ctx: Context, repoId: string, signal?: AbortSignal): Promise<Model | null> {
  // By content id: as good as at random, and the same ones each time.
  const rows = await ctx.db.$client<{ text: string }[]>`
    select left(content, ${MAX_TEXT_LENGTH}) as text from blobs
    where repo_id = ${repoId} and content <> '' and not is_generated order by sha limit ${MAX_TEXTS}`;
  if (rows.length === 0) return null;
  const state = await runInWorker<Uint8Array>(
    'fitModel',
    rows.map((row) => row.text),
    { timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) },
  );
  return await addBuiltinModel(ctx, Buffer.from(state));
}
