// What has changed there of a repository that is here.

import type { ConnectionRow } from '@/lib/connections/connection';
import type { Change, Link } from '@/lib/connections/plan/plan-changes';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { archiveRepo, unarchiveRepo } from '@/lib/repos/life/archive-repo';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import type { Applied } from './applied';
import { updateLink } from './link-repo';
import { cloneUrlOf, nameThere } from './source-there';

type Here = NonNullable<Link['repo']>;

/** Throws AppError with what is in the way. Doing it again does no harm. */
export async function followThere(ctx: Context, connection: ConnectionRow, change: Change): Promise<Applied> {
  const { kind, hostId, link } = change;
  if (!link?.repo) return null;
  const { repo } = link;
  const known = { connectionId: connection.id, hostId };
  switch (kind) {
    case 'hidden':
    case 'published': {
      const isPublic = kind === 'published';
      const isOther = repo.isPublic !== isPublic;
      if (isOther) await updateRepo(ctx, repo.id, { is_public: isPublic });
      await updateLink(ctx, known, { isPublic });
      return isOther ? { kind, repoId: repo.id } : null;
    }
    case 'renamed':
      return await rename(ctx, connection, change, repo);
    case 'missing': {
      // It may have turned private, which from outside looks like gone: that is followed at once.
      const isHidden = change.isUnlisted === true && link.isPublic && repo.isPublic;
      if (isHidden) await updateRepo(ctx, repo.id, { is_public: false });
      await updateLink(ctx, known, { missingSince: new Date(), ...(isHidden ? { isPublic: false } : {}) });
      const until = `It is archived here if that is still so in ${connection.graceHours} hours.`;
      const meanwhile = isHidden ? ' Visitors do not see it any more.' : '';
      return { kind, repoId: repo.id, detail: `${change.detail} ${until}${meanwhile}` };
    }
    case 'archived': {
      await archiveRepo(ctx, repo.id);
      await updateLink(ctx, known, { archivedAt: new Date(), missingSince: link.missingSince ?? new Date() });
      return { kind, repoId: repo.id };
    }
    case 'returned': {
      if (link.archivedAt) await unarchiveRepo(ctx, repo.id);
      await updateLink(ctx, known, { archivedAt: null, missingSince: null });
      return { kind, repoId: repo.id };
    }
    default:
      return null;
  }
}

/** A name that somebody has given it here stays; one that it had from there follows. */
async function rename(ctx: Context, { id, host }: ConnectionRow, change: Change, repo: Here): Promise<Applied> {
  const { there, link, hostId } = change;
  if (!there || !link) return null;
  const url = cloneUrlOf(host, there);
  const name = nameThere(there.path);
  const isOurs = repo.name === nameThere(link.path) && name !== repo.name;
  let detail = `It was called ${link.path}.`;
  try {
    await updateRepo(ctx, repo.id, { url, again: true, ...(isOurs ? { name } : {}) });
  } catch (error) {
    if (!isOurs || !(error instanceof AppError) || error.code !== 'conflict') throw error;
    await updateRepo(ctx, repo.id, { url, again: true });
    detail = `${detail} The name ${name} is taken here, so it keeps ${repo.name}.`;
  }
  await updateLink(ctx, { connectionId: id, hostId }, { path: there.path });
  return { kind: 'renamed', repoId: repo.id, detail };
}
