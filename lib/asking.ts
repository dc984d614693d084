// Who asks, and whether they still wait for the answer: what is deep within a page is not handed that, so it comes beside.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller } from './fair-share';

interface Asking {
  /** Null if the request waits for nobody. */
  caller: Caller | null;
  /** Aborts when the client has gone. */
  gone: AbortSignal;
}

const holder = globalThis as typeof globalThis & { freshetAsking?: AsyncLocalStorage<Asking> };

function storage(): AsyncLocalStorage<Asking> {
  holder.freshetAsking ??= new AsyncLocalStorage();
  return holder.freshetAsking;
}

/** Calls `answer`; within it, and in all that it starts, this is who asks. */
export function answering<T>(asking: Asking, answer: () => T): T {
  return storage().run(asking, answer);
}

/** Aborts when the client of the request at hand has gone; undefined if there is no request. */
export function clientGone(): AbortSignal | undefined {
  return storage().getStore()?.gone;
}

/** Whose request is at hand; null if there is none. */
export function whoAsks(): Caller | null {
  return storage().getStore()?.caller ?? null;
}
