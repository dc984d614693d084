// Remembers what was rendered, what could not be, and what is being rendered right now.
import { LRUCache } from 'lru-cache';

/** What cannot be rendered is not tried again for so long: not every reader waits for it anew. */
const FAILURE_MS = 10 * 60_000;

/** What an entry takes beside its key and its value, about: many small ones must not add up unseen. */
const ENTRY = 256;

/** A result; null where it cannot be rendered; `busy` where there was no time to try. */
export type Rendered<T> = T | null | 'busy';

export class Memory<T extends object> {
  readonly #known: LRUCache<string, { value: T | null }>;
  readonly #coming = new Map<string, Promise<Rendered<T>>>();

  /** `sizeOf` in the unit of `maxSize`. */
  constructor(maxSize: number, sizeOf: (value: T) => number) {
    this.#known = new LRUCache({
      maxSize,
      sizeCalculation: ({ value }, key) => ENTRY + key.length + (value === null ? 0 : sizeOf(value)),
    });
  }

  /** What `key` names for ever, made once however many ask at once; null where it cannot be had now. */
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
      if (value !== 'busy') this.#known.set(key, { value }, value === null ? { ttl: FAILURE_MS } : {});
      return value;
    } finally {
      this.#coming.delete(key);
    }
  }
}
