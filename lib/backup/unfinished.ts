// Marks a data folder while a backup is restored into it: what is only half there is neither served nor added to.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { releaseLock, takeLock } from '@/db/embedded-lock.mjs';
import { AppError } from '@/lib/errors';
import { listFolder, readPlainFile } from '@/lib/files/plain-file';
import { isFolder } from '@/lib/files/plain-folder';
import { removeFolder } from '@/lib/files/remove-folder';

const MARK = 'restoring';
const MAX_BYTES = 64 * 1024;
/** What a file system puts into its own root. */
const NOBODYS = new Set(['lost+found']);

const stateSchema = z.object({ id: z.uuid(), digest: z.string() });
/** The restore that began there: its id, by which the database knows it too, and the checksum of its backup. */
export type Unfinished = z.infer<typeof stateSchema>;

export interface ClaimedPlace {
  /** The restore that broke off there before; null if none did. */
  before: Unfinished | null;
  /** Removes what that one left, and marks the place. */
  begin(state: Unfinished): Promise<void>;
  /** All is there. */
  finish(): Promise<void>;
  /** For a restore that was refused before it began, or ends: the mark stays if there is one. */
  release(): Promise<void>;
}

/** Throws an Error with a sentence for people if a restore has begun in `dataDir` and not ended. */
export async function refuseUnfinished(dataDir: string): Promise<void> {
  const names = (await listFolder(dataDir)).map(({ name }) => name);
  if (!names.includes(MARK)) return;
  throw new AppError(
    'conflict',
    `The data folder ${dataDir} is half restored: a restore began there and did not end. ` +
      'Run it again (npm run restore -- FILE), or remove the folder to begin with nothing.',
  );
}

/**
 * Takes an empty folder, or one that is half restored, for this process. Throws AppError `conflict` for any other, and
 * an Error if another process restores there right now.
 */
export async function claimPlace(dataDir: string): Promise<ClaimedPlace> {
  const mark = path.join(dataDir, MARK);
  const present = (await listFolder(dataDir)).map(({ name }) => name).filter((name) => !NOBODYS.has(name));
  if (present.length > 0 && !present.includes(MARK)) {
    throw new AppError(
      'conflict',
      `The data folder ${dataDir} is not empty, and a backup is restored into an empty place alone. ` +
        'Set FRESHET_DATA_DIR to another folder, or move this one away.',
    );
  }
  await mkdir(mark, { recursive: true, mode: 0o700 });
  const lock = await takeLock(mark);
  const state = await readPlainFile(path.join(mark, 'state.json'), MAX_BYTES);
  const before = state === null ? null : stateSchema.parse(JSON.parse(state.toString('utf8')));
  let isBegun = before !== null;
  return {
    before,
    begin: async (next) => {
      // A database of the one that broke off may be ending still: it must not write into the new one's folder.
      const database = path.join(dataDir, 'database');
      if (await isFolder(database)) await takeLock(database);
      for (const name of await readdir(dataDir)) {
        if (name !== MARK && !NOBODYS.has(name)) await removeFolder(path.join(dataDir, name));
      }
      await writeFile(path.join(mark, 'state.json'), JSON.stringify(next), { mode: 0o600, flush: true });
      isBegun = true;
    },
    finish: async () => {
      await removeFolder(mark);
      isBegun = false;
    },
    release: async () => {
      if (isBegun) releaseLock(lock);
      else await removeFolder(mark);
    },
  };
}
