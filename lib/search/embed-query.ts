// Turns a query into the vector that its meaning is looked up by, if that is asked for or helps.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { inTurn } from '@/lib/shares';
import type { Embedder } from '@/lib/text/embed/embedder';
import { activeEmbedders } from '@/lib/text/embed/models';
import { type SearchPlan, termsOf } from './query/plan/simplify';
import type { QueryVector } from './retrieve/meaning';
import { singleWords } from './retrieve/predicates/words';

/** A remote model that is slower does not hold up ordinary search, which has words to go by. */
const FUSED_TIMEOUT_MS = 1500;
const MEANING_TIMEOUT_MS = 10_000;
/** Ordinary search does not ask a model for so long after it failed: each try costs a timeout. */
const REST_MS = 30_000;

const restingUntil = new Map<number, number>();

/**
 * The vector of the plan's text: for mode:meaning by the best model there is, else only by a real one and for plain
 * words. Null if there is none. A model that fails costs ordinary search nothing; in mode:meaning its error is thrown.
 */
export async function embedQuery(ctx: Context, plan: SearchPlan, signal?: AbortSignal): Promise<QueryVector | null> {
  const isAsked = plan.mode === 'meaning';
  if (
    plan.clauses.length === 0 ||
    (!isAsked && (plan.matchCase || plan.groups.length > 0 || plan.type !== null || !singleWords(plan.clauses)))
  )
    return null;
  // Only a model of the environment's is ever fused.
  if (!isAsked && !ctx.env.embeddings) return null;
  const embedder = bestEmbedder(await activeEmbedders(ctx));
  if (!embedder || !(isAsked || embedder.isFused)) return null;
  if (!isAsked && (restingUntil.get(embedder.modelId) ?? 0) > performance.now()) return null;
  const text = termsOf(plan)
    .map((term) => term.text)
    .join(' ');
  try {
    const o = { kind: 'query' as const, timeoutMs: isAsked ? MEANING_TIMEOUT_MS : FUSED_TIMEOUT_MS, signal };
    return await inTurn('models', ctx.actor, () => embedText(embedder, text, o), { signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (isAsked) throw error;
    // The caller's share is full: that says nothing about the model.
    if (error instanceof AppError && error.code === 'limit') return null;
    restingUntil.set(embedder.modelId, performance.now() + REST_MS);
    ctx.log.warn({ err: error, model: embedder.name }, 'searched without meaning: its model failed');
    return null;
  }
}

/** The model that tells most: a real one, and of several the newest. */
export function bestEmbedder(embedders: Embedder[]): Embedder | null {
  return embedders.filter((embedder) => embedder.isFused).at(-1) ?? embedders.at(-1) ?? null;
}

/** Embeds one text; null if the model finds nothing in it. Throws `upstream` if it fails or takes too long. */
export async function embedText(
  embedder: Embedder,
  text: string,
  { kind, timeoutMs, signal }: { kind: 'query' | 'passage'; timeoutMs: number; signal: AbortSignal | undefined },
): Promise<QueryVector | null> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const [vector] = await embedder.embed([text], {
      kind,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (!vector?.some((value) => value !== 0)) return null;
    const { modelId, isFused: isReal, dimensions } = embedder;
    return { modelId, isReal, dimensions, vector };
  } catch (error) {
    if (!timeout.aborted) throw error;
    throw new AppError(
      'upstream',
      'The embedding model did not answer in time. Try again, or search without mode:meaning.',
      {
        cause: error,
        retryable: true,
      },
    );
  }
}
