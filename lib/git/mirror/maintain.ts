// Keeps a mirror's folder small: every fetch leaves a pack, and what nothing names any more stays in one.
import { rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { absent, listFolder } from '@/lib/files/plain-file';
import { runGit, streamGit } from '@/lib/git/runner/run';

/** More packs than this make look-ups slow: whoever fetched packs them together at once. */
const MAX_PACKS = 24;
/** Says that there may be objects that nothing names, and since when. */
const UNREACHABLE = 'freshet-unreachable';
/** A full packing costs more the larger the mirror is, so unreachable objects are collected for so long. */
const UNREACHABLE_MS = 7 * 86_400_000;
/** The mark's time if somebody wants something forgotten, so that it is due; and how long to wait after a try. */
const AT_ONCE = 0;
const AGAIN_MS = 3_600_000;

export interface MaintainOptions {
  signal?: AbortSignal | undefined;
  /** Packs that may stay as they are. */
  maxPacks?: number;
}

/**
 * Packs a mirror's packs together if there are many; true if there were. Large packs are left as they are until
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
 * As `packTogether`, but also drops unreachable objects, a week after something first became unreachable. Call it only
 * while nobody else fetches into the mirror: a fetch may count on what is dropped. Throws AppError.
 */
export async function maintainMirror(dir: string, options: MaintainOptions = {}): Promise<boolean> {
  const isDropped = await dropIfDue(dir, async () => {
    await repack(dir, ['-a'], options);
    return true;
  });
  return isDropped || (await packTogether(dir, options));
}

/** Whether something became unreachable a week ago, or is to go at once. */
export async function isDropDue(dir: string): Promise<boolean> {
  const since = (await stat(path.join(dir, UNREACHABLE)).catch(absent))?.mtimeMs;
  return since !== undefined && Math.abs(Date.now() - since) >= UNREACHABLE_MS;
}

/** Has `drop` do it if it is due; true if so. `drop` says whether nothing is left to be dropped another time. */
export async function dropIfDue(dir: string, drop: () => Promise<boolean>): Promise<boolean> {
  if (!(await isDropDue(dir))) return false;
  const mark = path.join(dir, UNREACHABLE);
  const since = (await stat(mark).catch(absent))?.mtimeMs;
  // Noted first, so that a packing that is cut short is not tried again with every run.
  const triedAt = new Date(Date.now() - (since === AT_ONCE ? UNREACHABLE_MS - AGAIN_MS : 0));
  await utimes(mark, triedAt, triedAt);
  const isAll = await drop();
  // Marked again meanwhile: what was forgotten during the work may be in what it wrote.
  if (isAll && (await stat(mark).catch(absent))?.mtimeMs !== AT_ONCE) await rm(mark, { force: true });
  return true;
}

/** Does `maintainMirror` at once if somebody wants something forgotten; returns whether it did. */
export async function pruneUnreachable(dir: string, options: MaintainOptions = {}): Promise<boolean> {
  const mark = await stat(path.join(dir, UNREACHABLE)).catch(absent);
  return mark?.mtimeMs === AT_ONCE && (await maintainMirror(dir, options));
}

/** Has the next run drop unreachable objects, even if they became unreachable only now. */
export async function throwAwaySoon(dir: string): Promise<void> {
  await markUnreachable(dir);
  await utimes(path.join(dir, UNREACHABLE), AT_ONCE, AT_ONCE);
}

/** Notes that refs went away whose objects may have no other name. */
export async function markUnreachable(dir: string): Promise<void> {
  // A mark that is there is older, and stays.
  await writeFile(path.join(dir, UNREACHABLE), '', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Has git pack everything anew as `flags` say, and drop the packs that were. Throws AppError. */
export async function repack(dir: string, flags: string[], options: MaintainOptions): Promise<void> {
  // Without -n it also writes lists for servers that know no git, two files a mirror.
  for await (const _ of streamGit(
    dir,
    { verb: 'repack', flags: [...flags, '-d', '-q', '-n'] },
    { signal: options.signal },
  ));
  await runGit(dir, { verb: 'pack-refs', flags: ['--all'] }, { signal: options.signal });
}
