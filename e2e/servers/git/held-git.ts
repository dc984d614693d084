// For tests: gits that wait in a mirror until they are ended, and which of them there are, as Linux says.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * From now on every git that looks for an object in the mirror at `dir` waits for ever: in the place of the index over its
 * packs is a pipe that nobody writes to. Returns what takes it away again.
 */
export function holdGits(dir: string): () => Promise<void> {
  const pipe = path.join(dir, 'objects', 'pack', 'multi-pack-index');
  execFileSync('mkfifo', [pipe]);
  return () => rm(pipe, { force: true });
}

/** Ids of the processes that work in the mirror at `dir`. */
export function gitsIn(dir: string): number[] {
  const mark = `GIT_DIR=${path.resolve(dir)}\0`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return `${readFileSync(`/proc/${pid}/environ`, 'utf8')}\0`.includes(mark);
      } catch {
        return false;
      }
    });
}
