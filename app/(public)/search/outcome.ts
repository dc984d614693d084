// A search's answer or the sentence that explains why there is none.
import { pageContext } from '@/app/_http/context';
import { AppError } from '@/lib/errors';
import { type SearchResponse, search } from '@/lib/search/search';
import { recentMarker } from '@/lib/search/searchable-marker';

export type Outcome =
  /** `marker` is from before the search: what is indexed while it runs counts as new. */
  { response: SearchResponse; marker: string } | { response: null; message: string };

/** Searches; an expected failure becomes a message, any other is thrown. */
export async function searchOutcome(
  q: string,
  { cursor, copiesOf }: { cursor: string | undefined; copiesOf: string | undefined },
): Promise<Outcome> {
  const ctx = await pageContext();
  try {
    const marker = await recentMarker(ctx);
    return {
      marker,
      response: await search(ctx, {
        q,
        foldsCopies: true,
        withAlternatives: true,
        ...(cursor ? { cursor } : {}),
        ...(copiesOf ? { copiesOf } : {}),
      }),
    };
  } catch (error) {
    if (error instanceof AppError && error.code !== 'internal') return { response: null, message: error.message };
    throw error;
  }
}
