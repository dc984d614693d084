// Watches what a transfer writes into a repository and calls out when that becomes too much.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { listFolder } from '@/lib/files/plain-file';

const EVERY_MS = 200;
/** A look at very many files takes long: the next one waits so many times as long. */
const PAUSE = 5;
const AT_ONCE = 64;

/** Calls `onTooLarge` once if the files of a repository grow over `maxBytes`. Returns what ends the watch. */
export function watchSize(dir: string, maxBytes: number, onTooLarge: (error?: unknown) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = async () => {
    const startedAt = performance.now();
    const bytes = await storedBytes(dir, maxBytes);
    if (isOver) return;
    if (bytes > maxBytes) return onTooLarge();
    wait(Math.max(EVERY_MS, PAUSE * (performance.now() - startedAt)));
  };
  const wait = (ms: number) => {
    timer = setTimeout(() => void look().catch((error: unknown) => isOver || onTooLarge(error)), ms);
  };
  wait(EVERY_MS);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/**
 * Bytes of every file below a folder, those being written included; it stops counting above `enough`. A link counts as
 * itself and leads nowhere. Throws if a folder is there and cannot be read.
 */
export async function storedBytes(dir: string, enough = Number.POSITIVE_INFINITY): Promise<number> {
  let bytes = 0;
  const folders = [dir];
  for (let folder = folders.pop(); folder !== undefined && bytes <= enough; folder = folders.pop()) {
    const entries = await listFolder(folder);
    const files: string[] = [];
    for (const entry of entries) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) folders.push(file);
      else if (entry.isFile()) files.push(file);
    }
    for (let at = 0; at < files.length && bytes <= enough; at += AT_ONCE) {
      const sizes = await Promise.all(files.slice(at, at + AT_ONCE).map(sizeOf));
      bytes += sizes.reduce((sum, size) => sum + size, 0);
    }
  }
  return bytes;
}

/** A file that is gone by now takes no space. */
async function sizeOf(file: string): Promise<number> {
  return await stat(file).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 0;
      throw error;
    },
  );
}
