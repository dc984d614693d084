// Asks a running embedded database for a copy of itself, as of one moment.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type Answer, PLACE } from './embedded-copies.mjs';
import { connectSocket } from './socket';

export interface EmbeddedCopy {
  /** To be opened like a data folder. */
  dataDir: string;
  remove: () => Promise<void>;
}

/**
 * A copy of the database that runs over `dataDir`, which goes on meanwhile but for the time that copying its files takes;
 * null if none runs. Throws an Error with a sentence for people if it cannot be made.
 */
export async function copyEmbedded(dataDir: string): Promise<EmbeddedCopy | null> {
  const folder = path.resolve(dataDir, 'database');
  const place = await readFile(path.join(folder, PLACE), 'utf8').catch(() => null);
  const socket = place === null ? null : await connectSocket(place).catch(() => null);
  if (socket === null) return null;
  const said = await text(socket);
  if (said === '') throw new Error('The database ended while it was copied. Try again.');
  const answer = JSON.parse(said) as Answer;
  if ('error' in answer) throw new Error(`The database could not be copied: ${answer.error}`);
  const copy = path.join(folder, answer.copy);
  return { dataDir: copy, remove: () => rm(copy, { recursive: true, force: true }) };
}
