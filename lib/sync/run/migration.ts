// A run that moves its repository to another source: where it works, when the move counts, and how it is given up.
import path from 'node:path';
import type { Sql, TransactionSql } from 'postgres';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { listFolder } from '@/lib/files/plain-file';
import { isFolder } from '@/lib/files/plain-folder';
import { tidyAway } from '@/lib/files/remove-folder';
import { markUnreachable } from '@/lib/git/mirror/maintain';
import { FETCHED, listRawRefs } from '@/lib/git/mirror/refs';
import { updateRefs } from '@/lib/git/mirror/update-refs';
import { besideDir, mirrorDir } from '@/lib/git/mirror-dir';
import { OPEN_SQL } from '@/lib/sync/state';
import type { Migration, StageTarget } from './mark-stage';

type Target = Pick<StageTarget, 'repo' | 'migration'>;

/** The mirror that a stage works in: one that was made beside what is served, until that has been put in its place. */
export async function stageDir({ env }: Pick<Context, 'env'>, { repo, migration }: Target): Promise<string> {
  const served = mirrorDir(env.dataDir, repo.id);
  if (migration === null) return served;
  const beside = besideDir(env.dataDir, repo.id, migration.id);
  return (await isFolder(beside)) ? beside : served;
}

/** From here on the repository follows the other source. Does nothing if that was so already. */
export async function commitMigration(sql: Sql | TransactionSql, runId: string): Promise<void> {
  await sql`
    with done as (delete from repo_migrations where run_id = ${runId} returning *)
    update repos set url = done.url, source_key = done.source_key, source_type = done.source_type,
      token_ciphertext = done.token_ciphertext, credential_id = done.credential_id
    from done where repos.id = done.repo_id`;
}

/** Removes what was cloned beside for a move that is over, and what killed processes began to clone for it. */
export async function tidyBeside({ env }: Pick<Context, 'env'>, repoId: string, migrationId: string): Promise<void> {
  const beside = besideDir(env.dataDir, repoId, migrationId);
  const names = (await listFolder(path.dirname(beside)).catch(() => [])).map(({ name }) => name);
  const left = names.filter((name) => name.startsWith(path.basename(beside)));
  await Promise.all(left.map((name) => tidyAway(path.join(path.dirname(beside), name))));
}

/** Gives up what runs left behind that ended in any other way. Returns how many. */
export async function giveUpStrayMigrations(ctx: Context): Promise<number> {
  const ended = await ctx.db.$client<{ run_id: string }[]>`
    select run_id from repo_migrations join sync_runs on sync_runs.id = run_id
    where sync_runs.status not in ${ctx.db.$client.unsafe(OPEN_SQL)}`;
  for (const { run_id: runId } of ended) await giveUpMigration(ctx, runId);
  return ended.length;
}

/**
 * Of a run that fails for good, while it still holds the repository: the repository goes on following what it followed, and nothing is left of what came
 * from the other source. What cannot be removed now is left to the sweep.
 */
export async function giveUpMigration(ctx: Context, runId: string): Promise<void> {
  const given = await ctx.db.$client<{ id: string; repo_id: string; is_held: boolean }[]>`
    delete from repo_migrations where run_id = ${runId}
    returning id, repo_id, (select active_run_id = ${runId} from repos where repos.id = repo_id) as is_held`;
  for (const { id, repo_id: repoId, is_held: isHeld } of given) {
    await tidyBeside(ctx, repoId, id);
    // Another run may be fetching into it by now, which drops it as well.
    if (!isHeld) continue;
    await dropFetched(mirrorDir(ctx.env.dataDir, repoId)).catch((error: unknown) =>
      ctx.log.warn({ err: error, repo_id: repoId }, 'what came from another source could not be dropped yet'),
    );
  }
}

/** What was fetched and never made visible; its objects go when the mirror is next packed in full. */
async function dropFetched(dir: string): Promise<void> {
  if (!(await isFolder(dir))) return;
  const fetched = await listRawRefs(dir, [FETCHED.slice(0, -1)]);
  if (fetched.size === 0) return;
  await markUnreachable(dir);
  await updateRefs(dir, fetched, new Map());
}

/** The same failure in words that say what was being done, and what is still so. */
export function failedMove(failure: AppError, { url, from }: Migration): AppError {
  const { code, message, retryable, kind, retryAfterSeconds } = failure;
  const still = from === null ? '' : ` It still follows ${from}.`;
  return new AppError(code, `It was not moved to ${url}. ${message}${still}`, {
    retryable,
    cause: failure,
    ...(kind === undefined ? {} : { kind }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
