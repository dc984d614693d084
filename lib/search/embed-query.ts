// Turns a query into the vector that its meaning is looked up by, where that is asked for or helps.
import type { Context } from '@/lib/context';
import type { Embedder } from '@/lib/text/embed/embedder';
import { activeEmbedders } from '@/lib/text/embed/models';
import type { QueryVector } from './retrieve/meaning';
import { singleWords } from './retrieve/words';
import type { SearchPlan } from './simplify';

/** A remote model that is slower does not hold up ordinary search, which has words to go by. */
const FUSED_TIMEOUT_MS = 1500;
const MEANING_TIMEOUT_MS = 10_000;

/**
 * The vector of the plan's text: for mode:meaning by the best model there is, else only by a real one and for plain
 * words. Null where there is none. A model that fails costs ordinary search nothing; in mode:meaning its error is thrown.
 */
export async function embedQuery(ctx: Context, plan: SearchPlan, signal?: AbortSignal): Promise<QueryVector | null> {
  const isAsked = plan.mode === 'meaning';
  if (plan.clauses.length === 0 || (!isAsked && (plan.matchCase || !singleWords(plan.clauses)))) return null;
  const embedder = bestEmbedder(await activeEmbedders(ctx));
  if (!embedder || !(isAsked || embedder.isFused)) return null;
  const text = plan.clauses.flatMap(({ anyOf }) => anyOf.map((term) => term.text)).join(' ');
  const timeout = AbortSignal.timeout(isAsked ? MEANING_TIMEOUT_MS : FUSED_TIMEOUT_MS);
  try {
    return await embedText(embedder, text, 'query', signal ? AbortSignal.any([signal, timeout]) : timeout);
  } catch (error) {
    signal?.throwIfAborted();
    if (isAsked) throw error;
    ctx.log.warn({ err: error, model: embedder.name }, 'searched without meaning: its model failed');
    return null;
  }
}

/** The model that tells most: a real one, and of several the newest. */
export function bestEmbedder(embedders: Embedder[]): Embedder | null {
  return embedders.filter((embedder) => embedder.isFused).at(-1) ?? embedders.at(-1) ?? null;
}

/** Embeds one text; null where the model finds nothing in it. */
export async function embedText(
  embedder: Embedder,
  text: string,
  kind: 'query' | 'passage',
  signal: AbortSignal,
): Promise<QueryVector | null> {
  const [vector] = await embedder.embed([text], { kind, signal });
  if (!vector?.some((value) => value !== 0)) return null;
  return { modelId: embedder.modelId, dimensions: embedder.dimensions, vector };
}
