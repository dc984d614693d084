// Fetches everything a remote has into hidden refs of a mirror: what readers see changes with `resetRefs` alone.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { listFolder } from '@/lib/files/plain-file';
import type { GitCredential } from '@/lib/git/credential';
import { refuseUnreadable, refuseUnreadablePacks } from '@/lib/git/mirror/access';
import { condemnMirror, isCondemned, removeStaleLocks } from '@/lib/git/mirror/health';
import { RefBudget } from '@/lib/git/mirror/ref-budget';
import { FETCHED, listRawRefs } from '@/lib/git/mirror/refs';
import { removeMirror } from '@/lib/git/mirror/replace-mirror';
import { tooLargeError } from '@/lib/git/runner/errors';
import { OddObjects } from '@/lib/git/runner/odd-objects';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import { runRemoteGit } from '@/lib/git/runner/run-remote';
import { type GitProgress, progressReader } from './progress';
import { type SlowRule, watchRate } from './rate-watch';
import { atRemote } from './redirect';
import { storedBytes, watchSize } from './size-watch';

export interface FetchOptions {
  credential?: GitCredential | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  /** Limit on the packs of the mirror, in bytes. */
  maxBytes: number;
  /** Transfers slower than this lose their place; undefined: none does. */
  slow?: SlowRule | undefined;
  onProgress?: ((progress: GitProgress) => void) | undefined;
  /** Bring in what HEAD is at as a branch of that name, for a source that has none. */
  isHeadWanted?: boolean;
  /** What is fetched, in place of all branches and tags; with more options of git's. */
  refspecs?: readonly string[];
  flags?: readonly string[];
}

/**
 * Branches and tags of the remote → `refs/freshet/fetched/{heads,tags}/*`, forced, with those that are gone removed.
 * Returns the objects that are odd and tolerated. Throws AppError: `upstream` with a kind, `limit` (kind `too_large`),
 * `internal` (kind `corrupt`) for a broken mirror.
 */
export async function fetchMirror(remote: ValidatedRemote, dir: string, options: FetchOptions): Promise<OddObjects> {
  await removeStaleLocks(dir);
  const startedAt = Date.now();
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
    ...(options.flags ?? []),
  ];
  const operands = [...(options.refspecs ?? [`+refs/heads/*:${FETCHED}heads/*`, `+refs/tags/*:${FETCHED}tags/*`])];
  if (options.isHeadWanted) operands.push(`+HEAD:${FETCHED}heads/HEAD`);
  try {
    await limited(dir, options, (signal, onStderr) =>
      atRemote(remote, (at) =>
        condemnedUnlessProven(dir, (onEnd) =>
          runRemoteGit(
            at,
            { verb: 'fetch', flags, operands },
            {
              credential: options.credential,
              signal,
              timeoutMs: options.timeoutMs,
              gitDir: dir,
              onStderr,
              odd,
              onEnd,
            },
          ),
        ),
      ),
    );
    await refuseTooManyFetched(dir);
  } catch (error) {
    await removePartialPacks(dir);
    // A git that had to be killed left its locks, and the next try would take them for another's.
    await removeStaleLocks(dir, { since: startedAt });
    if (error instanceof AppError && error.kind === 'corrupt') {
      await refuseUnreadable(dir);
      await refuseUnreadablePacks(dir);
    }
    throw diskError(error);
  }
  return odd;
}

/**
 * Runs a transfer into `dir` and ends it when what is there grows over the limit, or hardly grows at all. It is to be
 * told what git says.
 */
export async function limited(
  dir: string,
  options: Pick<FetchOptions, 'signal' | 'maxBytes' | 'slow' | 'onProgress'>,
  transfer: (signal: AbortSignal, onStderr: (text: string) => void) => Promise<unknown>,
): Promise<void> {
  const refused = new AbortController();
  const end = watchSize(dir, options.maxBytes, (error) =>
    refused.abort(diskError(error ?? tooLargeError(options.maxBytes))),
  );
  const rate = watchRate(dir, options.slow, (error) => refused.abort(error));
  try {
    const signal = options.signal ? AbortSignal.any([options.signal, refused.signal]) : refused.signal;
    await transfer(signal, progressReader(options.onProgress, rate.end));
  } finally {
    end();
    rate.end();
  }
  if ((await storedBytes(dir, options.maxBytes)) > options.maxBytes) throw tooLargeError(options.maxBytes);
}

/**
 * What came from a server that did not speak git's protocol passed no safety check, but a later fetch would count it as
 * present: such a mirror is cloned anew.
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
    // If the mirror cannot even be marked, it must not be used either.
    if (isNew && !(await isCondemned(dir))) await removeMirror(dir);
  }
}

/** Packs and folders of loose objects, of which a checked transfer makes none. */
async function storedNames(dir: string): Promise<Set<string>> {
  const objects = path.join(dir, 'objects');
  const [folders, packs] = await Promise.all([listFolder(objects), listFolder(path.join(objects, 'pack'))]);
  return new Set([...folders, ...packs].map(({ name }) => name).filter((name) => !name.startsWith('tmp_')));
}

/** A host may offer more refs in a fetch than in a list; each would be a file that every later look reads. */
async function refuseTooManyFetched(dir: string): Promise<void> {
  try {
    await listRawRefs(dir, [FETCHED.slice(0, -1)], { budget: new RefBudget('What came') });
  } catch (error) {
    if (!(error instanceof AppError && error.kind === 'too_large')) throw error;
    // What was fetched before is in packed-refs, or comes again with the next fetch.
    await rm(path.join(dir, FETCHED), { recursive: true, force: true });
    throw error;
  }
}

/** What an ended transfer leaves when it could not clean up itself. */
async function removePartialPacks(dir: string): Promise<void> {
  const folder = path.join(dir, 'objects', 'pack');
  const partial = (await listFolder(folder)).filter(({ name }) => name.startsWith('tmp_'));
  await Promise.all(partial.map(({ name }) => rm(path.join(folder, name), { force: true })));
}
