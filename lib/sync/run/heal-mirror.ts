// A mirror that turns out to be damaged while it is read: the run ends, and one that clones it anew follows at once.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { refuseUnreadable, refuseUnreadablePacks } from '@/lib/git/mirror/access';
import { condemnMirror } from '@/lib/git/mirror/health';
import { requestSync } from '@/lib/sync/request/request-sync';

/**
 * Marks the mirror in `dir` as damaged and returns the failure that ends the run: trying the step again would not help. A mirror
 * that this process may not read is left as it is.
 */
export async function giveUpMirror(dir: string, cause: AppError): Promise<AppError> {
  const denied = await Promise.all([refuseUnreadable(dir), refuseUnreadablePacks(dir)]).then(
    () => null,
    (error: unknown) => error,
  );
  if (denied instanceof AppError) return denied;
  await condemnMirror(dir);
  return new AppError(
    'internal',
    'The copy on this server is damaged and is being fetched anew. What was searchable before still is.',
    { kind: 'corrupt', cause },
  );
}

/** A damaged repository that is only read is for its owner to repair, and may only have been tidied at that moment. */
export function ownersDamage(cause: AppError): AppError {
  return new AppError(
    'upstream',
    'git cannot read all of this repository: it is damaged or incomplete. Run git fsck there. What was searchable before still is.',
    { kind: 'corrupt', retryable: true, cause },
  );
}

/**
 * Starts the run that heals, unless the run before ended the same way: then something else is wrong, and a person has
 * to look.
 */
export async function requestHealing(ctx: Context, repoId: string, runId: string): Promise<void> {
  const [before] = await ctx.db.$client<{ error_kind: string | null }[]>`
    select error_kind from sync_runs where repo_id = ${repoId} and id <> ${runId} order by created_at desc limit 1`;
  if (before?.error_kind === 'corrupt') return;
  ctx.log.warn({ repo_id: repoId, run_id: runId }, 'a damaged mirror is being cloned anew');
  const system: Context = { ...ctx, actor: { kind: 'system' } };
  await requestSync(system, repoId, { trigger: 'repair' }).catch((error: unknown) =>
    ctx.log.error({ err: error, repo_id: repoId }, 'a damaged mirror could not be queued for healing'),
  );
}
