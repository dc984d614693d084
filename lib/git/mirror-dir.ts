// Where a mirror lies, and how its folder is made and kept ours: its configuration is written by us and never believed.
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';

export type ObjectFormat = 'sha1' | 'sha256';

/**
 * Marks a folder as ours. Its first line is the object format; a second one, for a view of somebody's repository, names
 * the folder whose objects it borrows. Folders without it are never written to.
 */
const MARKER = 'freshet-mirror';
const ALTERNATES = 'objects/info/alternates';
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

/**
 * Writes our configuration and marker into a bare repository; from then on `guardMirror` keeps them so.
 * `borrowsFrom`: absolute path of a folder of objects that it reads beside its own.
 */
export async function claimMirror(dir: string, format: ObjectFormat, borrowsFrom: string | null = null): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(path.join(dir, 'config'), CONFIG[format]);
  await writeFile(path.join(dir, MARKER), borrowsFrom === null ? `${format}\n` : `${format}\nobjects ${borrowsFrom}\n`);
  if (borrowsFrom !== null) await writeFile(path.join(dir, ALTERNATES), `${borrowsFrom}\n`);
  await removeStrays(dir, borrowsFrom);
}

interface Claim {
  format: ObjectFormat;
  /** The folder of objects that a view reads; null for a mirror, which has its own. */
  borrowsFrom: string | null;
}

/** What `claimMirror` wrote down; null for a folder that is not ours. */
export async function readClaim(dir: string): Promise<Claim | null> {
  const marker = await readText(path.join(dir, MARKER));
  if (marker === null) return null;
  const [format, second = ''] = marker.split('\n');
  return {
    format: format?.trim() === 'sha256' ? 'sha256' : 'sha1',
    borrowsFrom: second.startsWith('objects /') ? second.slice('objects '.length) : null,
  };
}

/**
 * Puts back our configuration and drops files that would redirect git, whoever put them there.
 * Leaves folders that are not ours alone. Returns the mirror's object format, null for a folder that is not ours.
 */
export async function guardMirror(dir: string): Promise<ObjectFormat | null> {
  const [claim, config, alternates] = await Promise.all([
    readClaim(dir),
    readText(path.join(dir, 'config')),
    readText(path.join(dir, ALTERNATES)),
  ]);
  if (claim === null) return null;
  const { format, borrowsFrom } = claim;
  if (config !== CONFIG[format]) await putBack(dir, 'config', CONFIG[format]);
  if (borrowsFrom !== null && alternates !== `${borrowsFrom}\n`) await putBack(dir, ALTERNATES, `${borrowsFrom}\n`);
  await removeStrays(dir, borrowsFrom);
  return format;
}

async function putBack(dir: string, name: string, text: string): Promise<void> {
  const temporary = path.join(dir, `config.freshet-${process.pid}-${Math.random().toString(36).slice(2)}`);
  await writeFile(temporary, text);
  await rename(temporary, path.join(dir, name));
}

async function removeStrays(dir: string, borrowsFrom: string | null): Promise<void> {
  const strays = borrowsFrom === null ? [...STRAYS, ALTERNATES] : STRAYS;
  await Promise.all(
    strays.map(async (name) => {
      const file = path.join(/* turbopackIgnore: true */ dir, name);
      const exists = await lstat(file).then(
        () => true,
        () => false,
      );
      if (exists) await rm(file, { recursive: true, force: true });
    }),
  );
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}
