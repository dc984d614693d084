// Within this process whoever wants the same tree of a delivery at the same time has the same one.
import type { StagedTree } from '@/lib/release/spec';

type Made = { staged: Omit<StagedTree, 'close'>; giveBack: () => Promise<void> };

interface Slot {
  key: string;
  users: number;
  made: Promise<Made>;
  /** Ends the making once nobody waits for it. */
  ending: AbortController;
  /** Resolves once another tree may be made. */
  freed: Promise<void>;
  free: () => void;
}

const holder = globalThis as typeof globalThis & { freshetStagings?: Map<string, Slot> };

/** `make` is called by the first; the last that closes gives back what it took. Throws what it throws, and the signal's reason. */
export async function shareStaging(
  folder: string,
  key: string,
  signal: AbortSignal | undefined,
  make: (signal: AbortSignal) => Promise<Made>,
): Promise<StagedTree> {
  holder.freshetStagings ??= new Map();
  const slots = holder.freshetStagings;
  for (let slot = slots.get(folder); slot && slot.key !== key; slot = slots.get(folder)) {
    await unlessAborted(slot.freed, signal);
  }
  signal?.throwIfAborted();
  const slot = slots.get(folder) ?? newSlot(slots, folder, key, make);
  slot.users += 1;
  const leave = leaver(slots, folder, slot);
  try {
    const { staged } = await unlessAborted(slot.made, signal);
    return { ...staged, close: leave };
  } catch (error) {
    await leave();
    throw error;
  }
}

function newSlot(
  slots: Map<string, Slot>,
  folder: string,
  key: string,
  make: (signal: AbortSignal) => Promise<Made>,
): Slot {
  let free = () => {};
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  const ending = new AbortController();
  const slot: Slot = { key, users: 0, made: make(ending.signal), ending, freed, free };
  slot.made.catch(() => {});
  slots.set(folder, slot);
  return slot;
}

function leaver(slots: Map<string, Slot>, folder: string, slot: Slot): () => Promise<void> {
  let hasLeft = false;
  return async () => {
    if (hasLeft) return;
    hasLeft = true;
    slot.users -= 1;
    if (slot.users > 0) return;
    // Nobody may join any more, and nobody may begin until it has come to an end.
    slot.key = '';
    slot.ending.abort();
    const made = await slot.made.catch(() => null);
    await made?.giveBack();
    slots.delete(folder);
    slot.free();
  };
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise;
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return await Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
