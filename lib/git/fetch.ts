// Fetches everything a remote has into hidden refs of a mirror: what readers see changes with `resetRefs` alone.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { refuseUnreadable, refuseUnreadablePacks } from './access';
import { diskError, tooLargeError } from './errors';
import { condemnMirror, isCondemned, removeStaleLocks } from './health';
import { OddObjects } from './odd-objects';
import { listFolder } from './plain-file';
import { type GitProgress, progressReader } from './progress';
import { atRemote } from './redirect';
import { FETCHED } from './refs';
import type { ValidatedRemote } from './remote-policy';
import { removeMirror } from './replace-mirror';
import { runRemoteGit } from './run';
import { storedBytes, watchSize } from './size-watch';

export interface FetchOptions {
  token?: string | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  /** Limit on the packs of the mirror, in bytes. */
  maxBytes: number;
  onProgress?: ((progress: GitProgress) => void) | undefined;
  /** Bring in what HEAD is at as a branch of that name, for a source that has none. */
  isHeadWanted?: boolean;
}

/**
 * Branches and tags of the remote → `refs/freshet/fetched/{heads,tags}/*`, forced, with those that are gone removed.
 * Returns the objects that are odd and tolerated. Throws AppError: `upstream` with a kind, `limit` (kind `too_large`),
 * `internal` (kind `corrupt`) for a broken mirror.
 */
export async function fetchMirror(remote: ValidatedRemote, dir: string, o: FetchOptions): Promise<OddObjects> {
  await removeStaleLocks(dir);
  const odd = new OddObjects();
  const flags = [
    '--force',
    '--prune',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--no-recurse-submodules',
    '--no-show-forced-updates',
    '--progress',
    '--refmap=',
  ];
  const operands = [`+refs/heads/*:${FETCHED}heads/*`, `+refs/tags/*:${FETCHED}tags/*`];
  if (o.isHeadWanted) operands.push(`+HEAD:${FETCHED}heads/HEAD`);
  try {
    await limited(dir, o, (signal) =>
      atRemote(remote, (at) =>
        condemnedUnlessProven(dir, (onEnd) =>
          runRemoteGit(
            at,
            { verb: 'fetch', flags, operands },
            {
              token: o.token,
              signal,
              timeoutMs: o.timeoutMs,
              gitDir: dir,
              odd,
              onEnd,
              ...(o.onProgress ? { onStderr: progressReader(o.onProgress) } : {}),
            },
          ),
        ),
      ),
    );
  } catch (error) {
    await removePartialPacks(dir);
    if (error instanceof AppError && error.kind === 'corrupt') {
      await refuseUnreadable(dir);
      await refuseUnreadablePacks(dir);
    }
    throw diskError(error);
  }
  return odd;
}

/** Runs a transfer into `dir` and ends it when what is there grows over the limit. */
export async function limited(
  dir: string,
  o: Pick<FetchOptions, 'signal' | 'maxBytes'>,
  transfer: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const tooLarge = new AbortController();
  const end = watchSize(dir, o.maxBytes, (error) => tooLarge.abort(diskError(error ?? tooLargeError(o.maxBytes))));
  try {
    await transfer(o.signal ? AbortSignal.any([o.signal, tooLarge.signal]) : tooLarge.signal);
  } finally {
    end();
  }
  if ((await storedBytes(dir, o.maxBytes)) > o.maxBytes) throw tooLargeError(o.maxBytes);
}

/**
 * Whatever came from a server that did not speak git's protocol passed no safety check, and a later fetch would take it
 * for what is here already: such a mirror is cloned anew.
 */
async function condemnedUnlessProven<T>(
  dir: string,
  transfer: (onEnd: (isProven: boolean) => void) => Promise<T>,
): Promise<T> {
  const before = await storedNames(dir);
  let isProven = false;
  try {
    return await transfer((proven) => {
      isProven = proven;
    });
  } finally {
    const isNew = !isProven && [...(await storedNames(dir))].some((name) => !before.has(name));
    if (isNew) await condemnMirror(dir);
    // Where not even that can be written down, it must not be used either.
    if (isNew && !(await isCondemned(dir))) await removeMirror(dir);
  }
}

/** Packs and folders of loose objects, of which a checked transfer makes none. */
async function storedNames(dir: string): Promise<Set<string>> {
  const objects = path.join(dir, 'objects');
  const [folders, packs] = await Promise.all([listFolder(objects), listFolder(path.join(objects, 'pack'))]);
  return new Set([...folders, ...packs].map(({ name }) => name).filter((name) => !name.startsWith('tmp_')));
}

/** What an ended transfer leaves when it could not clean up itself. */
async function removePartialPacks(dir: string): Promise<void> {
  const folder = path.join(dir, 'objects', 'pack');
  const partial = (await listFolder(folder)).filter(({ name }) => name.startsWith('tmp_'));
  await Promise.all(partial.map(({ name }) => rm(path.join(folder, name), { force: true })));
}
