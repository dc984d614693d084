// Which tokens were good a moment ago: before the database is asked, it only says whose turn it is, never who may do what.
import { LRUCache } from 'lru-cache';
import { hashTokenSecret } from './secret';

const KEPT_MS = 5 * 60_000;

/** One on globalThis, because Next loads modules more than once. */
const holder = globalThis as typeof globalThis & { freshetKnownTokens?: LRUCache<string, string> };

function known(): LRUCache<string, string> {
  holder.freshetKnownTokens ??= new LRUCache({ max: 10_000, ttl: KEPT_MS });
  return holder.freshetKnownTokens;
}

/** Called when the database has said that a token is good. */
export function rememberToken(hash: string, tokenId: string): void {
  known().set(hash, tokenId);
}

/** Called when it has said that it is not. */
export function forgetToken(hash: string): void {
  known().delete(hash);
}

/** The id of a token that was good a moment ago; null for every other text. */
export function knownTokenId(secret: string): string | null {
  return known().get(hashTokenSecret(secret)) ?? null;
}
