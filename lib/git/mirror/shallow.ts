// Whether a mirror has less than the whole history.
import path from 'node:path';
import { readPlainFile } from '@/lib/files/plain-file';

/** A line for each commit whose parents are not here. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Throws NotPlainError and what the file system says. */
export async function isShallow(dir: string): Promise<boolean> {
  const cut = await readPlainFile(path.join(dir, 'shallow'), MOST_BYTES);
  return cut !== null && cut.length > 0;
}
