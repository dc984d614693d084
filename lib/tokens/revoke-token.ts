// Revokes a token, and with it those that were made by it. Works on a read-only server too, as ending sessions does.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { tokens } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { meantToken, ownTokens } from './own-tokens';

/** A token may always revoke itself. Throws `not_found`, also for somebody else's, `unauthenticated` and `forbidden`. */
export async function revokeToken(ctx: Context, asked: string): Promise<void> {
  const { id, isCurrent } = meantToken(ctx, asked);
  const own = isCurrent ? undefined : ownTokens(ctx);
  await ctx.db.transaction(async (tx) => {
    const found = isId(id)
      ? await tx
          .select({ id: tokens.id })
          .from(tokens)
          .where(and(eq(tokens.id, id), isNull(tokens.revokedAt), own))
          .for('update')
      : [];
    if (found.length === 0) {
      throw new AppError('not_found', 'There is no such token of yours. It may have been revoked already.');
    }
    const made = await tx.execute<{ id: string }>(sql`
      with recursive made as (
        select id from tokens where id = ${id}
        union select tokens.id from tokens join made on tokens.made_by = made.id
      ) select id from made`);
    const revoked = await tx
      .update(tokens)
      .set({ revokedAt: sql`now()` })
      .where(
        and(
          inArray(
            tokens.id,
            made.map((one) => one.id),
          ),
          isNull(tokens.revokedAt),
        ),
      )
      .returning();
    for (const token of revoked) {
      await recordAudit(tx, ctx, {
        verb: 'token.revoke',
        subject: { kind: 'token', id: token.id, name: token.name },
        orgId: token.orgId ?? token.onlyOrgId,
      });
    }
  });
}
