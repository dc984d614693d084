// Deletes a repository: nobody sees it from then on. It lies in the bin for a while, or is removed for good at once.

import { insertAudit } from '@/lib/audit/insert-audit';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { toldOf } from '@/lib/repos/manage/told-of';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { stopRuns, tellStopped } from '@/lib/sync/request/stop-runs';
import { announcePurge, purgeBinned } from './purge-repo';

/**
 * Also works while a run is under way, which then stops. `purge`: for good, also what lies in the bin already; without a
 * bin (FRESHET_BIN_DAYS=0) that is always so. Throws `unauthenticated`, `forbidden` and `not_found`.
 */
export async function deleteRepo(ctx: Context, id: string, options: { purge?: boolean } = {}): Promise<void> {
  requireWriter(ctx);
  const isForGood = options.purge === true || ctx.env.binDays === 0;
  if (options.purge && (await purgeBinned(ctx, id))) return;
  const repo = await visibleRepo(ctx, id, 'repo.delete');
  const stopped = await ctx.db.$client.begin(async (tx) => {
    const [row] = await tx`select 1 from repos where id = ${id} and deleted_at is null for update`;
    if (!row) return null;
    const runs = await stopRuns(tx, id);
    await tx`
      update repos set deleted_at = now(), deleted_by = ${userIdOf(ctx.actor)}::uuid,
        purged_at = case when ${isForGood} then now() end
      where id = ${id}`;
    const told = insertAudit(tx, ctx, {
      verb: 'repo.delete',
      subject: { kind: 'repo', id, name: `${repo.org}/${repo.name}` },
      before: toldOf(repo),
      after: { for_good: isForGood },
    });
    await tx`with target as (select org_id from repos where id = ${id}) ${told} from target`;
    return runs;
  });
  if (stopped === null) return;
  await tellStopped(ctx, stopped, 'its repository was deleted');
  if (isForGood) await announcePurge(ctx, id);
}
