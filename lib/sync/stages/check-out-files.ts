// Brings the files that a clone or a regular hosted repository keeps checked out to what is searchable, and makes a clone
// of a mirror, or a mirror of a clone, if that was asked for.
import type { Context } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { checkOut, checkOutAnew, removeWorkTree } from '@/lib/git/mirror/check-out';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { addRunNote } from '@/lib/indexing/run-note';
import type { Stage } from '@/lib/sync/run/run-stage';

const NOT_OUT = 'Its files are not checked out';
const NOT_AWAY = 'What was checked out is not taken away yet';

interface Row {
  head: string | null;
  convert_to: 'mirror' | 'clone' | null;
  has_files: boolean;
}

/**
 * If files cannot be written the run says so, and is right all the same; what was to be a clone then stays a mirror. The
 * files of a clone are made beside their place: until all of them are there, it is none. Can be repeated after a crash.
 */
export async function checkOutFiles(ctx: Context, stage: Stage): Promise<void> {
  const { id, kind } = stage.repo;
  if (kind === 'local') return;
  const [row] = await ctx.db.$client<Row[]>`
    select head_commit as head, convert_to, not is_bare as has_files from repos where id = ${id}`;
  if (!row) return;
  const dir = mirrorDir(ctx.env.dataDir, id);
  const { maxRepoBytes: maxBytes, maxFiles } = ctx.env;
  const options = { maxBytes, maxFiles, signal: stage.signal };
  const isClone = row.convert_to === null ? row.has_files : row.convert_to === 'clone';
  try {
    if (isClone && row.head !== null) {
      const bring = row.convert_to === 'clone' ? checkOutAnew : checkOut;
      await bring(dir, row.head, options);
    }
    if (row.convert_to !== null) await settle(ctx, id, row.convert_to);
    // After it has said that it is a mirror: a crash in between leaves files that the next run takes away.
    if (!isClone) await removeWorkTree(dir);
  } catch (error) {
    stage.signal.throwIfAborted();
    const known = toAppError(error);
    ctx.log.warn({ err: known, repo_id: id }, 'the files of a repository could not be checked out');
    if (row.convert_to === 'clone') await giveUp(ctx, id);
    const what = row.convert_to === 'clone' ? 'It stays a mirror' : isClone ? NOT_OUT : NOT_AWAY;
    await addRunNote(ctx.db.$client, stage.runId, `${what}: ${known.message}`);
  }
}

/** Unless somebody wants something else by now. */
async function settle(ctx: Context, id: string, kind: 'mirror' | 'clone'): Promise<void> {
  await ctx.db.$client`
    update repos set kind = ${kind}::repo_kind, is_bare = ${kind === 'mirror'}, convert_to = null
    where id = ${id} and convert_to = ${kind}::repo_kind`;
}

async function giveUp(ctx: Context, id: string): Promise<void> {
  await ctx.db.$client`update repos set convert_to = null where id = ${id} and convert_to = 'clone'`;
}
