// A mirror that turns out to be damaged while it is read: the run ends, and one that clones it anew follows at once.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { condemnMirror } from '@/lib/git/health';
import { mirrorDir } from '@/lib/git/mirror-dir';
import type { StageTarget } from './mark-stage';
import { requestSync } from './request-sync';

/** Marks the mirror and returns the failure to end the run with: the same step would only fail again. */
export async function giveUpMirror(ctx: Context, { repo }: StageTarget, cause: AppError): Promise<AppError> {
  await condemnMirror(mirrorDir(ctx.env.dataDir, repo.id));
  return new AppError(
    'internal',
    'The copy on this server is damaged and is being fetched anew. What was searchable before still is.',
    { kind: 'corrupt', cause },
  );
}

/** Starts the run that heals, unless the one before ended the same way: then something else is wrong, for a person. */
export async function requestHealing(ctx: Context, repoId: string, runId: string): Promise<void> {
  const [before] = await ctx.db.$client<{ error_kind: string | null }[]>`
    select error_kind from sync_runs where repo_id = ${repoId} and id <> ${runId} order by created_at desc limit 1`;
  if (before?.error_kind === 'corrupt') return;
  const system: Context = { ...ctx, actor: { kind: 'system' } };
  await requestSync(system, repoId, { trigger: 'repair' }).catch((error: unknown) =>
    ctx.log.error({ err: error, repo_id: repoId }, 'a damaged mirror could not be queued for healing'),
  );
}
