// Keeps out those that share the data folder and not our system's names: another container, another machine. A file in the
// folder says whose turn it is, and is written anew as long as that goes on; one that is not is nobody's.
import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { absent } from '@/lib/files/plain-file';
import { bootOf } from './staging-record';

const FILE = 'taken';
const RENEW_MS = 5000;
/** Watched for so long without a change, it is nobody's. By our own clock: theirs may be any. */
const STALE_MS = 30_000;

/** How each file was found first, and when: who only looks once a minute finds out as well. */
const watched = new Map<string, { text: string; since: number }>();

/**
 * Takes the turn, and returns how to give it back; null if somebody else has it. Only for whoever holds the system's own lock
 * of `folder`, so that a file from `place` is left from somebody who has ended.
 */
export async function takeLease(
  folder: string,
  { staleMs = STALE_MS, place = placeOf() }: { staleMs?: number; place?: Promise<string> } = {},
): Promise<(() => Promise<void>) | null> {
  const file = path.join(folder, FILE);
  const here = await place;
  const token = randomUUID();
  const found = await readFile(file, 'utf8').catch(absent);
  if (found !== null) {
    if (!found.startsWith(`${here} `) && !(await isStale(file, found, staleMs))) return null;
    await putAside(file, found, token);
  }
  const text = (round: number) => `${here} ${token} ${round}`;
  try {
    await writeFile(file, text(0), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
  watched.delete(file);
  let round = 0;
  let work = Promise.resolve();
  const isOurs = async () => (await readFile(file, 'utf8').catch(absent))?.includes(` ${token} `) ?? false;
  const renew = async () => {
    // Not in the place of somebody who took us for dead.
    if (await isOurs()) await writeFile(file, text(++round), { flag: 'r+' });
  };
  const timer = setInterval(() => {
    // A disk that fails says nothing of whose turn it is.
    work = work.then(renew).catch(() => {});
  }, RENEW_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await work;
    if (await isOurs().catch(() => false)) await rm(file, { force: true });
  };
}

async function isStale(file: string, text: string, staleMs: number): Promise<boolean> {
  const before = watched.get(file);
  if (before?.text !== text) watched.set(file, { text, since: performance.now() });
  else return performance.now() - before.since >= staleMs;
  return staleMs <= 0;
}

/** Takes the file away that was found; if it is another one by now, it goes back: somebody was quicker. */
async function putAside(file: string, found: string, token: string): Promise<void> {
  const aside = `${file}.${token}`;
  if ((await rename(file, aside).catch(absent)) === null) return;
  if ((await readFile(aside, 'utf8')) === found) return void (await rm(aside, { force: true }));
  if ((await stat(file).catch(absent)) === null) await rename(aside, file);
  else await rm(aside, { force: true });
}

/** Where names of the system are shared: a network namespace of one machine that has not been started anew. */
async function placeOf(): Promise<string> {
  try {
    return `${(await bootOf()) ?? ''}:${readlinkSync('/proc/self/ns/net')}`;
  } catch {
    // No Linux, so no namespaces either.
    return 'machine';
  }
}
