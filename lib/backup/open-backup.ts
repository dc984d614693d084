// Opens a backup for reading: first all of it is read once, so that a cut or changed file is refused before anything is.
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { DIGEST_BYTES, MAGIC } from './backup-writer';
import { type Frame, notWhole, unpackFrames } from './frames';

const PIECE_BYTES = 1024 * 1024;

const headerSchema = z.object({
  /** When the database was read, in ISO form. */
  made_at: z.iso.datetime(),
  /** The newest migration that the database had. */
  migration: z.string(),
  /** Says by which secret it is encrypted what is encrypted, and not the secret. */
  key_check: z.string(),
  /** The environment that was set, with its secrets. */
  settings: z.record(z.string(), z.string()),
});
export type BackupHeader = z.infer<typeof headerSchema>;

export interface OpenBackup {
  header: BackupHeader;
  /** SHA-256 of the file, in hex: what was checked. */
  digest: string;
  /** All frames after the header, from the first; may be asked for again. */
  frames(): AsyncGenerator<Frame, void, undefined>;
  close(): Promise<void>;
}

/** Throws AppError `invalid`, with a sentence for people, if the file is no backup, or not the whole of one. */
export async function openBackup(file: string): Promise<OpenBackup> {
  const handle = await open(file, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('invalid', `${file} cannot be read: ${cause.code}.`, { cause });
  });
  try {
    const end = (await handle.stat()).size - DIGEST_BYTES;
    const digest = await checkDigest(handle, file, end);
    // Of the file that was checked, whatever takes its name meanwhile.
    const frames = () => readFrames(handle, end);
    const first = await frames().next();
    if (first.done || first.value.kind !== 'H') throw notWhole();
    const header = headerSchema.parse(JSON.parse(first.value.bytes.toString('utf8')));
    return {
      header,
      digest,
      frames: async function* () {
        for await (const frame of frames()) if (frame.kind !== 'H') yield frame;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function checkDigest(handle: FileHandle, file: string, end: number): Promise<string> {
  const magic = Buffer.alloc(MAGIC.length);
  if (end > MAGIC.length) await handle.read(magic, 0, magic.length, 0);
  if (!magic.equals(MAGIC)) throw new AppError('invalid', `${file} is no backup of Freshet.`);
  const hash = createHash('sha256');
  for await (const piece of piecesOf(handle, 0, end)) hash.update(piece);
  const digest = hash.digest();
  const kept = Buffer.alloc(DIGEST_BYTES);
  await handle.read(kept, 0, DIGEST_BYTES, end);
  if (digest.equals(kept)) return digest.toString('hex');
  throw new AppError(
    'invalid',
    `${file} is cut off or was changed: its checksum is not right. Nothing was restored. Take another copy of it.`,
  );
}

async function* readFrames(handle: FileHandle, end: number): AsyncGenerator<Frame, void, undefined> {
  const output = new PassThrough({ highWaterMark: PIECE_BYTES });
  const flowing = pipeline(piecesOf(handle, MAGIC.length, end), createGunzip(), output);
  flowing.catch(() => {});
  try {
    yield* unpackFrames(output);
    await flowing;
  } finally {
    output.destroy();
    await flowing.catch(() => {});
  }
}

async function* piecesOf(handle: FileHandle, from: number, end: number): AsyncGenerator<Buffer, void, undefined> {
  for (let at = from; at < end; ) {
    const piece = Buffer.alloc(Math.min(PIECE_BYTES, end - at));
    const { bytesRead } = await handle.read(piece, 0, piece.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
