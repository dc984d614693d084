// Items that arrive while work is under way are done together when it ends: a burst costs a few queries in all, and a
// single item does not wait.

/** At most so many items are done together. */
const MOST = 500;

interface Waiting<I, O> {
  item: I;
  resolve: (value: O) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes a function for one item out of `work` on many, one batch at a time; `work` answers in the order of its items.
 * An item is never part of work that began before it came. If `work` throws, all of its batch do.
 */
export function inBatches<I, O>(work: (items: I[]) => Promise<O[]>): (item: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = [];
  let isAtWork = false;

  async function workOff(): Promise<void> {
    isAtWork = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST);
      try {
        const results = await work(batch.map(({ item }) => item));
        for (const [i, { resolve }] of batch.entries()) resolve(results[i] as O);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isAtWork = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isAtWork) void workOff();
    });
}

/** One `make()` for each `key`, for as long as that lives. */
export function oncePer<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}
