// Writes a backup to a file that has its name only once all of it is on the disk.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { AppError } from '@/lib/errors';
import { type FrameKind, packFrame } from './frames';

/** The first bytes of every backup; what follows is gzip, and at the end the SHA-256 of all before it. */
export const MAGIC = Buffer.from('freshet backup 1\n');
export const DIGEST_BYTES = 32;
/** Text compresses to a fifth at this level already, in a third of the time. */
const GZIP_LEVEL = 3;

export interface BackupWriter {
  /** Waits while the disk is slower than we are. Throws what the file system says. */
  write(kind: FrameKind, content: Buffer | string | object): Promise<void>;
  /** Gives the file its name; returns its size in bytes. Throws AppError `conflict` if there is one by now. */
  finish(): Promise<number>;
  /** Removes what there is, after a failure. */
  discard(): Promise<void>;
}

/** Begins one at `file`, readable for its owner alone. Throws AppError if it is there already or cannot be written. */
export async function beginBackup(file: string): Promise<BackupWriter> {
  const target = path.resolve(file);
  await refuseTaken(target);
  const draft = `${target}.part-${process.pid}`;
  const handle = await open(draft, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('invalid', `${draft} cannot be written: ${cause.code}. Name a file in a folder that can be.`, {
      cause,
    });
  });
  const hash = createHash('sha256').update(MAGIC);
  await handle.write(MAGIC);
  const input = new PassThrough({ highWaterMark: 1024 * 1024 });
  const hashing = new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      hash.update(piece);
      done(null, piece);
    },
  });
  const output = createWriteStream(draft, { fd: handle.fd, autoClose: false, start: MAGIC.length });
  const flowing = pipeline(input, createGzip({ level: GZIP_LEVEL }), hashing, output);
  // Told by whoever writes next.
  flowing.catch(() => {});
  return {
    write: async (kind, content) => {
      const bytes = Buffer.isBuffer(content) || typeof content === 'string' ? content : JSON.stringify(content);
      if (input.write(packFrame(kind, Buffer.from(bytes)))) return;
      await Promise.race([new Promise((resolve) => input.once('drain', resolve)), flowing]);
    },
    finish: async () => {
      input.end();
      await flowing;
      const size = (await handle.stat()).size;
      await handle.write(hash.digest(), 0, DIGEST_BYTES, size);
      await handle.sync();
      await handle.close();
      // Unlike a rename, this takes no other file's place.
      await link(draft, target).catch(async (error: NodeJS.ErrnoException) => {
        await refuseTaken(target);
        throw error;
      });
      await rm(draft);
      await syncFolder(path.dirname(target));
      return size + DIGEST_BYTES;
    },
    discard: async () => {
      input.destroy();
      await flowing.catch(() => {});
      await handle.close().catch(() => {});
      await rm(draft, { force: true });
    },
  };
}

async function refuseTaken(target: string): Promise<void> {
  const found = await open(target, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new AppError('invalid', `${target} cannot be written: ${error.code}.`, { cause: error });
  });
  if (found === null) return;
  await found.close();
  throw new AppError('conflict', `${target} is there already. Name another file, or move that one away.`);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
