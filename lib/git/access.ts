// Tells a mirror that may not be read from one that is damaged: the first is never thrown away.
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { diskError } from './errors';

/** What git needs besides the packs. */
const PARTS = ['', 'HEAD', 'packed-refs', 'refs', 'refs/heads', 'objects', 'objects/pack'];

/**
 * Throws AppError (kind `disk`) where a part of the mirror is there and this process may not read it. git says of such
 * a one what it says of a damaged one.
 */
export async function refuseUnreadable(dir: string): Promise<void> {
  const packs = path.join(dir, 'objects', 'pack');
  for (const part of PARTS) await mayRead(path.join(dir, part));
  for (const name of await readdir(packs).catch(() => [])) await mayRead(path.join(packs, name));
}

async function mayRead(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
    // A folder that may be listed and not entered hides what is in it.
    await access(path.join(file, '.'), constants.F_OK);
  } catch (error) {
    if (['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw diskError(error);
  }
}
