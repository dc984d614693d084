// The part of the first score that the database computes: how much a file is about a query's words, for its length.
import { type SQL, sql } from 'drizzle-orm';
import { quoteLexeme } from '@/lib/text/tokenize';
import { rankedWords } from '../retrieve/predicates/words';
import { type Asked, joinedNames } from './asked';

/** What a word counts by its weight in a text (none, often used, part of a defined name, defined): for one word. */
const ONE_WORD = '{0.1,0.2,0.4,1}';
/** Of several words a definition of one tells little. */
const MANY_WORDS = '{0.1,0.12,0.2,0.2}';

/** On `b.tsv`; between 0 and about 1. A name that all words make together counts apart from them. */
export function wordRank({ terms: anyOf, slots, words }: Asked): SQL {
  const terms = rankedWords([{ anyOf }]);
  const weights = slots.length > 1 ? MANY_WORDS : ONE_WORD;
  const rank = sql`coalesce(ts_rank(${weights}::float4[], b.tsv, ${terms}::tsquery, 1), 0)`;
  const joined = joinedNames(words).map(quoteLexeme).join(' | ');
  return joined === '' ? rank : sql`(${rank} + coalesce(ts_rank(b.tsv, ${joined}::tsquery), 0))`;
}
