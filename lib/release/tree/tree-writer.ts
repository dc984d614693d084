// Writes files of a commit into the folder of what is staged, from the object store; nothing on the way to a file is a link.

import {
  closeSync,
  createWriteStream,
  fchmodSync,
  futimesSync,
  openSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { lstat, lutimes, mkdir, open, rm, rmdir, symlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import pLimit from 'p-limit';
import { AppError } from '@/lib/errors';
import { absent, isAbsence } from '@/lib/files/plain-file';
import { foldersOf } from '@/lib/git/folders-of';
import type { CatFile } from '@/lib/git/read/cat-file';
import { streamGit } from '@/lib/git/runner/run';
import { staysWithin } from './link-target';
import type { ListedFile } from './list-files';
import { LINK, permissionsOf, type StagedEntry } from './staged-entry';

/** Larger ones are passed on as they come. */
const SMALL_BYTES = 64 * 1024;
/** Each of them takes a git of its own. */
const LARGE_AT_ONCE = 2;
const LONGEST_LINK = 4000;
const TURN_MS = 8;
const SLASH = 0x2f;
/** What a new file is given depends on the umask, which is not ours to change. */
const needsChmod = (process.umask() & 0o755) !== 0;

export interface TreeWriter {
  /** Writes a file, whatever is in its place. A string: why it is not staged. Throws AppError, or what the disk says. */
  write(file: ListedFile, time: number): Promise<StagedEntry | string>;
  /** Takes a file away, and what else has its name. */
  remove(path: Buffer): Promise<void>;
  /** Takes folders away that have nothing in them any more. */
  removeEmpty(): Promise<void>;
}

/** `tree` exists. `dir`: the repository that `cat` reads. */
export function openTreeWriter(
  tree: string,
  from: { dir: string; cat: CatFile; signal: AbortSignal | undefined },
): TreeWriter {
  const root = Buffer.from(`${tree}/`);
  const folders = new Map<string, Promise<void>>();
  const emptied = new Map<string, Buffer>();
  /** Links that were written, or are about to be: what was below such a name is gone, and a path through it leads elsewhere. */
  const links = new Set<string>();
  const turns = new Turns();
  const large = pLimit(LARGE_AT_ONCE);
  const at = (path: Buffer) => Buffer.concat([root, path]);

  const folder = (path: Buffer): Promise<void> => {
    const end = path.lastIndexOf(SLASH);
    if (end < 0) return Promise.resolve();
    const parent = path.subarray(0, end);
    const key = parent.toString('latin1');
    const made = folders.get(key) ?? folder(parent).then(() => beFolder(at(parent)));
    folders.set(key, made);
    return made;
  };
  const inPlace = async (path: Buffer, make: (file: Buffer) => Promise<void>) => {
    await folder(path);
    const file = at(path);
    try {
      await make(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      await rm(file, { recursive: true, force: true });
      await make(file);
    }
  };

  return {
    async write(file, time) {
      const { path, mode, sha } = file;
      const object = await from.cat.read(sha, mode === LINK ? LONGEST_LINK : SMALL_BYTES);
      if (object === null || object.type !== 'blob') throw missing(file.name);
      const { content, sizeBytes } = object;
      const entry = { path, mode, sha, sizeBytes, time };
      if (mode === LINK) {
        if (content === null) return 'a link that is too long';
        if (!staysWithin(path, content)) return 'a link that leads out of the tree';
        links.add(path.toString('latin1'));
        await inPlace(path, async (place) => {
          await symlink(content, place);
          await lutimes(place, time, time);
        });
      } else if (content !== null) {
        await turns.take();
        await inPlace(path, async (place) => writeSmall(place, content, entry));
      } else {
        await large(() => inPlace(path, (place) => writeLarge(place, entry, from)));
      }
      return entry;
    },
    async remove(path) {
      if (foldersOf(path.toString('latin1')).some((folder) => links.has(folder))) return;
      // In one go with the look above: no link takes the place of a folder in between.
      try {
        unlinkSync(at(path));
      } catch (error) {
        if (!isAbsence(error)) rmSync(at(path), { recursive: true, force: true });
      }
      const end = path.lastIndexOf(SLASH);
      if (end >= 0) emptied.set(path.toString('latin1', 0, end), path.subarray(0, end));
    },
    async removeEmpty() {
      for (const first of emptied.values()) {
        for (let path = first; path.length > 0; path = path.subarray(0, Math.max(0, path.lastIndexOf(SLASH)))) {
          // Not empty, or gone already: then so are those above, or they are not empty either.
          if (
            !(await rmdir(at(path)).then(
              () => true,
              () => false,
            ))
          )
            break;
        }
      }
    },
  };
}

/** Makes it a folder, and not a link to one. */
async function beFolder(path: Buffer): Promise<void> {
  const found = await lstat(path).catch(absent);
  if (found?.isDirectory()) return;
  if (found !== null) await rm(path, { force: true });
  await mkdir(path, { mode: 0o755 });
  const made = await lstat(path);
  if ((made.mode & 0o777) !== 0o755) await chmodTo(path, 0o755);
}

async function chmodTo(path: Buffer, mode: number): Promise<void> {
  const handle = await open(path, 'r');
  await handle.chmod(mode).finally(() => handle.close());
}

/**
 * In one go: handing each step of a small file to another thread costs more than the step. Others get their turn in between.
 */
function writeSmall(place: Buffer, content: Buffer, { mode, time }: StagedEntry): void {
  const file = openSync(place, 'wx', permissionsOf(mode));
  try {
    for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
    if (needsChmod) fchmodSync(file, permissionsOf(mode));
    // Last: a file that was not finished is never as it is recorded.
    futimesSync(file, time, time);
  } finally {
    closeSync(file);
  }
}

/** Lets others have their turn after some milliseconds of work. */
class Turns {
  #since = performance.now();

  async take(): Promise<void> {
    while (performance.now() - this.#since > TURN_MS) {
      await breathe();
      this.#since = performance.now();
    }
  }
}

async function writeLarge(
  place: Buffer,
  entry: StagedEntry,
  { dir, signal }: { dir: string; signal: AbortSignal | undefined },
): Promise<void> {
  const handle = await open(place, 'wx', permissionsOf(entry.mode));
  try {
    const content = streamGit(dir, { verb: 'cat-file', flags: ['blob'], operands: [entry.sha] }, { signal });
    await pipeline(
      Readable.from(content, { objectMode: false }),
      createWriteStream('', { fd: handle.fd, autoClose: false }),
    );
    if ((await handle.stat()).size !== entry.sizeBytes) throw missing(entry.path.toString('utf8'));
    if (needsChmod) await handle.chmod(permissionsOf(entry.mode));
    await handle.utimes(entry.time, entry.time);
  } finally {
    await handle.close();
  }
}

function missing(name: string): AppError {
  return new AppError(
    'internal',
    `The copy of this repository lacks the content of ${name}. Sync it, then deliver again.`,
    {
      kind: 'corrupt',
      retryable: true,
    },
  );
}
