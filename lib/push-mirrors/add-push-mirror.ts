// Adds a push mirror to a repository, and asks for its first push.
import { pushMirrors } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { requireCredentialFits } from '@/lib/credentials/require-fits';
import { guessSourceType } from '@/lib/git/source-type';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { checkAddress, claimAddress } from './check-address';
import { type NewPushMirror, type PushMirror, toldOfMirror, toPushMirror } from './push-mirror';
import { firstPush } from './request-push';
import { visibleMirror } from './visible-mirror';

/** Throws what the checks of its address throw, `visibleRepo` and the credential's check. */
export async function addPushMirror(ctx: Context, repoId: string, input: NewPushMirror): Promise<PushMirror> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.manage');
  const address = await checkAddress(ctx, repo, input);
  const { remote } = address;
  if (input.credential_id) {
    await requireCredentialFits(ctx, input.credential_id, { protocol: remote.protocol, org: repo.org });
  }
  const added = await ctx.db.transaction(async (tx) => {
    await claimAddress(tx, ctx, { repoId: repo.id }, address);
    const [row] = await tx
      .insert(pushMirrors)
      .values({
        repoId: repo.id,
        url: remote.url,
        sourceKey: address.key,
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
  await firstPush(ctx, repo, added.id);
  return toPushMirror((await visibleMirror(ctx, repo.id, added.id)).mirror);
}
