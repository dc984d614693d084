// Removes a push mirror.
import { eq } from 'drizzle-orm';
import { pushMirrors } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { toldOfMirror } from './push-mirror';
import { visibleMirror } from './visible-mirror';

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
