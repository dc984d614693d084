// Archives a repository, which then stays as it is and searchable, and takes it out of the archive again.
import { insertAudit } from '@/lib/audit/insert-audit';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { getRepo } from '@/lib/repos/get-repo';
import type { Repo } from '@/lib/repos/repo';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { requestUnlessBusy } from '@/lib/sync/request/request-unless-busy';
import { restingStatus, stopRuns, tellStopped } from '@/lib/sync/request/stop-runs';

/**
 * From then on it is not synced and takes no pushes; a run under way ends. Archiving what is archived changes nothing.
 * Throws `unauthenticated`, `forbidden`, `not_found`, and `conflict` while it is being made.
 */
export async function archiveRepo(ctx: Context, id: string): Promise<Repo> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, id, 'repo.manage');
  const stopped = await ctx.db.$client.begin(async (tx) => {
    const [row] = await tx<{ status: string }[]>`
      select status from repos where id = ${id} and deleted_at is null for update`;
    if (!row || row.status === 'archived') return [];
    if (row.status === 'initializing') {
      throw new AppError('conflict', `${repo.org}/${repo.name} is being made. Try again in a moment.`, {
        retryable: true,
      });
    }
    const runs = await stopRuns(tx, id);
    await tx`
      update repos set status = 'archived', next_check_at = null, dirty = false, dirty_since = null, dirty_at = null,
        convert_to = null
      where id = ${id}`;
    const told = insertAudit(tx, ctx, { verb: 'repo.archive', subject: subjectOf(repo) });
    await tx`with target as (select org_id from repos where id = ${id}) ${told} from target`;
    return runs;
  });
  await tellStopped(ctx, stopped, 'its repository was archived');
  return await getRepo(ctx, id);
}

/**
 * From then on it is synced again, at once the first time. Does nothing for one that is not archived. Throws
 * `unauthenticated`, `forbidden` and `not_found`.
 */
export async function unarchiveRepo(ctx: Context, id: string): Promise<Repo> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, id, 'repo.manage');
  const isChanged = await ctx.db.$client.begin(async (tx) => {
    // What it missed meanwhile: if nobody else starts that run, a sweep does.
    const { count } = await tx`
      update repos set status = ${restingStatus(tx)}, dirty = true, dirty_since = now(), dirty_at = now(),
        next_check_at = case when sync_interval_seconds = 0 then null else now() end
      where id = ${id} and deleted_at is null and status = 'archived'`;
    if (count === 0) return false;
    const told = insertAudit(tx, ctx, { verb: 'repo.unarchive', subject: subjectOf(repo) });
    await tx`with target as (select org_id from repos where id = ${id}) ${told} from target`;
    return true;
  });
  if (isChanged) await syncAgain(ctx, id);
  return await getRepo(ctx, id);
}

/** Asks for the run that follows a change after which a repository is looked after again. It is marked as due already. */
export async function syncAgain(ctx: Context, id: string): Promise<void> {
  const system: Context = { ...ctx, actor: { kind: 'system' } };
  await requestUnlessBusy(system, id, { trigger: 'repair' }).catch((error: unknown) =>
    ctx.log.warn({ err: error, repo_id: id }, 'a sync could not be started; the next sweep does it'),
  );
}

function subjectOf({ id, org, name }: { id: string; org: string; name: string }) {
  return { kind: 'repo', id, name: `${org}/${name}` };
}
