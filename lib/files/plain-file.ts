// Reads small files and lists folders that others may write: never waits for a pipe, never reads without end, and
// counts only a missing file as missing.
import type { BigIntStats, Dirent } from 'node:fs';
import { constants, type FileHandle, open, readdir } from 'node:fs/promises';

/** Something is there that is not a plain file, or that is too large. */
export class NotPlainError extends Error {
  constructor(
    readonly file: string | Buffer,
    readonly reason: 'no_file' | 'too_large',
  ) {
    super(`${file} is ${reason === 'no_file' ? 'no plain file' : 'too large'}`);
    this.name = 'NotPlainError';
  }
}

/** True for the two errors that say that nothing is there: after any other one we do not know. */
export function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** For `catch`: null if there is nothing; any other error is thrown on. */
export function absent(error: unknown): null {
  if (isAbsence(error)) return null;
  throw error;
}

/**
 * All of a plain file; null if there is none. Links are followed. Throws NotPlainError for a pipe, a device, a
 * folder, a link that goes in circles, and for more than `maxBytes`, which is found while it is read and not before.
 * `check` sees what was opened before anything is read of it.
 */
export async function readPlainFile(
  file: string | Buffer,
  maxBytes: number,
  check?: (opened: BigIntStats) => Promise<void>,
): Promise<Buffer | null> {
  return await readOpened(file, await openFile(file, 0), maxBytes, check);
}

/**
 * The same of a file that is no link itself, which is NotPlainError as well. For small ones: room for `maxBytes` is made
 * whatever its size.
 */
export async function readUnlinkedFile(file: string | Buffer, maxBytes: number): Promise<Buffer | null> {
  const handle = await openFile(file, constants.O_NOFOLLOW);
  if (handle === null) return null;
  try {
    if (!(await handle.stat()).isFile()) throw new NotPlainError(file, 'no_file');
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
    if (bytesRead > maxBytes) throw new NotPlainError(file, 'too_large');
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function readOpened(
  file: string | Buffer,
  handle: FileHandle | null,
  maxBytes: number,
  check: ((opened: BigIntStats) => Promise<void>) | undefined,
): Promise<Buffer | null> {
  if (handle === null) return null;
  try {
    const opened = await handle.stat({ bigint: true });
    if (!opened.isFile()) throw new NotPlainError(file, 'no_file');
    await check?.(opened);
    const size = Number(opened.size);
    if (size > maxBytes) throw new NotPlainError(file, 'too_large');
    const chunks: Buffer[] = [];
    let total = 0;
    // One byte more than it said that it has, so that the end is seen at once.
    for (let room = size + 1; ; room = 64 * 1024) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(room), 0, room, null);
      if (bytesRead === 0) return Buffer.concat(chunks);
      total += bytesRead;
      if (total > maxBytes) throw new NotPlainError(file, 'too_large');
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** Opens for reading, without waiting for whoever is to write into a pipe. */
async function openFile(file: string | Buffer, more: number): Promise<FileHandle | null> {
  try {
    return await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | more);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A socket, a device without a driver, a circle of links.
    if (code === 'ENXIO' || code === 'ENODEV' || code === 'ELOOP') throw new NotPlainError(file, 'no_file');
    return absent(error);
  }
}

/** What a folder has; nothing if there is no folder. Throws if it cannot be read. */
export async function listFolder(folder: string): Promise<Dirent[]> {
  return (await readdir(/* turbopackIgnore: true */ folder, { withFileTypes: true }).catch(absent)) ?? [];
}
