// Withdraws an invite that nobody has used yet.
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { invites } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { requireAdminWriter } from '../require-admin';

/** Throws `not_found` if there is no such open invite, and what `requireAdminWriter` throws. */
export async function withdrawInvite(ctx: Context, id: string): Promise<void> {
  requireAdminWriter(ctx);
  await ctx.db.transaction(async (tx) => {
    const [gone] = /^[0-9a-f]{64}$/.test(id)
      ? await tx
          .delete(invites)
          .where(and(eq(invites.tokenHash, id), isNotNull(invites.email), isNull(invites.usedAt)))
          .returning()
      : [];
    if (!gone) throw new AppError('not_found', 'There is no such open invitation.');
    await recordAudit(tx, ctx, {
      verb: 'invite.withdraw',
      subject: { kind: 'invite', id, name: gone.email },
      before: { is_admin: gone.isAdmin },
    });
  });
}
