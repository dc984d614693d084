// Takes in pushes of other gits: through git's own quarantine, within limits, and with no hook but ours.
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { removeStaleLocks } from '@/lib/git/mirror/health';
import { headRef } from '@/lib/git/mirror/refs';
import { enterPush } from '@/lib/git/prune/push-gate';
import { storedBytes } from '@/lib/git/remote/size-watch';
import { type ServingGit, startGitService } from '@/lib/git/runner/run';
import type { ReceivePack } from '@/lib/git/runner/service-environment';

export interface PushLimits {
  /** What one push may bring, and what the repository may have on disk, in bytes. */
  maxBytes: number;
  maxRepoBytes: number;
  /** What to say if it is a quota that leaves no more; null: it is the limit on one repository. */
  full: AppError | null;
  maxFiles: number;
  /** The default branch may be forced and deleted. */
  allowsForcedPushes: boolean;
}

export interface ReceiveOptions {
  protocol: 0 | 1;
  signal: AbortSignal;
  /** How long a push may take. */
  timeoutMs: number;
}

/** Says which refs there are to push to. Throws AppError. */
export async function advertisePush(dir: string, limits: PushLimits, options: ReceiveOptions): Promise<ServingGit> {
  const git = await startGitService(dir, serviceOf(limits, null, options, true), options);
  git.stdin.end();
  return git;
}

/**
 * Starts a git that takes in a push. Throws AppError, `limit` if the repository is full, `internal` if our hook could
 * not run: git would pass over it without a word.
 */
export async function receivePush(dir: string, limits: PushLimits, options: ReceiveOptions): Promise<ServingGit> {
  await requireHook();
  await removeStaleLocks(dir);
  const stored = await storedBytes(dir, limits.maxRepoBytes);
  const left = limits.maxRepoBytes - stored;
  if (left <= 0) {
    if (limits.full) throw limits.full;
    throw new AppError(
      'limit',
      `This repository is as large as one may be here (${limits.maxRepoBytes} bytes), so it takes no more.`,
      { kind: 'too_large' },
    );
  }
  const within = { ...limits, maxBytes: Math.min(limits.maxBytes, left) };
  const leave = await enterPush(dir, options);
  try {
    const git = await startGitService(dir, serviceOf(within, await headRef(dir), options, false), options);
    git.done.then(leave, leave).catch(() => {});
    return git;
  } catch (error) {
    await leave();
    throw error;
  }
}

function serviceOf(
  limits: PushLimits,
  head: string | null,
  { protocol }: ReceiveOptions,
  isAdvertisement: boolean,
): ReceivePack {
  return {
    name: 'receive-pack',
    protocol,
    isAdvertisement,
    maxBytes: limits.maxBytes,
    maxFiles: limits.maxFiles,
    protectedRef: limits.allowsForcedPushes || head === null ? null : Buffer.from(head, 'latin1').toString('utf8'),
    hooksDir: hooksDir(),
  };
}

/** Found from the working directory, as the launcher is. */
function hooksDir(): string {
  return path.join(/* turbopackIgnore: true */ process.cwd(), 'lib', 'git', 'serve', 'hooks');
}

async function requireHook(): Promise<void> {
  try {
    await access(path.join(/* turbopackIgnore: true */ hooksDir(), 'pre-receive'), constants.X_OK);
  } catch (cause) {
    throw new AppError(
      'internal',
      'The check that every push has to pass cannot be run here, so nothing is taken in. Whoever runs this server has to make lib/git/serve/hooks/pre-receive executable.',
      { kind: 'internal', cause },
    );
  }
}
