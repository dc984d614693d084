// Fetches everything a remote has into hidden refs of a mirror: what readers see changes with `resetRefs` alone.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { refuseUnreadable, refuseUnreadablePacks } from './access';
import { diskError, tooLargeError } from './errors';
import { removeStaleLocks } from './health';
import { type GitProgress, progressReader } from './progress';
import { atRemote } from './redirect';
import { FETCHED } from './refs';
import type { ValidatedRemote } from './remote-policy';
import { runRemoteGit } from './run';
import { packedBytes, watchSize } from './size-watch';

export interface FetchOptions {
  token?: string | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  /** Limit on the packs of the mirror, in bytes. */
  maxBytes: number;
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
    await limited(dir, o, (signal) =>
      atRemote(remote, (at) =>
        runRemoteGit(
          at,
          { verb: 'fetch', flags, operands },
          {
            token: o.token,
            signal,
            timeoutMs: o.timeoutMs,
            gitDir: dir,
            ...(o.onProgress ? { onStderr: progressReader(o.onProgress) } : {}),
          },
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
}

/** Runs a transfer into `dir` and ends it when the packs there grow over the limit. */
export async function limited(
  dir: string,
  o: Pick<FetchOptions, 'signal' | 'maxBytes'>,
  transfer: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const tooLarge = new AbortController();
  const end = watchSize(dir, o.maxBytes, () => tooLarge.abort(tooLargeError(o.maxBytes)));
  try {
    await transfer(o.signal ? AbortSignal.any([o.signal, tooLarge.signal]) : tooLarge.signal);
  } finally {
    end();
  }
  if ((await packedBytes(dir)) > o.maxBytes) throw tooLargeError(o.maxBytes);
}

/** What an ended transfer leaves when it could not clean up itself. */
async function removePartialPacks(dir: string): Promise<void> {
  const folder = path.join(dir, 'objects', 'pack');
  const names = await readdir(folder).catch(() => []);
  const partial = names.filter((name) => name.startsWith('tmp_'));
  await Promise.all(partial.map((name) => rm(path.join(folder, name), { force: true })));
}
