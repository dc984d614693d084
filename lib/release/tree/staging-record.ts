// What is written down of a folder that trees are staged in. It is replaced as a whole, so it is always that of a state that
// was complete; a mark beside it says that somebody began to change the folder and did not come to an end.
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { absent } from '@/lib/files/plain-file';
import { records } from '@/lib/git/records';
import { DamagedRecord, entryRecord, parseEntry, type StagedEntry } from './staged-entry';

/** If it changes, what was staged before is staged anew. */
const FORMAT = 1;
const headSchema = z.object({
  format: z.literal(FORMAT),
  /** Names the folder for as long as its files keep their times. */
  staging: z.uuid(),
  /** Of the machine, when this was written: what was written before a crash of it may be lost. */
  boot: z.string().nullable(),
  /** No file has a later time, in seconds, and none had. */
  newest: z.number().int(),
  commit: z.string(),
  subfolder: z.string().nullable(),
  digest: z.string(),
  fileCount: z.number().int(),
  sizeBytes: z.number().int(),
  leftOut: z.array(z.string()),
  leftOutCount: z.number().int(),
});
export type StagingHead = Omit<z.infer<typeof headSchema>, 'format'>;

const RECORD = 'staged';
const MARK = 'changing';
const TREE = 'tree';

/** Where the files are. */
export function treeOf(folder: string): string {
  return path.join(folder, TREE);
}

/** What was complete last; null if nothing was, or not by our rules of today. */
export async function readHead(folder: string): Promise<StagingHead | null> {
  try {
    for await (const [first] of records(createReadStream(path.join(folder, RECORD), { highWaterMark: 64 * 1024 }))) {
      return parseHead(first);
    }
    return null;
  } catch {
    // Missing, or no record of ours: everything is written anew, whatever it says.
    return null;
  }
}

/** The files that were complete last, in the order of their paths' bytes. Throws DamagedRecord, also if some are missing. */
export async function* readEntries(folder: string): AsyncGenerator<StagedEntry, void, undefined> {
  let left: number | null = null;
  for await (const batch of records(createReadStream(path.join(folder, RECORD)))) {
    for (const record of batch) {
      if (left === null) left = parseHead(record).fileCount;
      else {
        left -= 1;
        yield parseEntry(record);
      }
    }
  }
  if (left !== 0) throw new DamagedRecord();
}

function parseHead(record: Buffer | undefined): StagingHead {
  const { format: _, ...head } = headSchema.parse(JSON.parse(record?.toString('utf8') ?? ''));
  return head;
}

/** A record in the making. */
export interface RecordWriter {
  add(entry: StagedEntry): Promise<void>;
  /** Puts it in the place of the last one, and takes the mark away: the folder is complete. */
  complete(head: StagingHead): Promise<void>;
  /** Leaves the last one as it is. Never throws. */
  discard(): Promise<void>;
}

/** The head comes first in the file and is known last, so the entries go to a file of their own until then. */
export function writeRecord(folder: string): RecordWriter {
  const entries = path.join(folder, `${RECORD}.entries`);
  const whole = path.join(folder, `${RECORD}.new`);
  const stream = createWriteStream(entries, { flags: 'w' });
  const done = finished(stream);
  done.catch(() => {});
  return {
    async add(entry) {
      if (!stream.write(Buffer.concat([entryRecord(entry), Buffer.of(0)]))) {
        await Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), done]);
      }
    },
    async complete(head) {
      stream.end();
      await done;
      const into = createWriteStream(whole, { flags: 'w', flush: true });
      const written = finished(into);
      written.catch(() => {});
      into.write(`${JSON.stringify({ format: FORMAT, ...head })}\0`);
      createReadStream(entries)
        .on('error', (error) => into.destroy(error))
        .pipe(into);
      await written;
      await rename(whole, path.join(folder, RECORD));
      await Promise.all([rm(path.join(folder, MARK), { force: true }), rm(entries, { force: true })]);
    },
    async discard() {
      stream.destroy();
      await done.catch(() => {});
      await Promise.all([entries, whole].map((file) => rm(file, { force: true }).catch(() => {})));
    },
  };
}

/** Says that the folder is being changed. */
export async function markChanging(folder: string): Promise<void> {
  await writeFile(path.join(folder, MARK), '');
}

/** True if somebody was ended in the middle. */
export async function isChanging(folder: string): Promise<boolean> {
  return (await readFile(path.join(folder, MARK)).catch(absent)) !== null;
}

/** Takes away everything that is written down, so that all of it is made anew. */
export async function forgetRecord(folder: string): Promise<void> {
  await rm(path.join(folder, RECORD), { force: true });
}

export function newStaging(): string {
  return randomUUID();
}

/** Another one after each start of the machine; null where the system does not say. */
export async function bootOf(): Promise<string | null> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null))?.trim() ?? null;
}
