// Keeps deliveries in files of the data folder until the database has them. A file is written once and never changed:
// whoever has put all of it into the database may remove it, so it does not matter who wrote it or whether that process
// still runs.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { webhookHost } from '@/db/schema';
import { type Delivery, WEBHOOK_EVENTS } from './payload/delivery';

/** A file's name is `<uuid>.<how often it has been taken>.jsonl`: one delivery a line, and an empty line at the end. */
const ENDING = '.jsonl';
const END = '\n';
/** One process writes at most so many files while nobody removes any: the database may be away for days. */
export const MAX_FILES = 10_000;
/** Writing returns when the data is on disk: every call waits its turn among all file work, and this saves one. */
const WRITE_THROUGH =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_DSYNC ?? constants.O_SYNC);

const lineSchema = z.object({
  host: z.enum(webhookHost.enumValues),
  deliveryId: z.string().nullable(),
  receivedAt: z.number(),
  news: z
    .object({
      event: z.enum(WEBHOOK_EVENTS),
      name: z.string(),
      addresses: z.array(z.string()),
      place: z.string().nullable(),
    })
    .nullable(),
});

/** Where the journal of a data folder lies. */
export function journalDir(dataDir: string): string {
  return path.join(dataDir, 'webhooks');
}

/**
 * Writes `deliveries` to a new file in `dir`, in order, and returns its path once the file and its name would outlive a
 * loss of power. Throws what the file system throws, and if the folder is full.
 */
export async function writeJournal(dir: string, deliveries: Delivery[]): Promise<string> {
  await requireRoom(dir);
  const file = nameFor(dir, 0);
  const lines = deliveries.map((delivery) => `${JSON.stringify(delivery)}\n`).join('');
  try {
    const handle = await open(file, WRITE_THROUGH, 0o600);
    try {
      // At the same time, so that there is one wait for the disk.
      await Promise.all([handle.writeFile(lines + END), syncFolder(dir)]);
    } finally {
      closeSoon(handle);
    }
  } catch (error) {
    room.delete(dir);
    // If it stays, it is acted on again, which does no harm.
    await removeJournal(file).catch(() => {});
    throw error;
  }
  return file;
}

/** How many files may be written to a folder until they are counted again. */
const room = new Map<string, number>();

async function requireRoom(dir: string): Promise<void> {
  let left = room.get(dir) ?? 0;
  if (left === 0) {
    const isNew = await mkdir(dir, { recursive: true, mode: 0o700 });
    if (isNew) await syncFolder(path.dirname(dir));
    left = Math.max(0, MAX_FILES - (await readdir(dir)).length);
  }
  if (left === 0) throw new Error(`${dir} holds ${MAX_FILES} files of webhooks that the database has not taken.`);
  room.set(dir, left - 1);
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    closeSoon(handle);
  }
}

/** Nobody waits for the close: the data is on disk, or writing has failed. */
function closeSoon(handle: FileHandle): void {
  void handle.close().catch(() => {});
}

/** The name counts how often the file was taken: the clock may be set, so time cannot tell. */
function nameFor(dir: string, taken: number): string {
  return path.join(dir, `${randomUUID()}.${taken}${ENDING}`);
}

export interface JournalFile {
  file: string;
  /** Milliseconds since it was written, whichever way the clock was set since. */
  ageMs: number;
}

/** Files, the oldest first; none if there is no such folder. Throws if it cannot be read. */
export async function listJournal(dir: string): Promise<JournalFile[]> {
  const names = await readdir(dir).catch((error) => unlessGone<string[]>(error, []));
  const found: JournalFile[] = [];
  for (const name of names) {
    if (!name.endsWith(ENDING)) continue;
    const file = path.join(dir, name);
    const info = await stat(file).catch((error) => unlessGone(error, null));
    if (info) found.push({ file, ageMs: Math.abs(Date.now() - info.mtimeMs) });
  }
  return found.sort((a, b) => b.ageMs - a.ageMs);
}

export interface TakenJournal {
  file: string;
  deliveries: Delivery[];
  /** False if its end is missing: it is being written, or its process died before it answered the sender. */
  isComplete: boolean;
  /** How many lines hold no delivery. */
  unreadable: number;
  /** How often it has been taken, this time included. */
  times: number;
}

/** Takes a file: counts that in its name, and reads it. Null if somebody else has taken or removed it. */
export async function takeJournal(file: string): Promise<TakenJournal | null> {
  const times = Number(/\.(\d+)\.jsonl$/.exec(file)?.[1] ?? 0) + 1;
  const taken = nameFor(path.dirname(file), times);
  try {
    await rename(file, taken);
    const text = await readFile(taken, 'utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    const deliveries = lines.flatMap((line) => parseLine(line) ?? []);
    const unreadable = lines.length - deliveries.length;
    return { file: taken, deliveries, isComplete: text.endsWith(`\n${END}`), unreadable, times };
  } catch (error) {
    return unlessGone(error, null);
  }
}

function parseLine(line: string): Delivery | null {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Does nothing if it is gone already. */
export async function removeJournal(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Returns `instead` if `error` says that a file or folder is not there; else throws it. */
function unlessGone<T>(error: unknown, instead: T): T {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return instead;
  throw error;
}
