// Folders for as long as one git runs. If a process is killed, the next sweep removes those that it leaves.
import { mkdtemp, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { diskError } from '@/lib/files/disk-error';
import { absent, listFolder } from './plain-file';
import { tidyAway } from './remove-folder';

const PREFIX = 'freshet-git-';
/** Longer than any git may run. */
const OLD_MS = 86_400_000;

/** A new folder that nobody else may look into. Throws AppError (kind `disk`) if there is no room. */
export async function makeTemporaryFolder(): Promise<string> {
  return await mkdtemp(path.join(os.tmpdir(), PREFIX)).catch((error: unknown) => {
    throw diskError(error);
  });
}

/** Removes those that are a day old; returns how many. */
export async function removeOldTemporaryFolders(): Promise<number> {
  let removed = 0;
  for (const { name } of await listFolder(os.tmpdir())) {
    const folder = path.join(os.tmpdir(), name);
    if (!name.startsWith(PREFIX) || !(await isOld(folder))) continue;
    await tidyAway(folder);
    removed++;
  }
  return removed;
}

async function isOld(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(absent);
  return found !== null && found.uid === process.geteuid?.() && Date.now() - found.mtimeMs > OLD_MS;
}
