// Tells a mirror that may not be read from one that is damaged: the first is never thrown away.
import { constants, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { diskError } from '@/lib/files/disk-error';
import { isAbsence, listFolder } from '@/lib/files/plain-file';

/** What git reads whatever it is asked. */
const PARTS = ['.', 'HEAD', 'packed-refs', 'refs', 'refs/heads', 'objects', 'objects/pack'];

/**
 * Throws AppError (kind `disk`) if a part of the mirror is there and this process may not read it. git cannot tell such
 * a mirror from a damaged or an empty one.
 */
export async function refuseUnreadable(dir: string): Promise<void> {
  await Promise.all(PARTS.map((part) => read(path.join(dir, part))));
}

/** The same of its packs. */
export async function refuseUnreadablePacks(dir: string): Promise<void> {
  const packs = path.join(dir, 'objects', 'pack');
  for (const { name } of await listFolder(packs).catch(asDiskError)) await read(path.join(packs, name));
}

/**
 * True if it is there and this process may not read it, or may not go into it. Never waits for a pipe. Throws if
 * that cannot be told.
 */
export async function isDenied(file: string): Promise<boolean> {
  return (await denialOf(file)) !== null;
}

async function read(file: string): Promise<void> {
  const denial = await denialOf(file).catch(asDiskError);
  if (denial) throw diskError(denial);
}

async function denialOf(file: string): Promise<unknown> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    await handle.close();
    // A folder that may be listed but not entered hides what is in it.
    await stat(`${file}/.`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['EACCES', 'EPERM'].includes(code)) return error;
    // A socket, or links in a circle: whoever reads it finds that out.
    if (!isAbsence(error) && !['ENXIO', 'ENODEV', 'ELOOP'].includes(code)) throw error;
  }
  return null;
}

function asDiskError(error: unknown): never {
  throw diskError(error);
}
