// Holds a sync at the beginning or the end of one of its stages, for tests of what may happen just then.
import type { Sql } from 'postgres';
import type { Db } from '@/db/client';
import type { RunStage } from '@/db/schema';

export interface Hold {
  /** Resolves when the sync is there. */
  reached: Promise<void>;
  /** Lets it go on, and every later one pass. */
  release: () => void;
}

type Moment = 'at the beginning' | 'at the end';

/**
 * The next run that comes to `stage` waits: with its beginning written and nothing of it done, or with everything done
 * and its end not yet written. The database's connections stay free meanwhile.
 */
export function holdStage(stage: RunStage, moment: Moment): Hold {
  const holder = globalThis as typeof globalThis & { freshetDatabase?: { db: Db } };
  const opened = holder.freshetDatabase;
  if (!opened) throw new Error('There is no open database.');
  const plain = opened.db;
  const arrived = signal();
  const gate = signal();
  const client = new Proxy(plain.$client, {
    apply: (target, self, args: unknown[]) => {
      const run = () => Reflect.apply(target as unknown as () => unknown, self, args);
      return isAt(stage, moment, args) ? wait(moment, run as () => Promise<unknown>) : run();
    },
  }) as Sql;
  const wait = async (when: Moment, run: () => Promise<unknown>) => {
    const begun = when === 'at the beginning' ? await run() : null;
    arrived.resolve();
    await gate.promise;
    return begun ?? (await run());
  };
  opened.db = new Proxy(plain, {
    get: (target, name) => (name === '$client' ? client : Reflect.get(target, name)),
  });
  return {
    reached: arrived.promise,
    release: () => {
      if (holder.freshetDatabase) holder.freshetDatabase.db = plain;
      gate.resolve();
    },
  };
}

function isAt(stage: RunStage, moment: Moment, [strings, ...values]: unknown[]): boolean {
  if (!Array.isArray(strings) || !('raw' in strings)) return false;
  const text = strings.join('?');
  const mark = moment === 'at the beginning' ? 'progress_done = 0' : "-> 1 = 'null'";
  return text.includes(mark) && values.includes(stage);
}

function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
