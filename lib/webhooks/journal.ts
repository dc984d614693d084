// Keeps deliveries in files until the database has them: one file for each batch, written once and removed whole.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { webhookHost } from '@/db/schema';
import { type Delivery, WEBHOOK_EVENTS } from './delivery';

const ENDING = '.jsonl';

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

/** Resolves with the name of the file once its content, and that it is there, would outlive a loss of power. */
export async function writeJournal(dir: string, deliveries: Delivery[]): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = path.join(dir, `${randomUUID()}${ENDING}`);
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(deliveries.map((one) => `${JSON.stringify(one)}\n`).join(''));
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await syncFolder(dir);
  return file;
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What can be read of it; a line that broke off was never answered for. Empty where the file is gone. */
export async function readJournal(file: string): Promise<Delivery[]> {
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

/** Its files, the oldest first, each with its age in milliseconds, whichever way the clock was set since. */
export async function listJournal(dir: string): Promise<{ file: string; ageMs: number }[]> {
  const names = await readdir(dir).catch(() => [] as string[]);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(ENDING))
      .map(async (name) => {
        const file = path.join(dir, name);
        const info = await stat(file).catch(() => null);
        return info ? [{ file, ageMs: Math.abs(Date.now() - info.mtimeMs) }] : [];
      }),
  );
  return found.flat().sort((a, b) => b.ageMs - a.ageMs);
}

/** It may be gone already: another process may have read it. */
export async function removeJournal(file: string): Promise<void> {
  await rm(file, { force: true });
}
