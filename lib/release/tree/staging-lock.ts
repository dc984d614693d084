// One process at a time stages a delivery. The lock is a name that the system gives to one process and takes back when that
// ends, however it ends; and a file for those who share the folder and no names.
import { createHash } from 'node:crypto';
import { stat, unlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/lib/errors';
import { takeLease } from './volume-lease';

const LOOK_EACH_MS = 250;
const PATIENCE_MS = 10 * 60_000;

/**
 * Waits until nobody else has the lock of `folder`, and takes it; returns how to give it back. Throws AppError `conflict` after
 * ten minutes, and the signal's reason.
 */
export async function takeLock(folder: string, signal: AbortSignal | undefined): Promise<() => Promise<void>> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    signal?.throwIfAborted();
    const give = await takeLockIfFree(folder);
    if (give !== null) return give;
    if (performance.now() > until) {
      throw new AppError(
        'conflict',
        'Another process is busy with the files of this delivery. Try again once it has ended.',
        {
          kind: 'internal',
          retryable: true,
        },
      );
    }
    await sleep(LOOK_EACH_MS, undefined, { signal });
  }
}

/** Takes the lock of `folder`, which is there, and returns how to give it back; null if somebody has it. Throws what the disk says. */
export async function takeLockIfFree(folder: string): Promise<(() => Promise<void>) | null> {
  const give = await tryLock(await nameOf(folder));
  if (give === null) return null;
  const giveLease = await takeLease(folder).catch(async (error: unknown) => {
    await give();
    throw error;
  });
  if (giveLease === null) {
    await give();
    return null;
  }
  return async () => {
    await giveLease();
    await give();
  };
}

async function nameOf(folder: string): Promise<string> {
  // Not its path: two containers may have one volume at two.
  const { dev, ino } = await stat(folder);
  return `freshet-staging-${createHash('sha256').update(`${dev} ${ino}`).digest('hex').slice(0, 32)}`;
}

async function tryLock(name: string): Promise<(() => Promise<void>) | null> {
  // Linux has names that are no files. Elsewhere a file is left behind by a process that was killed.
  if (process.platform === 'linux') return await listenOn(`\0${name}`);
  const file = path.join(os.tmpdir().length > 60 ? '/tmp' : os.tmpdir(), name);
  const give = await listenOn(file);
  if (give === null && (await isDead(file))) await unlink(file).catch(() => {});
  return give;
}

/** Null if somebody listens there already. */
function listenOn(address: string): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(address, () => resolve(() => new Promise((closed) => server.close(() => closed()))));
  });
}

function isDead(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(file, () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
