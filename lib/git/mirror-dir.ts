// Where a mirror lies, and how its folder is made and kept ours: its configuration is written by us and never believed.
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { absent, NotPlainError, readPlainFile } from '@/lib/files/plain-file';

export type ObjectFormat = 'sha1' | 'sha256';

/**
 * Marks a folder as ours. Its first line is the object format; the others, for a view of somebody's repository, name the
 * folders whose objects it borrows. Folders without it are never written to.
 */
const MARKER = 'freshet-mirror';
const ALTERNATES = 'objects/info/alternates';
/** Where a view holds what it borrows: a folder for each store, by its number. */
export const BORROWED = 'borrowed';
const MAX_BYTES = 64 * 1024;
const CONFIG: Record<ObjectFormat, string> = {
  sha1: '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n',
  sha256:
    '[core]\n\trepositoryformatversion = 1\n\tfilemode = true\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n',
};
/** Files that make git read configuration, objects or history from somewhere else. */
const STRAYS = ['config.worktree', 'commondir', 'objects/info/http-alternates', 'info/grafts', 'info/attributes'];

/** `<dataDir>/mirrors/<repoId>.git`. Throws AppError `invalid` for an id that is no plain name. */
export function mirrorDir(dataDir: string, repoId: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(repoId)) {
    throw new AppError('invalid', 'The repository id is not valid.', { kind: 'internal' });
  }
  return path.join(dataDir, 'mirrors', `${repoId}.git`);
}

/** Where a mirror of another source is made while the one it is to replace is still read. */
export function besideDir(dataDir: string, repoId: string, migrationId: string): string {
  return `${mirrorDir(dataDir, repoId)}.beside-${migrationId}`;
}

/**
 * Writes our configuration and marker into a bare repository; from then on `guardMirror` keeps them so.
 * `stores`: absolute paths of the folders of objects that a view reads through its `BORROWED` folders; none for a mirror.
 */
export async function claimMirror(dir: string, format: ObjectFormat, stores: readonly string[] = []): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(path.join(dir, 'config'), CONFIG[format]);
  await writeFile(path.join(dir, MARKER), `${format}\n${stores.map((store) => `objects ${store}\n`).join('')}`);
  if (stores.length > 0) await writeFile(path.join(dir, ALTERNATES), alternatesOf(stores));
  await removeStrays(dir, stores);
}

/** Relative, so that a view can be made beside its place and moved there. */
function alternatesOf(stores: readonly string[]): string {
  return stores.map((_, number) => `../${BORROWED}/${number}\n`).join('');
}

interface Claim {
  format: ObjectFormat;
  /** The folders of objects that a view reads; none for a mirror, which has its own. */
  stores: string[];
}

/** What `claimMirror` wrote down; null for a folder that is not ours. Throws AppError if it cannot be read. */
export async function readClaim(dir: string): Promise<Claim | null> {
  const marker = await readPlainFile(path.join(dir, MARKER), MAX_BYTES).catch(asDamage);
  if (marker === null) return null;
  const [format, ...others] = marker.toString('utf8').split('\n');
  const stores = others.filter((line) => line.startsWith('objects /')).map((line) => line.slice('objects '.length));
  return { format: format?.trim() === 'sha256' ? 'sha256' : 'sha1', stores };
}

/**
 * Puts back our configuration and drops files that would redirect git, whoever put them there.
 * Leaves folders that are not ours alone. Returns the mirror's object format, null for a folder that is not ours.
 * Throws AppError if it cannot be told whose it is, or what is there cannot be replaced.
 */
export async function guardMirror(dir: string): Promise<ObjectFormat | null> {
  const claim = await readClaim(dir);
  if (claim === null) return null;
  const { format, stores } = claim;
  try {
    await keep(dir, 'config', CONFIG[format]);
    if (stores.length > 0) await keep(dir, ALTERNATES, alternatesOf(stores));
    await removeStrays(dir, stores);
  } catch (error) {
    throw diskError(error);
  }
  return format;
}

/** Whatever else is there is replaced, also what is no file. */
async function keep(dir: string, name: string, text: string): Promise<void> {
  const file = path.join(/* turbopackIgnore: true */ dir, name);
  const found = await readPlainFile(file, MAX_BYTES).catch((error: unknown) => {
    if (error instanceof NotPlainError) return undefined;
    throw error;
  });
  if (found?.toString('utf8') === text) return;
  if (found === undefined) await rm(file, { recursive: true, force: true });
  const temporary = path.join(dir, `config.freshet-${process.pid}-${Math.random().toString(36).slice(2)}`);
  await writeFile(temporary, text);
  await rename(temporary, file);
}

async function removeStrays(dir: string, stores: readonly string[]): Promise<void> {
  const strays = stores.length === 0 ? [...STRAYS, ALTERNATES] : STRAYS;
  await Promise.all(
    strays.map(async (name) => {
      const file = path.join(/* turbopackIgnore: true */ dir, name);
      const found = await lstat(file).catch(absent);
      if (found !== null) await rm(file, { recursive: true, force: true });
    }),
  );
}

function asDamage(error: unknown): never {
  if (!(error instanceof NotPlainError)) throw diskError(error);
  throw new AppError('internal', 'The mirror on disk is damaged.', { kind: 'corrupt', retryable: true, cause: error });
}
