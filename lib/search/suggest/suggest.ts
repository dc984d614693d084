// Completes the part of a query that the cursor is in: filters and their values, and names that the caller may see.
import { z } from 'zod';
import { clientGone } from '@/lib/asking';
import type { Context } from '@/lib/context';
import { inTurn } from '@/lib/shares';
import { simplify } from '../query/plan/simplify';
import { parseQuery } from '../query/read/parse';
import { resolveScope } from '../retrieve/scope/scope';
import { attempt, onSnapshot, type SearchTransaction } from '../retrieve/snapshot/snapshot';
import { filterOffers, valueOffers } from './fixed';
import { languageOffers } from './languages';
import { branchOffers, orgOffers, repoOffers } from './names';
import { pathOffers } from './paths';
import { type Place, placeAt } from './place';
import { type Offer, type Suggestion, type Suggestions, writeValue } from './suggestion';
import { symbolOffers } from './symbols';

export const suggestInputSchema = z.strictObject({
  q: z.string().max(2000).meta({ description: 'The query as far as it is typed.' }),
  at: z.coerce
    .number()
    .int()
    .min(0)
    .max(2000)
    .optional()
    .meta({ description: 'Where the cursor is: UTF-16 offset into q. Its end unless said.' }),
});

export type SuggestInput = z.input<typeof suggestInputSchema>;

const MAX_OFFERS = 10;
/** Of each kind, where several are offered for a word. */
const MAX_OF_KIND = 4;
/** What one source may take: whoever types has typed on by then. */
const SOURCE_MS = 250;
/** A longer piece names nothing. */
const LONGEST_TEXT = 200;
/** What no name is looked up by: signs of patterns and of other places of the query. */
const NO_NAME = /["*?^$|\\\n\r\0]/;

/**
 * Suggests how the part of a query at the cursor goes on. What the rest of the query says of repositories narrows it. What
 * takes too long is left out. Throws `limit` if too much of the caller waits already, and what the signal aborts with.
 */
export async function suggest(
  ctx: Context,
  asked: SuggestInput,
  options: { signal?: AbortSignal } = {},
): Promise<Suggestions> {
  const { q, at = q.length } = suggestInputSchema.parse(asked);
  const signal = options.signal ?? clientGone();
  const place = placeAt(q, at);
  if (!place) return { start: Math.min(at, q.length), end: Math.min(at, q.length), suggestions: [] };
  const fixed = place.field === null ? filterOffers(place.text) : valueOffers(place.field, place.text);
  const sources = sourcesOf(place);
  const found =
    sources.length === 0
      ? []
      : await inTurn('search', ctx.actor, () => onSnapshot(ctx.db, (tx) => ask(tx, ctx, place, sources)), {
          signal,
        });
  signal?.throwIfAborted();
  const offers = unique([...fixed, ...found]).slice(0, place.text === '' ? 20 : MAX_OFFERS);
  return { start: place.start, end: place.end, suggestions: offers.map((offer) => toSuggestion(offer, place, q)) };
}

type Source = 'repo' | 'org' | 'branch' | 'lang' | 'file' | 'sym';

/** What is asked for a place: for a word several, once there is enough of it. */
function sourcesOf({ field, text }: Place): Source[] {
  if (text.length > LONGEST_TEXT || NO_NAME.test(text)) return [];
  switch (field) {
    case null:
      return /^[\p{L}\p{N}_][\p{L}\p{N}_./-]{2,}$/u.test(text) ? ['sym', 'repo', 'file'] : [];
    case 'repo':
    case 'org':
    case 'branch':
    case 'lang':
      return [field];
    case 'file':
      return text === '' || text.startsWith('/') ? [] : [field];
    case 'sym':
      return text.length < 2 ? [] : [field];
    default:
      return [];
  }
}

async function ask(tx: SearchTransaction, { actor }: Context, place: Place, sources: Source[]): Promise<Offer[]> {
  const { text, field } = place;
  const plan = simplify(parseQuery(place.rest));
  const most = sources.length > 1 ? MAX_OF_KIND : MAX_OFFERS;
  const within = <T>(read: (inner: SearchTransaction) => Promise<T>) => attempt(tx, SOURCE_MS, read);
  const scope = sources.some((source) => source === 'lang' || source === 'file' || source === 'sym')
    ? await within((inner) => resolveScope(inner, actor, plan, undefined))
    : null;
  const offers: Offer[] = [];
  for (const source of sources) {
    const found = await within(async (inner) => {
      if (source === 'repo') return await repoOffers(inner, actor, { text, plan, most });
      if (source === 'org') return await orgOffers(inner, actor, { text, plan, most });
      if (source === 'branch') return await branchOffers(inner, actor, { text, plan, most });
      if (!scope || scope.refs.length === 0) return [];
      if (source === 'lang') return await languageOffers(inner, scope, text, most);
      if (source === 'file') return await pathOffers(inner, scope, text, most);
      return await symbolOffers(inner, scope, { text, most, field: field === 'sym' ? 'sym' : null });
    });
    offers.push(...(found ?? []));
  }
  return offers;
}

/** A value is written alone in a filter, and with its filter where a word is typed. */
function toSuggestion({ kind, text, detail, field, isOpen, isVerbatim }: Offer, place: Place, q: string): Suggestion {
  const value = isVerbatim ? text : writeValue(text);
  const written = place.field === null && field !== null ? `${field}:${value}` : value;
  const isSpaced = isOpen || /^[\s)]/.test(q.slice(place.end));
  return { kind, text, detail: detail ?? null, insert: isSpaced ? written : `${written} ` };
}

function unique(offers: Offer[]): Offer[] {
  return [...new Map(offers.map((offer) => [`${offer.kind} ${offer.text}`, offer])).values()];
}
