// Removes folders of ours in which a program that was ended may still be writing for a moment.
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 4000;
const PAUSE_MS = 100;
/** Something was written in the folder, or held open, while it was removed. */
const BUSY = new Set(['ENOTEMPTY', 'EEXIST', 'EBUSY', 'EPERM', 'EMFILE', 'ENFILE']);

/**
 * Removes a folder and all that is in it, also what is written there meanwhile. After about four seconds it throws what
 * the file system says: it does not wait for a program that writes faster than we remove.
 */
export async function removeFolder(dir: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      // Without retries of its own: they begin anew in each folder below, and together have no limit.
      await rm(dir, { recursive: true, force: true });
      return;
    } catch (error) {
      if (!BUSY.has((error as NodeJS.ErrnoException).code ?? '') || performance.now() >= until) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

/**
 * As `removeFolder`, but never throws, so that an earlier error is the one that is told: the sweep removes what is
 * left.
 */
export async function tidyAway(dir: string): Promise<void> {
  await removeFolder(dir).catch(() => {});
}
