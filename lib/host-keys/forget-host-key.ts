// Forgets an ssh host: it is pinned anew to the first key that it shows.
import { eq, sql } from 'drizzle-orm';
import { hostKeys } from '@/db/schema';
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { toldOfKey } from './host-key';

/** Throws `unauthenticated`, `forbidden` and `not_found`. */
export async function forgetHostKey(ctx: Context, id: string): Promise<void> {
  requireWriter(ctx);
  requireMay(ctx, 'server.administer', SERVER);
  await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .delete(hostKeys)
      .where(isId(id) ? eq(hostKeys.id, id) : sql`false`)
      .returning();
    if (!row) throw new AppError('not_found', 'There is no such ssh host.');
    await recordAudit(tx, ctx, {
      verb: 'host_key.forget',
      subject: { kind: 'host_key', id, name: row.host },
      before: { fingerprint: row.key === null ? null : toldOfKey(row.key).fingerprint },
    });
  });
}
