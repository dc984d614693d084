// Makes a clone of a mirror, whose files are then checked out beside its history, or a mirror of a clone.
import { z } from 'zod';
import { insertAudit } from '@/lib/audit/insert-audit';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { getRepo } from '@/lib/repos/get-repo';
import type { Repo, RepoRow } from '@/lib/repos/repo';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { syncAgain } from './archive-repo';

export const convertRepoSchema = z
  .strictObject({
    kind: z.enum(['mirror', 'clone']).meta({ description: 'What it has already: a conversion under way is given up.' }),
  })
  .meta({ id: 'ConvertRepo' });

/**
 * The next run does it, which starts at once or follows the run under way; until it is done the repository is what it was.
 * Throws `unauthenticated`, `forbidden`, `not_found` and `invalid` (a kind that cannot be converted, or it is archived).
 */
export async function convertRepo(
  ctx: Context,
  id: string,
  { kind }: z.infer<typeof convertRepoSchema>,
): Promise<Repo> {
  requireWriter(ctx);
  const before = await visibleRepo(ctx, id, 'repo.manage');
  refuseUnconvertible(before);
  const isAsked = await ctx.db.$client.begin(async (tx) => {
    const [row] = await tx<{ kind: string; was: string | null; wanted: string | null }[]>`
      update repos set convert_to = case when repos.kind = ${kind}::repo_kind then null else ${kind}::repo_kind end
      from (select id, kind, convert_to from repos where id = ${id} and deleted_at is null for update) old
      where repos.id = old.id
      returning repos.kind, old.convert_to as was, repos.convert_to as wanted`;
    if (!row || row.was === row.wanted) return false;
    const told = insertAudit(tx, ctx, {
      verb: 'repo.convert',
      subject: { kind: 'repo', id, name: `${before.org}/${before.name}` },
      before: { kind: row.kind },
      after: { kind },
    });
    await tx`with target as (select org_id from repos where id = ${id}) ${told} from target`;
    if (row.wanted === null) return false;
    await tx`
      update repos set dirty = true, dirty_since = coalesce(dirty_since, now()), dirty_at = now() where id = ${id}`;
    return true;
  });
  if (isAsked) await syncAgain(ctx, id);
  return await getRepo(ctx, id);
}

function refuseUnconvertible({ org, name, kind, status }: RepoRow): void {
  if (kind !== 'mirror' && kind !== 'clone') {
    const why = kind === 'local' ? 'is a folder on this server' : 'is hosted here';
    throw new AppError('invalid', `${org}/${name} ${why}: mirrors and clones alone can be converted.`);
  }
  if (status === 'archived') {
    throw new AppError('invalid', `${org}/${name} is archived. Take it out of the archive to convert it.`);
  }
}
