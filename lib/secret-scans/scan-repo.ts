// Scans the default branch of a repository, as somebody or a sync asked for it.
import { and, eq, isNull, sql } from 'drizzle-orm';
import { repos, type ScanStatus, secretSettings } from '@/db/schema';
import type { Context } from '@/lib/context';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { runScan } from './run-scan';

/**
 * Scans the files of `commit`; null if the repository is gone. The request for a scan is answered with it. Throws like
 * `runScan`.
 */
export async function scanRepo(
  ctx: Context,
  repoId: string,
  commit: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ scanId: string; status: ScanStatus } | null> {
  const [repo] = await ctx.db
    .select({ configPath: secretSettings.configPath, wantedAt: secretSettings.wantedAt })
    .from(repos)
    .leftJoin(secretSettings, eq(secretSettings.repoId, repos.id))
    .where(and(eq(repos.id, repoId), isNull(repos.deletedAt)));
  if (!repo) return null;
  const dir = mirrorDir(ctx.env.dataDir, repoId);
  const input = { repoId, dir, commit, subfolder: null, since: null, configPath: repo.configPath };
  const scan = await runScan(ctx, input, options);
  // One that was asked for meanwhile is still to come.
  await ctx.db
    .update(secretSettings)
    .set({ wantedAt: null })
    .where(
      and(
        eq(secretSettings.repoId, repoId),
        sql`date_trunc('milliseconds', wanted_at) = ${repo.wantedAt?.toISOString() ?? null}::timestamptz`,
      ),
    );
  return scan;
}
