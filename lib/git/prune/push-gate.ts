// Keeps pushes and the dropping of unreachable objects apart: git takes an object that is here already as given, so one
// that is dropped while a push comes in would be missing afterwards. Files say who is inside, since several processes may
// work on one folder. Whoever comes makes a file first and looks for the other's then, so never both go in.
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/lib/errors';
import { absent } from '@/lib/files/plain-file';
import { QUARANTINE_MS } from '@/lib/git/mirror/health';

const PUSHING = 'freshet-pushing-';
const PRUNING = 'freshet-pruning';
/** No dropping takes longer: whoever began it has ended it by then. */
export const LONGEST_PRUNE_MS = 600_000;
const POLL_MS = 200;

/** The folders that this process drops objects of. */
const mine = new Set<string>();

/**
 * Waits until nobody drops objects of this repository, and keeps others from beginning to. Resolves with what ends that.
 * Throws AppError `internal` if it takes too long, and the signal's reason.
 */
export async function enterPush(dir: string, { signal }: { signal: AbortSignal }): Promise<() => Promise<void>> {
  const own = path.join(dir, `${PUSHING}${randomUUID()}`);
  const leave = () => rm(own, { force: true });
  const until = Date.now() + LONGEST_PRUNE_MS;
  for (;;) {
    await writeFile(own, '', { flag: 'wx' });
    if (!(await isPruned(dir))) return leave;
    await leave();
    if (Date.now() > until) {
      throw new AppError('internal', 'This repository is being tidied up. Push again in some minutes.', {
        retryable: true,
        retryAfterSeconds: 60,
        kind: 'internal',
      });
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** Does `work` while nobody can push; returns null without doing it if somebody pushes, or does the same. */
export async function whileNobodyPushes<T>(dir: string, work: () => Promise<T>): Promise<T | null> {
  const lock = path.join(dir, PRUNING);
  if (await isPruned(dir)) return null;
  // What a process left that was killed. Pushes pass it by and leave it: only one at a time comes here.
  await rm(lock, { force: true });
  try {
    await writeFile(lock, `${process.pid} ${hostname()}`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
  mine.add(dir);
  try {
    return (await isPushedTo(dir)) ? null : await work();
  } finally {
    mine.delete(dir);
    await rm(lock, { force: true });
  }
}

/** Whoever was killed at it is not at it any more. */
async function isPruned(dir: string): Promise<boolean> {
  const lock = path.join(dir, PRUNING);
  const found = await stat(lock).catch(absent);
  if (found === null) return false;
  const text = await readFile(lock, 'utf8').catch(absent);
  // Ended meanwhile.
  if (text === null) return false;
  const [pid = '', host = ''] = text.split(' ');
  const isOver = Math.abs(Date.now() - found.mtimeMs) > LONGEST_PRUNE_MS;
  // It may be empty because it was made a moment ago.
  const isDead = host === hostname() && (Number(pid) === process.pid ? !mine.has(dir) : !isAlive(Number(pid)));
  return !isOver && !isDead;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What a process left that was killed counts until no push can last longer: dropping objects may wait. */
async function isPushedTo(dir: string): Promise<boolean> {
  let isSomebody = false;
  for (const name of await readdir(dir)) {
    if (!name.startsWith(PUSHING)) continue;
    const file = path.join(dir, name);
    const found = await stat(file).catch(absent);
    if (found === null) continue;
    if (Math.abs(Date.now() - found.mtimeMs) < QUARANTINE_MS) isSomebody = true;
    else await rm(file, { force: true });
  }
  return isSomebody;
}
