// Changes a push mirror: where it leads, how it signs in there, what is pushed and when.
import { eq, sql } from 'drizzle-orm';
import { pushMirrors } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import { type Context, requireWriter } from '@/lib/context';
import { requireCredentialFits } from '@/lib/credentials/require-fits';
import { AppError } from '@/lib/errors';
import { parseRemoteUrl } from '@/lib/git/runner/remote-url';
import { guessSourceType } from '@/lib/git/source-type';
import type { RepoRow } from '@/lib/repos/repo';
import { placeOf } from '@/lib/repos/source/check-remote';
import { type CheckedAddress, checkAddress, claimAddress } from './check-address';
import { type PushMirror, type PushMirrorChanges, type PushMirrorRow, toldOfMirror, toPushMirror } from './push-mirror';
import { firstPush } from './request-push';
import { visibleMirror } from './visible-mirror';

/**
 * A push under way goes on as it began; of another address it says nothing any more, and one to the new address begins.
 * Throws what `visibleMirror` and the checks of the address and of the credential throw.
 */
export async function changePushMirror(
  ctx: Context,
  repoId: string,
  mirrorId: string,
  changes: PushMirrorChanges,
): Promise<PushMirror> {
  requireWriter(ctx);
  const { repo, mirror } = await visibleMirror(ctx, repoId, mirrorId);
  const address = await newAddress(ctx, repo, mirror, changes);
  const credentialId = credentialAfter(mirror, address, changes);
  const { protocol } = parseRemoteUrl(address?.remote.url ?? mirror.url);
  // One that it has is not asked for again: whoever manages the repository may not be allowed to choose it.
  const isOther = credentialId !== mirror.credentialId || protocol !== parseRemoteUrl(mirror.url).protocol;
  if (credentialId !== null && isOther) {
    await requireCredentialFits(ctx, credentialId, { protocol, org: repo.org });
  }
  const after = await ctx.db.transaction(async (tx) => {
    if (address) await claimAddress(tx, ctx, { repoId: repo.id, mirrorId: mirror.id }, address);
    const [before] = await tx.select().from(pushMirrors).where(eq(pushMirrors.id, mirror.id)).for('update');
    const [changed] = await tx
      .update(pushMirrors)
      .set({
        // A change of nothing is not an error.
        url: sql`${pushMirrors.url}`,
        ...(changes.source_type === undefined ? {} : { sourceType: changes.source_type }),
        ...(credentialId === mirror.credentialId ? {} : { credentialId }),
        ...(address ? movedTo(address, changes) : {}),
        ...(changes.refs === undefined ? {} : { refs: changes.refs }),
        ...(changes.prune === undefined ? {} : { prune: changes.prune }),
        ...(changes.after_sync === undefined ? {} : { afterSync: changes.after_sync }),
        ...(changes.interval === undefined || changes.interval === mirror.intervalSeconds
          ? {}
          : {
              intervalSeconds: changes.interval,
              nextPushAt: changes.interval === null ? null : sql`now() + ${changes.interval} * interval '1 second'`,
            }),
      })
      .where(eq(pushMirrors.id, mirror.id))
      .returning();
    if (!before || !changed) throw new AppError('not_found', 'This repository has no such push mirror.');
    await recordAudit(tx, ctx, {
      verb: 'repo.push-mirror-change',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      ...onlyChanges(toldOfMirror(before), toldOfMirror(changed)),
    });
    return changed;
  });
  if (!address) return toPushMirror(after);
  await firstPush(ctx, repo, mirror.id);
  return toPushMirror((await visibleMirror(ctx, repo.id, mirror.id)).mirror);
}

/** Null if it stays where it is. */
async function newAddress(
  ctx: Context,
  repo: RepoRow,
  mirror: PushMirrorRow,
  { url, source_type }: PushMirrorChanges,
): Promise<CheckedAddress | null> {
  if (url === undefined || url === mirror.url) return null;
  const address = await checkAddress(ctx, repo, { url, source_type });
  return address.remote.url === mirror.url ? null : address;
}

/** Nobody gave a credential for another host: if nothing is said, it stays behind. */
function credentialAfter(
  mirror: PushMirrorRow,
  address: CheckedAddress | null,
  { credential_id: given }: PushMirrorChanges,
): string | null {
  if (given !== undefined) return given;
  const isSamePlace = !address || placeOf(address.remote.url) === placeOf(mirror.url);
  return isSamePlace ? mirror.credentialId : null;
}

/** Nothing was pushed there yet. What still goes to the old address holds the mirror no longer. */
function movedTo({ remote, key }: CheckedAddress, { source_type: type }: PushMirrorChanges) {
  return {
    ...{ url: remote.url, sourceKey: key, sourceType: type ?? guessSourceType(remote.host) },
    ...{ status: 'never' as const, activePushId: null, nextAttemptAt: null, attempts: 0, refsMoved: 0, pushedAt: null },
    ...{ error: null, errorKind: null, details: null, progressDone: 0, progressTotal: null },
  };
}
