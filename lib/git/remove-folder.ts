// Removes folders of ours in which a program that was ended may still be writing for a moment.
import { rm } from 'node:fs/promises';

/** Removes a folder and all that is in it, also what is written there meanwhile, for up to about four seconds. */
export async function removeFolder(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true, maxRetries: 8, retryDelay: 100 });
}

/**
 * As `removeFolder`, where something else is to be told: what cannot be removed is left to the sweep and keeps nobody
 * from the cause.
 */
export async function tidyAway(dir: string): Promise<void> {
  await removeFolder(dir).catch(() => {});
}
