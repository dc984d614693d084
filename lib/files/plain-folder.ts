// Whether a folder of ours is free of anything that git could wait for, or that could lead it elsewhere.
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { diskError } from '@/lib/files/disk-error';
import { absent, listFolder } from './plain-file';

/** True if there is a folder, and not a link to one. Throws AppError (kind `disk`) if nobody can tell. */
export async function isFolder(dir: string): Promise<boolean> {
  const found = await lstat(dir)
    .catch(absent)
    .catch((error: unknown) => {
      throw diskError(error);
    });
  return found?.isDirectory() ?? false;
}

/**
 * True if everything below `dir` is a plain file or a folder; `except` are names right below it that are not looked
 * at. Throws AppError (kind `disk`) if a folder cannot be read.
 */
export async function isPlainFolder(dir: string, except: readonly string[] = []): Promise<boolean> {
  const folders = [dir];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await listFolder(folder).catch((error: unknown) => {
      throw diskError(error);
    });
    for (const entry of entries) {
      if (folder === dir && except.includes(entry.name)) continue;
      if (entry.isDirectory()) folders.push(path.join(folder, entry.name));
      else if (!entry.isFile()) return false;
    }
  }
  return true;
}
