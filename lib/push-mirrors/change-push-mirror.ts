// Changes and removes push mirrors. Its address does not change: another one is another mirror.
import { eq, sql } from 'drizzle-orm';
import { pushMirrors } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import { type Context, requireWriter } from '@/lib/context';
import { requireCredentialFits } from '@/lib/credentials/require-fits';
import { AppError } from '@/lib/errors';
import { parseRemoteUrl } from '@/lib/git/runner/remote-url';
import { type PushMirror, type PushMirrorChanges, toldOfMirror, toPushMirror } from './push-mirror';
import { visibleMirror } from './visible-mirror';

/** Throws what `visibleMirror` and the credential's check throw. A push under way goes on as it began. */
export async function changePushMirror(
  ctx: Context,
  repoId: string,
  mirrorId: string,
  changes: PushMirrorChanges,
): Promise<PushMirror> {
  requireWriter(ctx);
  const { repo, mirror } = await visibleMirror(ctx, repoId, mirrorId);
  if (changes.credential_id) {
    const { protocol } = parseRemoteUrl(mirror.url);
    await requireCredentialFits(ctx, changes.credential_id, { protocol, org: repo.org });
  }
  return await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(pushMirrors).where(eq(pushMirrors.id, mirror.id)).for('update');
    const [after] = await tx
      .update(pushMirrors)
      .set({
        // A change of nothing is not an error.
        url: sql`${pushMirrors.url}`,
        ...(changes.credential_id === undefined ? {} : { credentialId: changes.credential_id }),
        ...(changes.refs === undefined ? {} : { refs: changes.refs }),
        ...(changes.prune === undefined ? {} : { prune: changes.prune }),
        ...(changes.after_sync === undefined ? {} : { afterSync: changes.after_sync }),
        ...(changes.interval === undefined
          ? {}
          : {
              intervalSeconds: changes.interval,
              nextPushAt: changes.interval === null ? null : sql`now() + ${changes.interval} * interval '1 second'`,
            }),
      })
      .where(eq(pushMirrors.id, mirror.id))
      .returning();
    if (!before || !after) throw new AppError('not_found', 'This repository has no such push mirror.');
    await recordAudit(tx, ctx, {
      verb: 'repo.push-mirror-change',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      ...onlyChanges(toldOfMirror(before), toldOfMirror(after)),
    });
    return toPushMirror(after);
  });
}

/** Throws what `visibleMirror` throws. What was pushed stays where it is. */
export async function removePushMirror(ctx: Context, repoId: string, mirrorId: string): Promise<void> {
  requireWriter(ctx);
  const { repo, mirror } = await visibleMirror(ctx, repoId, mirrorId);
  await ctx.db.transaction(async (tx) => {
    const [gone] = await tx.delete(pushMirrors).where(eq(pushMirrors.id, mirror.id)).returning();
    if (!gone) throw new AppError('not_found', 'This repository has no such push mirror.');
    await recordAudit(tx, ctx, {
      verb: 'repo.push-mirror-remove',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      before: toldOfMirror(gone),
    });
  });
}
