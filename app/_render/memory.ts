// Remembers what was rendered, what could not be, and what is being rendered right now.
import { LRUCache } from 'lru-cache';

/**
 * What cannot be rendered is not tried again for so long, so that not every reader waits for it. The pause after the
 * first time is short: the machine may have been busy or just started.
 */
const FIRST_FAILURE_MS = 10_000;
const FAILURE_MS = 10 * 60_000;
/** Keys that have failed, so many of the last ones. */
const FAILURES = 10_000;

/** About what an entry takes beside its key and its value: many small ones add up. */
const ENTRY = 256;

/** A result; null if it cannot be rendered; `busy` if there was no time to try. */
export type Rendered<T> = T | null | 'busy';

export class Memory<T extends object> {
  readonly #known: LRUCache<string, { value: T | null }>;
  readonly #coming = new Map<string, Promise<Rendered<T>>>();
  readonly #failed = new LRUCache<string, true>({ max: FAILURES });

  /** `sizeOf` in the unit of `maxSize`. */
  constructor(maxSize: number, sizeOf: (value: T) => number) {
    this.#known = new LRUCache({
      maxSize,
      sizeCalculation: ({ value }, key) => ENTRY + key.length + (value === null ? 0 : sizeOf(value)),
    });
  }

  /** What `key` names for ever, made once however many ask at once; null if it cannot be had now. */
  async get(key: string, make: () => Promise<Rendered<T>>): Promise<T | null> {
    const known = this.#known.get(key);
    if (known) return known.value;
    const coming = this.#coming.get(key) ?? this.#make(key, make);
    const value = await coming;
    return value === 'busy' ? null : value;
  }

  async #make(key: string, make: () => Promise<Rendered<T>>): Promise<Rendered<T>> {
    const coming = make();
    this.#coming.set(key, coming);
    try {
      const value = await coming;
      if (value !== 'busy') this.#known.set(key, { value }, value === null ? { ttl: this.#failureMs(key) } : {});
      return value;
    } finally {
      this.#coming.delete(key);
    }
  }

  #failureMs(key: string): number {
    if (this.#failed.has(key)) return FAILURE_MS;
    this.#failed.set(key, true);
    return FIRST_FAILURE_MS;
  }
}
