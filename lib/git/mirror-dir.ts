// Where a mirror lies, and how its folder is made and kept ours: its configuration is written by us and never believed.
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';

export type ObjectFormat = 'sha1' | 'sha256';

/** Marks a folder as a mirror of ours, and names its object format. Folders without it are never written to. */
const MARKER = 'freshet-mirror';
const CONFIG: Record<ObjectFormat, string> = {
  sha1: '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n',
  sha256:
    '[core]\n\trepositoryformatversion = 1\n\tfilemode = true\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n',
};
/** Files that make git read configuration, objects or history from somewhere else. */
const STRAYS = [
  'config.worktree',
  'commondir',
  'objects/info/alternates',
  'objects/info/http-alternates',
  'info/grafts',
  'info/attributes',
];

/** `<dataDir>/mirrors/<repoId>.git`. Throws AppError `invalid` for an id that is no plain name. */
export function mirrorDir(dataDir: string, repoId: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(repoId)) {
    throw new AppError('invalid', 'The repository id is not valid.', { kind: 'internal' });
  }
  return path.join(dataDir, 'mirrors', `${repoId}.git`);
}

/** Writes our configuration and marker into a bare repository; from then on `guardMirror` keeps them so. */
export async function claimMirror(dir: string, format: ObjectFormat): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(path.join(dir, 'config'), CONFIG[format]);
  await writeFile(path.join(dir, MARKER), `${format}\n`);
  await removeStrays(dir);
}

/**
 * Puts back our configuration and drops files that would redirect git, whoever put them there.
 * Leaves folders that are not ours alone. Returns the mirror's object format, null for a folder that is not ours.
 */
export async function guardMirror(dir: string): Promise<ObjectFormat | null> {
  const [marker, config] = await Promise.all([readText(path.join(dir, MARKER)), readText(path.join(dir, 'config'))]);
  if (marker === null) return null;
  const format: ObjectFormat = marker.trim() === 'sha256' ? 'sha256' : 'sha1';
  if (config !== CONFIG[format]) {
    const temporary = path.join(dir, `config.freshet-${process.pid}-${Math.random().toString(36).slice(2)}`);
    await writeFile(temporary, CONFIG[format]);
    await rename(temporary, path.join(dir, 'config'));
  }
  await removeStrays(dir);
  return format;
}

async function removeStrays(dir: string): Promise<void> {
  await Promise.all(
    STRAYS.map(async (name) => {
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
