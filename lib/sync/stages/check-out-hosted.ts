// Brings the files that a regular hosted repository keeps checked out to what is searchable.
import type { Context } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { checkOut } from '@/lib/git/mirror/check-out';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { addRunNote } from '@/lib/indexing/run-note';
import type { Stage } from '@/lib/sync/run/run-stage';

/** For all others it does nothing. If the files cannot be written the run says so, and is right all the same. */
export async function checkOutHosted(ctx: Context, stage: Stage): Promise<void> {
  const [row] = await ctx.db.$client<{ head: string | null }[]>`
    select head_commit as head from repos where id = ${stage.repo.id} and kind = 'hosted' and not is_bare`;
  if (!row?.head) return;
  const { maxRepoBytes: maxBytes, maxFiles } = ctx.env;
  try {
    await checkOut(mirrorDir(ctx.env.dataDir, stage.repo.id), row.head, { maxBytes, maxFiles, signal: stage.signal });
  } catch (error) {
    const known = toAppError(error);
    ctx.log.warn({ err: known, repo_id: stage.repo.id }, 'the files of a hosted repository could not be checked out');
    await addRunNote(ctx.db.$client, stage.runId, `Its files are not checked out: ${known.message}`);
  }
}
