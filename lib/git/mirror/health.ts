// Checks whether a mirror can be used, and removes what crashes leave behind.
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { absent } from '@/lib/files/plain-file';
import { startGit } from '@/lib/git/runner/run';
import { refuseUnreadable, refuseUnreadablePacks } from './access';
import { listRawRefs } from './refs';

/** A lock is held for moments; one this old belongs to nobody. */
const STALE_MS = 30_000;
const TICK_MS = 20;
/** It asks for a few objects: whatever takes longer hangs, such as another machine's disk. */
const TIMEOUT_MS = 120_000;
/** What a push brings lies in a folder of its own until it is checked: no push may take longer than this. */
const QUARANTINE = /^tmp_objdir-/;
export const QUARANTINE_MS = 6 * 3_600_000;
const CONFIG = /^config\./;
const CONDEMNED = 'freshet-damaged';
/** Files that git reads whatever it is asked. */
const PLAIN = ['HEAD', 'packed-refs', 'shallow'];

/**
 * Cheap: the folder is a repository, HEAD's commit and its tree are there. An empty repository is `ok`. Throws AppError
 * if git itself cannot be run or was ended by the signal, and (kind `disk`) if the folder may not be read.
 */
export async function checkMirror(
  dir: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<'ok' | 'missing' | 'corrupt'> {
  const health = await look(dir, options);
  if (health === 'corrupt') await refuseUnreadablePacks(dir);
  return health;
}

async function look(dir: string, options: { signal?: AbortSignal | undefined }): Promise<'ok' | 'missing' | 'corrupt'> {
  const found = await stat(dir).catch(absent).catch(asDiskError);
  if (!found?.isDirectory()) return 'missing';
  await refuseUnreadable(dir);
  // git would wait for a pipe, and read a device without end.
  for (const name of PLAIN) {
    const file = await stat(path.join(dir, name)).catch(absent).catch(asDiskError);
    if (file !== null && !file.isFile()) return 'corrupt';
  }
  try {
    const running = await startGit(
      dir,
      { verb: 'cat-file', flags: ['--batch-check'] },
      { ...options, input: 'HEAD\nHEAD^{tree}\n', timeoutMs: TIMEOUT_MS },
    );
    let text = '';
    for await (const chunk of running.stdout) text += chunk.toString('latin1');
    await running.done;
    const [commit = '', tree = ''] = text.split('\n');
    if (/ commit \d+$/.test(commit) && / tree \d+$/.test(tree)) return 'ok';
    const refs = await listRawRefs(dir, ['refs/heads', 'refs/tags', 'refs/freshet'], options);
    if (refs.size === 0) return 'ok';
    return (await someExist(dir, [...refs.values()].slice(0, 100), options)) ? 'ok' : 'corrupt';
  } catch (error) {
    // A git that could not be started, or was ended, says nothing of the mirror.
    if (error instanceof AppError && error.kind === 'corrupt') return 'corrupt';
    throw error;
  }
}

/** Notes that the mirror turned out to be damaged: the next fetch clones it anew, and until then it is read as it is. */
export async function condemnMirror(dir: string): Promise<void> {
  await writeFile(path.join(dir, CONDEMNED), '').catch(() => {});
}

export async function isCondemned(dir: string): Promise<boolean> {
  return (await stat(path.join(dir, CONDEMNED)).catch(absent).catch(asDiskError)) !== null;
}

/**
 * Removes what is older than `olderThanMs` of what git leaves when it is killed: locks, half-written packs, and `.keep`,
 * which a fetch puts beside a pack until its refs name it and which would keep the pack from ever being packed with
 * others. What a push was bringing stays for the longest that a push may take. With `since`, what was left since that time
 * goes as well: for who alone writes into the mirror, and whose git has ended. Returns how many.
 */
export async function removeStaleLocks(
  dir: string,
  options: { olderThanMs?: number; since?: number } = {},
): Promise<number> {
  const before = Date.now() - (options.olderThanMs ?? STALE_MS);
  // The clock of files may be a tick behind.
  const since = options.since === undefined ? Number.POSITIVE_INFINITY : options.since - TICK_MS;
  const folders = [
    { folder: dir, isDeep: false, stale: /\.lock$|^config\.freshet-/ },
    { folder: path.join(dir, 'refs'), isDeep: true, stale: /\.lock$/ },
    { folder: path.join(dir, 'objects', 'pack'), isDeep: false, stale: /^tmp_|^\.tmp-|\.keep$|\.lock$/ },
    { folder: path.join(dir, 'objects'), isDeep: false, stale: /\.lock$|^tmp_/ },
  ];
  let removed = 0;
  for (const { folder, isDeep, stale } of folders) {
    const names =
      (await readdir(/* turbopackIgnore: true */ folder, { recursive: isDeep }).catch(absent).catch(asDiskError)) ?? [];
    for (const name of names) {
      const base = path.basename(name);
      if (!stale.test(base)) continue;
      const isQuarantine = QUARANTINE.test(base);
      const oldest = isQuarantine ? Math.min(before, Date.now() - QUARANTINE_MS) : before;
      // Readers put the configuration right as well, whoever writes.
      const left = isQuarantine || CONFIG.test(base) ? Number.POSITIVE_INFINITY : since;
      removed += await removeIfLeft(path.join(folder, name), oldest, left);
    }
  }
  return removed;
}

async function someExist(dir: string, ids: string[], options: { signal?: AbortSignal | undefined }): Promise<boolean> {
  const running = await startGit(
    dir,
    { verb: 'cat-file', flags: ['--batch-check'] },
    { ...options, input: `${ids.join('\n')}\n`, timeoutMs: TIMEOUT_MS },
  );
  let text = '';
  for await (const chunk of running.stdout) text += chunk.toString('latin1');
  await running.done;
  return text
    .trim()
    .split('\n')
    .every((line) => !line.endsWith(' missing'));
}

async function removeIfLeft(file: string, before: number, since: number): Promise<number> {
  const found = await stat(file).catch(absent).catch(asDiskError);
  // A time in the future means that the clock was set back since.
  const isAhead = found !== null && found.mtimeMs > Date.now() + STALE_MS;
  if (!found || (found.mtimeMs > before && found.mtimeMs < since && !isAhead)) return 0;
  await rm(file, { recursive: true, force: true });
  return 1;
}

function asDiskError(error: unknown): never {
  throw diskError(error);
}
