// Adds a push mirror to a repository, and asks for its first push.
import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { LOCKS } from '@/db/advisory-locks';
import { pushMirrors, repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { requireCredentialFits } from '@/lib/credentials/require-fits';
import { AppError } from '@/lib/errors';
import { remotePolicy, validateRemote } from '@/lib/git/runner/remote-policy';
import { guessSourceType } from '@/lib/git/source-type';
import { expandAddress } from '@/lib/repos/source/expand-address';
import { sourceKey } from '@/lib/repos/source-key';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type NewPushMirror, type PushMirror, toldOfMirror, toPushMirror } from './push-mirror';
import { refuseCircle, refuseOwnSource } from './refuse-circle';
import { requestPush } from './request-push';
import { visibleMirror } from './visible-mirror';

/** Each is a whole push after every sync. */
const MOST = 20;

/**
 * Throws `invalid` for an address that is refused or is the repository's own source, `conflict` for one that it has
 * already and for a circle, `limit` for too many, and what `visibleRepo` and the credential's check throw.
 */
export async function addPushMirror(ctx: Context, repoId: string, input: NewPushMirror): Promise<PushMirror> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.manage');
  const address = input.source_type === undefined ? input.url : expandAddress(input.source_type, input.url);
  const remote = await validateRemote(address, remotePolicy(ctx.env));
  await refuseOwnSource(ctx.env, repo, remote);
  if (input.credential_id) {
    await requireCredentialFits(ctx, input.credential_id, { protocol: remote.protocol, org: repo.org });
  }
  const key = sourceKey(remote.url) ?? remote.url;
  const added = await ctx.db.transaction(async (tx) => {
    // Two that close a circle together would each see none.
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.pushMirrors})`);
    const [here] = await tx
      .select({ id: repos.id })
      .from(repos)
      .where(and(eq(repos.id, repo.id), isNull(repos.deletedAt)))
      .for('key share');
    if (!here) throw new AppError('not_found', 'There is no such repository.');
    const [others] = await tx
      .select({ all: count(), same: sql<number>`count(*) filter (where ${pushMirrors.url} = ${remote.url})::int` })
      .from(pushMirrors)
      .where(eq(pushMirrors.repoId, repo.id));
    if (others?.same) throw new AppError('conflict', 'The repository is pushed to this address already.');
    if ((others?.all ?? 0) >= MOST) throw new AppError('limit', `A repository has ${MOST} push mirrors at most.`);
    await refuseCircle(tx, ctx.env, { repoId: repo.id }, key);
    const [row] = await tx
      .insert(pushMirrors)
      .values({
        repoId: repo.id,
        url: remote.url,
        sourceKey: key,
        sourceType: input.source_type ?? guessSourceType(remote.host),
        credentialId: input.credential_id ?? null,
        refs: input.refs ?? null,
        prune: input.prune ?? true,
        intervalSeconds: input.interval ?? null,
        afterSync: input.after_sync ?? true,
        createdBy: userIdOf(ctx.actor),
      })
      .returning();
    if (!row) throw new Error('Nothing was inserted.');
    await recordAudit(tx, ctx, {
      verb: 'repo.push-mirror-add',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      after: toldOfMirror(row),
    });
    return row;
  });
  // One that was never read has nothing to push yet; its first sync does.
  if (repo.status === 'ready') await requestPush(ctx, added.id).catch(() => null);
  return toPushMirror((await visibleMirror(ctx, repo.id, added.id)).mirror);
}
