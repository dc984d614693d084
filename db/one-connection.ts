// With one connection, a query sent past the transaction it is made in would wait for itself: it fails at once instead.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Sql } from 'postgres';

type Callback = (sql: never) => unknown;

/** Gives a client whose queries throw if a transaction of the same client surrounds them and they are not its own. */
export function refuseSelfWaits(client: Sql): Sql {
  const surrounding = new AsyncLocalStorage<{ isOpen: boolean }>();
  const check = () => {
    if (!surrounding.getStore()?.isOpen) return;
    throw new Error('This query was made inside a transaction and not through it: it would wait for itself for ever.');
  };
  const begin = async (...values: unknown[]) => {
    check();
    const callback = values.pop() as Callback;
    const state = { isOpen: true };
    const surrounded = (sql: never) => surrounding.run(state, () => callback(sql));
    try {
      return await Reflect.apply(client.begin, client, [...values, surrounded]);
    } finally {
      state.isOpen = false;
    }
  };
  const unsafe = (...values: unknown[]) => {
    check();
    return Reflect.apply(client.unsafe, client, values);
  };
  return new Proxy(client, {
    apply: (target, self, values) => {
      if (isTemplate(values[0])) check();
      return Reflect.apply(target, self, values);
    },
    get: (target, name) => (name === 'begin' ? begin : name === 'unsafe' ? unsafe : Reflect.get(target, name)),
  });
}

/** A client is also called for names and rows, which are parts of queries. */
function isTemplate(value: unknown): boolean {
  return Array.isArray(value) && 'raw' in value;
}
