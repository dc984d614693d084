// Puts a mirror in place or takes it away in one rename: nobody ever sees half a folder.
// Folders named `<mirror>.git.new-…` and `<mirror>.git.old-…` are unfinished work; after a crash they can be removed.
import { rename } from 'node:fs/promises';
import { absent } from '@/lib/files/plain-file';
import { removeFolder, tidyAway } from '@/lib/files/remove-folder';

/** Moves a finished folder to `dir`; what was there goes away. */
export async function replaceMirror(dir: string, from: string): Promise<void> {
  const old = await setAside(dir);
  await rename(from, dir);
  if (old) await tidyAway(old);
}

/** Removes a mirror's folder if there is one. */
export async function removeMirror(dir: string): Promise<void> {
  const old = await setAside(dir);
  if (old) await removeFolder(old);
}

async function setAside(dir: string): Promise<string | null> {
  const old = `${dir}.old-${process.pid}-${Math.random().toString(36).slice(2)}`;
  return await rename(dir, old).then(() => old, absent);
}
