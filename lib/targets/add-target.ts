// Adds a place on a host that an organisation's repositories may be delivered to.
import { count, eq } from 'drizzle-orm';
import { targets } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { lockOrg } from '@/lib/orgs/lock-org';
import { visibleOrg } from '@/lib/orgs/visible-org';
import { getTarget } from './list-targets';
import { requireMayGoThere } from './may-go-there';
import { placeInUse, requireOwnPlace } from './place-in-use';
import { type Target, toldOfTarget } from './target';
import type { NewTarget } from './target-input';
import { targetKey } from './target-key';

const MOST = 500;

/**
 * Nothing is sent there yet. Throws `unauthenticated`, `forbidden`, `not_found` for the organisation, `conflict` for a name or
 * a place that is taken, `invalid` for an address or a key that is refused, and `limit` for too many.
 */
export async function addTarget(ctx: Context, input: NewTarget): Promise<Target> {
  requireWriter(ctx);
  const org = await visibleOrg(ctx, input.org, 'org.manage-targets');
  await requireMayGoThere(ctx, input.address);
  const key = await targetKey(ctx, input.private_key);
  try {
    const id = await ctx.db.transaction(async (tx) => {
      await lockOrg(tx, org.id);
      const [there] = await tx.select({ count: count() }).from(targets).where(eq(targets.orgId, org.id));
      if ((there?.count ?? 0) >= MOST) {
        throw new AppError(
          'limit',
          `${org.name} has ${MOST} targets already, the most there may be. Delete some first.`,
        );
      }
      await requireOwnPlace(tx, { ...input.address, path: input.path }, null);
      const [row] = await tx
        .insert(targets)
        .values({
          orgId: org.id,
          name: input.name,
          ...input.address,
          path: input.path,
          group: input.group,
          mode: input.mode,
          keep: input.keep,
          isEnabled: input.is_enabled,
          ...key,
          createdBy: userIdOf(ctx.actor),
        })
        .returning();
      if (!row) throw new Error('Nothing was inserted.');
      await recordAudit(tx, ctx, {
        verb: 'target.add',
        subject: { kind: 'target', id: row.id, name: `${org.name}/${row.name}` },
        orgId: org.id,
        after: toldOfTarget(row),
      });
      return row.id;
    });
    return await getTarget(ctx, id);
  } catch (error) {
    throw placeInUse(error, org.name);
  }
}
