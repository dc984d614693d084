// Keeps deliveries in files of the data folder until the database has them.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import { webhookHost } from '@/db/schema';
import { type Delivery, WEBHOOK_EVENTS } from './delivery';

const ENDING = '.jsonl';
/** A file is cut to nothing whenever the database has all of it; where that never is, others follow it. */
const LARGEST_BYTES = 4 * 1024 * 1024;
/** While the database fails there are no more files than one in so many milliseconds. */
const LEFT_MS = 10_000;

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

/** To be called once it is known what became of the deliveries; resolves when the file is as it should be. */
export type Release = (isActedOn: boolean) => Promise<void>;

export interface Journal {
  /** Resolves once the deliveries, and that their file is there, would outlive a loss of power. */
  append: (deliveries: Delivery[]) => Promise<Release>;
}

/** On globalThis, because Next loads instrumentation and routes as separate module instances. */
const holder = globalThis as typeof globalThis & { freshetJournals?: Set<() => Promise<void>> };

function openFiles(): Set<() => Promise<void>> {
  holder.freshetJournals ??= new Set();
  return holder.freshetJournals;
}

/**
 * Closes what is written to, each file after the writing under way, and removes what nobody needs; what comes later goes
 * into another. Left to the garbage collector, a file would be closed with a warning, and by a later Node with an error.
 */
export async function closeJournals(): Promise<void> {
  await Promise.all([...openFiles()].map((close) => close()));
}

interface OpenFile {
  path: string;
  handle: FileHandle;
  size: number;
  /** How many appended batches have not been released. */
  open: number;
  /** Something in it has to stay: it is for whoever comes across it. */
  isLeft: boolean;
  /** By performance.now(). */
  createdAt: number;
}

/**
 * A journal in `dir`, in files of its own. A file that has not been written for a while may be taken by anybody, its
 * owner alive or not: by another name first (`takeJournal`), so that the owner, who looks after each writing whether its
 * file is still where it was, writes again what may not have been there when the other read it.
 */
export function openJournal(dir: string): Journal {
  const inTurn = pLimit(1);
  let current: OpenFile | null = null;

  const leave = async () => {
    const left = current;
    current = null;
    openFiles().delete(close);
    await left?.handle.close().catch(() => {});
  };
  const close = () =>
    inTurn(async () => {
      const file = current;
      await leave();
      if (file) await tidy(file);
    });
  const write = async (lines: Buffer): Promise<OpenFile | null> => {
    if (current && isDone(current)) await leave();
    current ??= await create(dir);
    openFiles().add(close);
    await current.handle.appendFile(lines);
    current.size += lines.length;
    if (await isThere(current.path)) return current;
    await leave();
    return null;
  };
  const tidy = async (file: OpenFile) => {
    if (!file.isLeft && file.open === 0) {
      if (file !== current) await rm(file.path, { force: true });
      else {
        await file.handle.truncate(0);
        file.size = 0;
      }
    }
  };
  return {
    append: (deliveries) =>
      inTurn(async () => {
        const lines = Buffer.from(deliveries.map((one) => `${JSON.stringify(one)}\n`).join(''));
        let file: OpenFile | null = null;
        try {
          while (file === null) file = await write(lines);
        } catch (error) {
          // Half a line may be there: what comes next must not be its end.
          await leave();
          throw error;
        }
        const written = file;
        written.open++;
        return (isActedOn) => {
          written.open--;
          written.isLeft ||= !isActedOn;
          return inTurn(() => tidy(written));
        };
      }),
  };
}

/** Nothing more goes into a file that is full, nor for long into one that is to be found. */
function isDone(file: OpenFile): boolean {
  return file.size > LARGEST_BYTES || (file.isLeft && performance.now() - file.createdAt > LEFT_MS);
}

/** Each writing ends when it is on disk: one call instead of two, both of which wait their turn among all file work. */
const SYNCED = constants.O_DSYNC ?? constants.O_SYNC;
const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND | SYNCED;

async function create(dir: string): Promise<OpenFile> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = nameFor(dir, 0);
  const handle = await open(file, FLAGS, 0o600);
  try {
    await syncFolder(dir);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { path: file, handle, size: 0, open: 0, isLeft: false, createdAt: performance.now() };
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isThere(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}

/** How often it has been taken stands in its name: clocks may be set. */
function nameFor(dir: string, taken: number): string {
  return path.join(dir, `${randomUUID()}.${taken}${ENDING}`);
}

export interface TakenJournal {
  file: string;
  deliveries: Delivery[];
  /** How often it has been taken, this time included. */
  times: number;
}

/** Takes a file from whoever writes to it and reads it. Null where somebody else has taken it. */
export async function takeJournal(file: string): Promise<TakenJournal | null> {
  const times = Number(/\.(\d+)\.jsonl$/.exec(file)?.[1] ?? 0) + 1;
  const taken = nameFor(path.dirname(file), times);
  try {
    await rename(file, taken);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { file: taken, deliveries: await readJournal(taken), times };
}

/** What can be read of it; a line that broke off was never answered for. Empty where the file is gone. */
async function readJournal(file: string): Promise<Delivery[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => parseLine(line) ?? []);
}

function parseLine(line: string): Delivery | null {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

export interface JournalFile {
  file: string;
  bytes: number;
  /** Milliseconds since it was written, whichever way the clock was set since. */
  ageMs: number;
}

/** The oldest first. */
export async function listJournal(dir: string): Promise<JournalFile[]> {
  const names = await readdir(dir).catch(() => [] as string[]);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(ENDING))
      .map(async (name) => {
        const file = path.join(dir, name);
        const info = await stat(file).catch(() => null);
        return info ? [{ file, bytes: info.size, ageMs: Math.abs(Date.now() - info.mtimeMs) }] : [];
      }),
  );
  return found.flat().sort((a, b) => b.ageMs - a.ageMs);
}

/** For a file that was taken and is not needed any more. */
export async function removeJournal(file: string): Promise<void> {
  await rm(file, { force: true });
}
