// Keeps a mirror's folder small: every fetch leaves a pack, and what nothing names any more stays in one.
import { rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { absent, listFolder } from '@/lib/files/plain-file';
import { runGit, streamGit } from '@/lib/git/runner/run';

/** More packs than this make look-ups slow: whoever fetched packs them together at once. */
const MAX_PACKS = 24;
/** Says that there may be objects that nothing names, and since when. */
const UNREACHABLE = 'freshet-unreachable';
/** A full packing costs as much as the mirror is large, so that they wait for each other. */
const UNREACHABLE_MS = 7 * 86_400_000;
/** When what somebody wants forgotten lost its name, so that it is due; and how long after a try the next one waits. */
const AT_ONCE = 0;
const AGAIN_MS = 3_600_000;

export interface MaintainOptions {
  signal?: AbortSignal | undefined;
  /** Packs that may stay as they are. */
  maxPacks?: number;
}

/**
 * Packs a mirror's packs together where there are many; true where there were. Large packs are left as they are until
 * the small ones add up to about as much, so the work follows what was fetched. Readers and fetches may go on
 * meanwhile. Throws AppError.
 */
export async function packTogether(dir: string, options: MaintainOptions = {}): Promise<boolean> {
  const entries = await listFolder(path.join(dir, 'objects', 'pack'));
  if (entries.filter(({ name }) => name.endsWith('.pack')).length <= (options.maxPacks ?? MAX_PACKS)) return false;
  await repack(dir, ['--geometric=2'], options);
  return true;
}

/**
 * As `packTogether`, and leaves out what nothing names, a week after something first lost its name. Only for whoever
 * alone fetches into the mirror: a fetch beside it may count on what is thrown away. Throws AppError.
 */
export async function maintainMirror(dir: string, options: MaintainOptions = {}): Promise<boolean> {
  const mark = path.join(dir, UNREACHABLE);
  const since = (await stat(mark).catch(absent))?.mtimeMs;
  if (since === undefined || Math.abs(Date.now() - since) < UNREACHABLE_MS) return await packTogether(dir, options);
  // One that is cut short, because the mirror is so large, is not tried again with every run.
  const triedAt = new Date(Date.now() - (since === AT_ONCE ? UNREACHABLE_MS - AGAIN_MS : 0));
  await utimes(mark, triedAt, triedAt);
  await repack(dir, ['-a'], options);
  // Marked again meanwhile: what was forgotten during the work may be in what it wrote.
  if ((await stat(mark).catch(absent))?.mtimeMs !== AT_ONCE) await rm(mark, { force: true });
  return true;
}

/** `maintainMirror` at once where somebody wants something forgotten; true where that was so. */
export async function pruneUnreachable(dir: string, options: MaintainOptions = {}): Promise<boolean> {
  const mark = await stat(path.join(dir, UNREACHABLE)).catch(absent);
  return mark?.mtimeMs === AT_ONCE && (await maintainMirror(dir, options));
}

/** Has the next run throw away what nothing names, however lately it lost its name. */
export async function throwAwaySoon(dir: string): Promise<void> {
  await markUnreachable(dir);
  await utimes(path.join(dir, UNREACHABLE), AT_ONCE, AT_ONCE);
}

/** Notes that refs went away whose objects may have no other name. */
export async function markUnreachable(dir: string): Promise<void> {
  // One that is there is older, and stays.
  await writeFile(path.join(dir, UNREACHABLE), '', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function repack(dir: string, flags: string[], options: MaintainOptions): Promise<void> {
  // Without -n it also writes lists for servers that know no git, two files a mirror.
  for await (const _ of streamGit(
    dir,
    { verb: 'repack', flags: [...flags, '-d', '-q', '-n'] },
    { signal: options.signal },
  ));
  await runGit(dir, { verb: 'pack-refs', flags: ['--all'] }, { signal: options.signal });
}
