// Removes everything of a repository that was purged: rows in small batches, so that searches go on meanwhile, then its folder.
import type { Context } from '@/lib/context';
import { removeFolder } from '@/lib/files/remove-folder';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { type EndedRun, endedColumns, logRunEnd } from '@/lib/sync/log-run-end';
import { OPEN_SQL } from '@/lib/sync/state';

const BATCH = 2000;

/** Removes repository `repoId`, which must be marked as purged; can be repeated. Returns the number of rows removed. */
export async function removeRepo(ctx: Context, repoId: string): Promise<{ rows: number }> {
  const sql = ctx.db.$client;
  const [marked] = await sql`select 1 from repos where id = ${repoId} and purged_at is not null`;
  if (marked) await endRuns(ctx, repoId);
  let rows = 0;
  if (marked) {
    const tables = ['files', 'embeddings', 'blob_symbols', 'blobs', 'commits', 'contributors', 'branches', 'tags'];
    for (const table of tables) {
      for (;;) {
        const { count } = await sql`
          delete from ${sql(table)} where ctid = any(array(
            select ctid from ${sql(table)} where repo_id = ${repoId} limit ${BATCH}))`;
        rows += count;
        if (count < BATCH) break;
      }
    }
    // Before its row: the folder of a repository that nobody knows waits for a grace time.
    await removeFolder(mirrorDir(ctx.env.dataDir, repoId));
    await sql`delete from repos where id = ${repoId} and purged_at is not null`;
  }
  // A run that was under way may have made it anew.
  const [alive] = await sql`select 1 from repos where id = ${repoId}`;
  if (!alive) await removeFolder(mirrorDir(ctx.env.dataDir, repoId));
  return { rows };
}

async function endRuns(ctx: Context, repoId: string): Promise<void> {
  const sql = ctx.db.$client;
  const ended = await sql<EndedRun[]>`
    with freed as (update repos set active_run_id = null where id = ${repoId})
    update sync_runs set status = 'cancelled', ended_at = now()
    where repo_id = ${repoId} and status in ${sql.unsafe(OPEN_SQL)}
    returning ${endedColumns(sql)}`;
  for (const run of ended) logRunEnd(ctx.log, run, { reason: 'its repository was deleted' });
}
