// Watches what a transfer writes into an object store and calls out when that becomes too much.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

const EVERY_MS = 200;

/** Calls `onTooLarge` once if the packs of a repository grow over `maxBytes`. Returns what ends the watch. */
export function watchSize(dir: string, maxBytes: number, onTooLarge: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = async () => {
    const bytes = await packedBytes(dir);
    if (isOver) return;
    if (bytes > maxBytes) return onTooLarge();
    timer = setTimeout(look, EVERY_MS);
  };
  timer = setTimeout(look, EVERY_MS);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** Bytes in the packs of a repository, those being written included; loose objects are not counted. */
export async function packedBytes(dir: string): Promise<number> {
  const folder = path.join(dir, 'objects', 'pack');
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
