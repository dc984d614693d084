// Counts what each caller asks for: a bucket that empties by what a request costs and fills up again evenly, so that a
// caller may have a minute's worth at once and no more than that on average.

export interface Quota {
  /** Named in the headers. */
  name: string;
  /** Units that a full bucket holds; so many come back within `windowSeconds`. */
  units: number;
  windowSeconds: number;
}

export interface Taken {
  isAllowed: boolean;
  /** Whole units that are left. */
  remaining: number;
  /** Seconds until the bucket is full again. */
  resetSeconds: number;
  /** Seconds until what was refused would be allowed; 0 if it was. */
  retrySeconds: number;
}

interface Bucket {
  left: number;
  at: number;
}

/** Bounded: the callers that were seen longest ago are forgotten first, as if they had asked for nothing. */
const MOST_CALLERS = 50_000;

export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  /** `now` in milliseconds, of a clock that is never set back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes `cost` units from the caller's bucket; what is refused takes none. */
  take(caller: string, cost: number, quota: Quota): Taken {
    const now = this.#now();
    const perSecond = quota.units / quota.windowSeconds;
    const known = this.#buckets.get(caller);
    const left = known
      ? Math.min(quota.units, known.left + (Math.max(0, now - known.at) / 1000) * perSecond)
      : quota.units;
    // What costs more than a bucket holds is allowed from a full one.
    const isAllowed = left >= Math.min(cost, quota.units);
    const after = isAllowed ? Math.max(0, left - cost) : left;
    this.#keep(caller, { left: after, at: now });
    return {
      isAllowed,
      remaining: Math.floor(after),
      resetSeconds: Math.ceil((quota.units - after) / perSecond),
      retrySeconds: isAllowed ? 0 : Math.max(1, Math.ceil((Math.min(cost, quota.units) - left) / perSecond)),
    };
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** The newest at the end: a Map keeps its order. */
  #keep(caller: string, bucket: Bucket): void {
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    if (this.#buckets.size <= MOST_CALLERS) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
