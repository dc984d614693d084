// Asks how a query may go on. What cannot be answered is no trouble: whoever types goes on typing.
import type { Suggestions } from '@/lib/search/suggest/suggestion';

export interface Offered extends Suggestions {
  /** What they are for: for anything else typed they hold no more. */
  q: string;
  at: number;
}

/** Answers that are kept: going back over letters asks nothing. */
const MAX_KEPT = 50;
const kept = new Map<string, Offered>();
let notBefore = 0;

/** Null if there are none, or none in time. Throws what the signal aborts with. */
export async function askSuggestions(q: string, at: number, signal: AbortSignal): Promise<Offered | null> {
  const key = `${at} ${q}`;
  const known = kept.get(key);
  if (known) return known;
  if (Date.now() < notBefore) return null;
  const response = await fetch(`/api/v1/suggest?${new URLSearchParams({ q, at: String(at) })}`, { signal });
  if (response.status === 429) notBefore = Date.now() + 1000 * (Number(response.headers.get('retry-after')) || 5);
  if (!response.ok) return null;
  const offered: Offered = { q, at, ...((await response.json()) as Suggestions) };
  if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value ?? '');
  kept.set(key, offered);
  return offered;
}
