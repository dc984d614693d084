// How much each caller may ask for in a minute. It is counted in the memory of each process: the limit guards a process's
// own time, and writing every request to the database would cost more than most requests do. With several processes
// behind one address a caller may have as much from each of them.
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import type { Caller } from '@/lib/fair-share';
import { type Quota, type Taken, TokenBuckets } from './token-bucket';

const WINDOW_SECONDS = 60;

/** What a request of each kind counts; what counts nothing is never refused. */
export const COSTS = { free: 0, read: 1, change: 5, search: 10, git: 10 } as const;
export type Cost = keyof typeof COSTS;

/** One on globalThis, because Next loads modules more than once. */
const holder = globalThis as typeof globalThis & { freshetLimits?: TokenBuckets };

/** Counts from scratch, by another clock: for tests. */
export function restartLimits(now?: () => number): void {
  holder.freshetLimits = new TokenBuckets(now);
}

/**
 * A caller's limit; null if it has none: a visitor's network, a person, a token, by how `lib/shares.ts` calls them.
 * Without accounts everybody is the one operator, on this machine.
 */
export function quotaOf(env: Pick<Env, 'limits'>, caller: Caller): Quota | null {
  if (caller.key === 'operator') return null;
  const name = caller.key.startsWith('token ') ? 'token' : caller.isPerson ? 'person' : 'visitor';
  const units = env.limits[name];
  return units === 0 ? null : { name, units, windowSeconds: WINDOW_SECONDS };
}

/**
 * Counts a request, and returns what the answer says of it: `RateLimit` and `RateLimit-Policy` as in
 * draft-ietf-httpapi-ratelimit-headers; none if the caller has no limit. Throws `limit` with `retryAfterSeconds`.
 */
export function countRequest(env: Pick<Env, 'limits'>, caller: Caller, cost: Cost): Record<string, string> {
  const quota = cost === 'free' ? null : quotaOf(env, caller);
  if (!quota) return {};
  holder.freshetLimits ??= new TokenBuckets();
  const taken = holder.freshetLimits.take(caller.key, COSTS[cost], quota);
  if (!taken.isAllowed) throw refusal(quota, taken);
  return limitHeaders(quota, taken);
}

function limitHeaders(quota: Quota, taken: Pick<Taken, 'remaining' | 'resetSeconds'>): Record<string, string> {
  return {
    'RateLimit-Policy': `"${quota.name}";q=${quota.units};w=${quota.windowSeconds}`,
    RateLimit: `"${quota.name}";r=${taken.remaining};t=${taken.resetSeconds}`,
  };
}

/** A request over the limit, with the headers that its answer has as well. */
export class OverLimit extends AppError {
  constructor(
    message: string,
    retryAfterSeconds: number,
    readonly headers: Record<string, string>,
  ) {
    super('limit', message, { retryable: true, retryAfterSeconds, title: 'Over the limit' });
  }
}

const WHOSE: Record<string, string> = { visitor: 'from your network', person: 'from you', token: 'by this token' };

function refusal(quota: Quota, taken: Taken): OverLimit {
  const seconds = taken.retrySeconds;
  return new OverLimit(
    `More has been asked for ${WHOSE[quota.name]} than one may in a minute. Try again in ${seconds} s.`,
    seconds,
    limitHeaders(quota, taken),
  );
}
