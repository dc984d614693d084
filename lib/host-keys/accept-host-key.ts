// Takes the key that a host shows now in place of the one that it was known by.
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { hostKeys } from '@/db/schema';
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { type HostKey, toHostKey, toldOfKey } from './host-key';

export const acceptHostKeySchema = z
  .strictObject({
    fingerprint: z.string().max(200).meta({ description: 'Of the key that is meant, as it was shown: SHA256:…' }),
  })
  .meta({ id: 'AcceptHostKey' });

/**
 * `fingerprint` is the one that was looked at. Throws `unauthenticated`, `forbidden`, `not_found`, and `conflict` if no
 * key waits or another one does by now.
 */
export async function acceptHostKey(ctx: Context, id: string, fingerprint: string): Promise<HostKey> {
  requireWriter(ctx);
  requireMay(ctx, 'server.administer', SERVER);
  return await ctx.db.transaction(async (tx) => {
    const isIt = isId(id) ? eq(hostKeys.id, id) : sql`false`;
    const [before] = await tx.select().from(hostKeys).where(isIt).for('update');
    if (!before) throw new AppError('not_found', 'There is no such ssh host.');
    if (before.pendingKey === null) {
      throw new AppError('conflict', `${before.host} shows the key that it is known by: there is none to accept.`);
    }
    const shown = toldOfKey(before.pendingKey).fingerprint;
    if (shown !== fingerprint) {
      throw new AppError('conflict', `${before.host} shows yet another key by now: ${shown}. Look at that one first.`);
    }
    const [after] = await tx
      .update(hostKeys)
      .set({
        key: before.pendingKey,
        pendingKey: null,
        pendingSince: null,
        acceptedAt: sql`now()`,
        acceptedBy: userIdOf(ctx.actor),
      })
      .where(isIt)
      .returning();
    if (!after) throw new Error('Nothing was updated.');
    await recordAudit(tx, ctx, {
      verb: 'host_key.accept',
      subject: { kind: 'host_key', id, name: before.host },
      before: { fingerprint: before.key === null ? null : toldOfKey(before.key).fingerprint },
      after: { fingerprint: shown },
    });
    return toHostKey(after);
  });
}
