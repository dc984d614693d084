// One attempt at a push: checked anew, pushed, and written down however it ends.
import type { Context } from '@/lib/context';
import { openCredential } from '@/lib/credentials/open-credential';
import { AppError, detailsOf, toAppError } from '@/lib/errors';
import { isFolder } from '@/lib/files/plain-folder';
import type { GitCredential } from '@/lib/git/credential';
import { listRawRefs } from '@/lib/git/mirror/refs';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { pushRefs } from '@/lib/git/remote/push';
import { remotePolicy, validateRemote } from '@/lib/git/runner/remote-policy';
import { ALL_REFS } from './push-mirror';
import { type Begun, beginPush, endPush, failPush, reportPush } from './push-state';
import { refuseCircle, refuseOwnSource } from './refuse-circle';
import { requestPush } from './request-push';

export interface PushRunOptions {
  signal?: AbortSignal;
  /** Seconds until the next attempt, if this one fails and another can help; null if none follows. */
  retrySeconds: (failure: AppError) => number | null;
}

/** Null if the push holds its mirror no longer. Throws the AppError that was written down. */
export async function runPush(
  ctx: Context,
  pushId: string,
  options: PushRunOptions,
): Promise<{ moved: number } | null> {
  const begun = await beginPush(ctx, pushId);
  if (begun === null) return null;
  try {
    const moved = await push(ctx, pushId, begun, options.signal);
    if (await endPush(ctx, pushId, moved)) await requestPush(ctx, begun.mirrorId);
    return { moved };
  } catch (error) {
    // This process is going down, or the repository was deleted: whoever aborted knows what follows.
    if (options.signal?.aborted) throw error;
    const failure = toAppError(error);
    const details = detailsOf(error);
    const again = await failPush(ctx, pushId, { failure, details, retrySeconds: options.retrySeconds(failure) });
    ctx.log.warn({ err: failure, repo_id: begun.repoId, mirror_id: begun.mirrorId }, 'a push to a mirror failed');
    if (again) await requestPush(ctx, begun.mirrorId);
    throw failure;
  }
}

async function push(ctx: Context, pushId: string, begun: Begun, signal: AbortSignal | undefined): Promise<number> {
  const dir = mirrorDir(ctx.env.dataDir, begun.repoId);
  if (!(await isFolder(dir))) {
    throw new AppError('internal', 'The copy of this repository is missing here. Sync it first, then push again.', {
      kind: 'corrupt',
    });
  }
  const remote = await validateRemote(begun.url, remotePolicy(ctx.env));
  // Its own source may be another one by now.
  await refuseOwnSource(ctx.env, { url: begun.sourceUrl }, remote);
  await refuseCircle(ctx.db, ctx.env, begun, begun.key);
  const refs = begun.refs ?? ALL_REFS;
  const prefixes = refs.map((ref) => (ref.includes('*') ? ref.slice(0, ref.indexOf('*')) : ref));
  const present = await listRawRefs(dir, ['refs/heads', 'refs/tags'], { signal });
  if (![...present.keys()].some((name) => prefixes.some((prefix) => name.startsWith(prefix)))) {
    throw new AppError(
      'conflict',
      'There is no branch or tag here that this mirror names, so nothing is pushed, and nothing is deleted there.',
      { kind: 'policy' },
    );
  }
  const report = reportPush(ctx, pushId);
  const { moved } = await pushRefs(remote, dir, {
    refs,
    prune: begun.prune,
    credential: await credentialOf(ctx, begun),
    signal,
    timeoutMs: ctx.env.runTimeoutMs,
    onProgress: report,
  });
  return moved;
}

async function credentialOf(ctx: Context, begun: Begun): Promise<GitCredential | undefined> {
  if (begun.credentialId === null) return undefined;
  if (begun.isForeignCredential) {
    throw new AppError(
      'invalid',
      'Its credential is of another organisation than the repository. Choose another one.',
      {
        kind: 'auth',
      },
    );
  }
  const credential = await openCredential(ctx, begun.credentialId);
  return credential.kind === 'token' ? { ...credential, sourceType: begun.sourceType } : credential;
}
