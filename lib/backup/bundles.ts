// Repositories that nobody else has, as git bundles in a backup, and back.
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { isFolder } from '@/lib/files/plain-folder';
import { writeHead, writePackedRefs } from '@/lib/git/mirror/ref-files';
import { headRef, listRawRefs } from '@/lib/git/mirror/refs';
import { claimMirror, mirrorDir, readClaim } from '@/lib/git/mirror-dir';
import { isObjectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';
import { runGit, streamGit } from '@/lib/git/runner/run';
import type { BackupWriter } from './backup-writer';
import type { Frame } from './frames';

const PIECE_BYTES = 1024 * 1024;

const repositorySchema = z.object({
  id: z.uuid(),
  format: z.enum(['sha1', 'sha256']),
  /** The full name of the ref that HEAD names, as bytes in latin1. */
  head: z.string().nullable(),
  /** git makes no bundle of a repository without any ref. */
  is_empty: z.boolean(),
});

/** Writes one repository with all its refs, the hidden ones too. Throws AppError if its folder cannot be read. */
export async function bundleRepository(dataDir: string, id: string, writer: BackupWriter): Promise<void> {
  const dir = mirrorDir(dataDir, id);
  if (!(await isFolder(dir))) throw new AppError('internal', 'its folder is missing');
  const [claim, head, refs] = await Promise.all([readClaim(dir), headRef(dir), listRawRefs(dir, ['refs'])]);
  await writer.write('B', { id, format: claim?.format ?? 'sha1', head, is_empty: refs.size === 0 });
  if (refs.size === 0) return;
  try {
    const output = streamGit(dir, { verb: 'bundle', flags: ['create', '--quiet', '-', '--all'] });
    for await (const piece of inPieces(output)) await writer.write('D', piece);
  } catch (error) {
    await writer.write('X', '');
    throw error;
  }
}

/** Makes each repository of a backup below `dataDir`. Returns how many. Throws AppError. */
export async function unbundleRepositories(dataDir: string, frames: AsyncIterable<Frame>): Promise<number> {
  const root = path.dirname(mirrorDir(dataDir, '0'));
  await mkdir(root, { recursive: true });
  let open: { about: z.infer<typeof repositorySchema>; folder: string; file: string; output: Output } | null = null;
  let count = 0;
  const close = async (isWhole: boolean) => {
    if (open === null) return;
    await open.output.end();
    if (isWhole) {
      await unbundle(mirrorDir(dataDir, open.about.id), open.folder, open.about, open.file);
      count++;
    }
    await rm(open.folder, { recursive: true, force: true });
    open = null;
  };
  for await (const { kind, bytes } of frames) {
    if (kind === 'D') await open?.output.write(bytes);
    else if (kind === 'X') await close(false);
    else await close(true);
    if (kind !== 'B') continue;
    const about = repositorySchema.parse(JSON.parse(bytes.toString('utf8')));
    const folder = await mkdtemp(path.join(root, `${about.id}.git.new-`));
    const file = path.join(folder, 'bundle');
    open = { about, folder, file, output: beginOutput(file) };
  }
  await close(true);
  return count;
}

async function unbundle(
  dir: string,
  folder: string,
  { format, head, is_empty }: z.infer<typeof repositorySchema>,
  file: string,
): Promise<void> {
  const into = path.join(folder, 'repository');
  await runGit(into, { verb: 'init', flags: ['--bare', '--quiet', `--object-format=${format}`] });
  await claimMirror(into, format);
  const refs: [string, string][] = [];
  if (!is_empty) {
    // git checks that everything which the refs reach is there.
    const output = streamGit(into, { verb: 'bundle', flags: ['unbundle', file] });
    for await (const batch of records(output, 10)) {
      for (const record of batch) {
        const [sha = '', ...name] = record.toString('latin1').split(' ');
        if (isObjectId(sha) && name.join(' ').startsWith('refs/')) refs.push([name.join(' '), sha]);
      }
    }
    await writePackedRefs(into, refs);
  }
  if (head !== null) await writeHead(into, head);
  await rename(into, dir);
}

async function* inPieces(output: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of output) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes < PIECE_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(pieces);
}

interface Output {
  write(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

function beginOutput(file: string): Output {
  const stream = createWriteStream(file, { mode: 0o600 });
  const told = (work: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => work((error) => (error ? reject(error) : resolve())));
  return {
    write: (bytes) => told((done) => stream.write(bytes, done)),
    end: () => told((done) => stream.end(done)),
  };
}
