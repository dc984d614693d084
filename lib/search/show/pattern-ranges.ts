// Where the patterns among a query's terms match in a text: looked for without holding the event loop.
import type { TextTerm } from '@/lib/search/query/query';
import { compileRegex, isRegexError } from '@/lib/search/regex/compile';
import { findRanges, type TimeLeft } from '@/lib/search/regex/match';
import { MAX_PER_TERM } from './occurrences';

/** By pattern: start, end, start, end. Null if time was up before all were found. Throws what the signal aborts with. */
export async function patternRanges(
  text: string,
  terms: TextTerm[],
  options: { ignoreCase?: boolean; maxPerTerm?: number; time: TimeLeft },
): Promise<Map<string, number[]> | null> {
  const { ignoreCase = false, maxPerTerm: max = MAX_PER_TERM, time } = options;
  const ranges = new Map<string, number[]>();
  for (const { kind, text: pattern } of terms) {
    if (kind !== 'regex') continue;
    const compiled = compileRegex(pattern, { ignoreCase });
    const found = isRegexError(compiled) ? [] : await findRanges(compiled, text, { max, time });
    if (found === null) return null;
    ranges.set(pattern, found);
  }
  return ranges;
}
