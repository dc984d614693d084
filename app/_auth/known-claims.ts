// What session cookies say that were opened a moment ago: each request asks twice, and opening one takes longer than asking
// the database whether the session still counts, which is asked each time whatever is known here.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const KEPT_MS = 60_000;
const MOST_KEPT = 10_000;

const kept = new WeakMap<object, LRUCache<string, object>>();

/** What `open` makes of a cookie's text, kept for the installation that `env` is of; what it takes for none is not. */
export async function knownClaims<T extends object>(
  env: object,
  text: string,
  open: () => Promise<T | null>,
): Promise<T | null> {
  let known = kept.get(env);
  if (!known) {
    known = new LRUCache({ max: MOST_KEPT, ttl: KEPT_MS });
    kept.set(env, known);
  }
  // The text itself would sign in whoever reads this memory.
  const key = createHash('sha256').update(text).digest('base64');
  const claims = (known.get(key) as T | undefined) ?? (await open());
  if (claims && !known.has(key)) known.set(key, claims);
  return claims;
}
