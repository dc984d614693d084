// Drops the rows of tokens that have long been good for nothing: the audit log has told what became of them.
import { sql } from 'drizzle-orm';
import { tokens } from '@/db/schema';
import type { Context } from '@/lib/context';

const KEPT_DAYS = 30;

/** Those that were revoked or expired more than thirty days ago. Returns how many. */
export async function forgetDeadTokens(ctx: Pick<Context, 'db'>): Promise<number> {
  const gone = await ctx.db
    .delete(tokens)
    .where(sql`least(${tokens.revokedAt}, ${tokens.expiresAt}) < now() - ${KEPT_DAYS} * interval '1 day'`)
    .returning({ id: tokens.id });
  return gone.length;
}
