// Fetches everything a remote has into hidden refs of a mirror: what readers see changes with `resetRefs` alone.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { refuseUnreadable, refuseUnreadablePacks } from './access';
import { diskError, tooLargeError } from './errors';
import { removeStaleLocks } from './health';
import { type GitProgress, progressReader } from './progress';
import { type SlowRule, watchRate } from './rate-watch';
import { assertGitServer, atRemote } from './redirect';
import { RefBudget } from './ref-budget';
import { FETCHED, listRawRefs } from './refs';
import type { ValidatedRemote } from './remote-policy';
import { runRemoteGit } from './run';
import { packedBytes, watchSize } from './size-watch';

export interface FetchOptions {
  token?: string | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  /** Limit on the packs of the mirror, in bytes. */
  maxBytes: number;
  /** What is too slow to hold a place; undefined: nothing is. */
  slow?: SlowRule | undefined;
  onProgress?: ((progress: GitProgress) => void) | undefined;
}

/**
 * Branches and tags of the remote → `refs/freshet/fetched/{heads,tags}/*`, forced, with those that are gone removed.
 * Throws AppError: `upstream` with a kind, `limit` (kind `too_large`), `internal` (kind `corrupt`) for a broken mirror.
 */
export async function fetchMirror(remote: ValidatedRemote, dir: string, o: FetchOptions): Promise<void> {
  await removeStaleLocks(dir);
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
  try {
    await limited(dir, o, (signal, onStderr) =>
      atRemote(remote, { token: o.token, signal }, (at) =>
        besideCheck(at, { token: o.token, signal }, (both) =>
          runRemoteGit(
            at,
            { verb: 'fetch', flags, operands },
            {
              token: o.token,
              signal: both,
              timeoutMs: o.timeoutMs,
              gitDir: dir,
              onStderr,
            },
          ),
        ),
      ),
    );
    await refuseTooManyFetched(dir);
  } catch (error) {
    await removePartialPacks(dir);
    if (error instanceof AppError && error.kind === 'corrupt') {
      await refuseUnreadable(dir);
      await refuseUnreadablePacks(dir);
    }
    throw diskError(error);
  }
}

/**
 * Runs a transfer into `dir` and ends it when the packs there grow over the limit, or hardly grow at all. It is to be
 * told what git says.
 */
export async function limited(
  dir: string,
  o: Pick<FetchOptions, 'signal' | 'maxBytes' | 'slow' | 'onProgress'>,
  transfer: (signal: AbortSignal, onStderr: (text: string) => void) => Promise<unknown>,
): Promise<void> {
  const refused = new AbortController();
  const end = watchSize(dir, o.maxBytes, () => refused.abort(tooLargeError(o.maxBytes)));
  const rate = watchRate(dir, o.slow, (error) => refused.abort(error));
  try {
    const signal = o.signal ? AbortSignal.any([o.signal, refused.signal]) : refused.signal;
    await transfer(signal, progressReader(o.onProgress, rate.end));
  } finally {
    end();
    rate.end();
  }
  if ((await packedBytes(dir)) > o.maxBytes) throw tooLargeError(o.maxBytes);
}

/** Runs a transfer and, beside it so that it takes no time of its own, asks whether what answers is a git server. */
export async function besideCheck(
  remote: ValidatedRemote,
  o: { token?: string | undefined; signal: AbortSignal },
  transfer: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const refused = new AbortController();
  const signal = AbortSignal.any([o.signal, refused.signal]);
  const check = assertGitServer(remote, { token: o.token, signal }).catch((error: unknown) => {
    refused.abort(error);
    throw error;
  });
  // Both have to be over before anybody touches the folder.
  const outcomes = await Promise.allSettled([transfer(signal), check]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** A host may offer more to whoever fetches than to whoever asks; each would be a file that every later look reads. */
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
  const names = await readdir(folder).catch(() => []);
  const partial = names.filter((name) => name.startsWith('tmp_'));
  await Promise.all(partial.map((name) => rm(path.join(folder, name), { force: true })));
}
