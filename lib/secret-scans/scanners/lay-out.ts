// Writes files into a folder for gitleaks to read, under their own names, as rules may ask for these. Several versions of a
// file share one, and it is known which line of it came from which version.

import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { isDangerousPath } from '@/lib/git/dangerous-name';
import { foldersOf } from '@/lib/git/folders-of';
import type { Piece } from './pieces';
import { plainWords, type ScanEntry } from './scanner';

interface LaidPiece {
  entry: ScanEntry;
  /** Where it begins in the file on the disk, 1-based. */
  laidLine: number;
  firstLine: number | null;
}

interface LaidFile {
  pieces: LaidPiece[];
  /** The line that the next piece begins in. */
  nextLine: number;
}

/** Says nothing by itself: no file begins with what one of another kind begins with, and gitleaks reads all of them. */
const START = '\n';
/** No reader of ours or of gitleaks' takes what stands on both sides for one text. */
const BETWEEN = '\n\n';
const WRITTEN_AT_ONCE = 1024 ** 2;
/** gitleaks takes a file with one of these anywhere in its name for an archive, such as a.bridge.ts, and leaves it out. */
const ARCHIVES = /\.(?=7z|br|bz2|gz|lz|mz|rar|s2|sz|tar|xz|zip|zst|zz)/gi;

export class LayOut {
  readonly #files = new Map<string, LaidFile>();
  readonly #folders = new Set<string>();
  bytes = 0;

  private constructor(
    readonly folder: string,
    readonly root: string,
  ) {}

  /** Throws AppError (kind `disk`). */
  static async make(): Promise<LayOut> {
    const folder = await makeTemporaryFolder();
    const root = path.join(folder, 'tree');
    await mkdir(root).catch(fail);
    return new LayOut(folder, root);
  }

  get count(): number {
    return this.#files.size;
  }

  /** True if a file and a folder of one name would meet: in different commits that may be. */
  collides(entry: ScanEntry): boolean {
    const name = laidName(entry.path);
    return this.#folders.has(name) || foldersOf(name).some((folder) => this.#files.has(folder));
  }

  /** Throws AppError if it cannot be written, or read to its end. */
  async add(entry: ScanEntry, pieces: AsyncIterable<Piece>): Promise<void> {
    if (isDangerousPath(entry.path)) throw new AppError('internal', 'A dangerous name was to be scanned.');
    const name = laidName(entry.path);
    const file = path.join(/* turbopackIgnore: true */ this.root, name);
    for (const folder of foldersOf(name)) this.#folders.add(folder);
    const known = this.#files.get(name);
    const laid = known ?? { pieces: [], nextLine: 2 };
    this.#files.set(name, laid);
    await mkdir(path.dirname(file), { recursive: true }).catch((error) => refuse(error, entry));
    const handle = await open(file, known ? 'a' : 'wx', 0o600).catch((error) => refuse(error, entry));
    try {
      let waiting: Buffer[] = known ? [] : [Buffer.from(START)];
      let bytes = 0;
      for await (const piece of pieces) {
        laid.pieces.push({ entry, laidLine: laid.nextLine, firstLine: piece.firstLine });
        laid.nextLine += linesIn(piece.text) + BETWEEN.length;
        waiting.push(piece.text, Buffer.from(BETWEEN));
        bytes += piece.text.length;
        this.bytes += piece.text.length;
        if (bytes < WRITTEN_AT_ONCE) continue;
        await handle.appendFile(Buffer.concat(waiting)).catch(fail);
        waiting = [];
        bytes = 0;
      }
      if (waiting.length > 0) await handle.appendFile(Buffer.concat(waiting)).catch(fail);
    } finally {
      await handle.close();
    }
  }

  /** What stands in a line of a file on the disk; null if there is no such file. Line 0 is about the file as a whole. */
  whatIs(name: string, line: number): { entry: ScanEntry; line: number | null } | null {
    const laid = this.#files.get(name);
    const piece = laid?.pieces.findLast(({ laidLine }) => laidLine <= line) ?? laid?.pieces[0];
    if (!piece) return null;
    const offset = Math.max(0, line - piece.laidLine);
    return { entry: piece.entry, line: line < 1 || piece.firstLine === null ? null : piece.firstLine + offset };
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** `.gitleaksignore` would be obeyed where it lies. */
function laidName(name: string): string {
  if (name === '.gitleaksignore') return '._gitleaksignore';
  const base = name.lastIndexOf('/') + 1;
  return name.slice(0, base) + name.slice(base).replace(ARCHIVES, '._');
}

function linesIn(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) lines++;
  return lines;
}

function refuse(error: unknown, entry: ScanEntry): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENAMETOOLONG' && code !== 'EEXIST' && code !== 'ENOTDIR') fail(error);
  const why = code === 'ENAMETOOLONG' ? 'is too long' : 'is the same as another one';
  throw new AppError('limit', `A name ${why} for this server's disk: ${plainWords(entry.path, 200)}.`, {
    kind: 'too_large',
    cause: error,
  });
}

function fail(error: unknown): never {
  throw diskError(error);
}
