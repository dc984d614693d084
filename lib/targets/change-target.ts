// Changes what a target is called, where it lies and what is signed in with there.
import { eq } from 'drizzle-orm';
import { targets } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { requireIdle, requireNothingThere } from './in-use';
import { getTarget } from './list-targets';
import { requireMayGoThere } from './may-go-there';
import { placeInUse, requireOwnPlace } from './place-in-use';
import { type Target, toldOfTarget } from './target';
import type { TargetChanges } from './target-input';
import { targetKey } from './target-key';
import { visibleTarget } from './visible-targets';

/**
 * A place where releases are recorded stays where it is. Throws `unauthenticated`, `forbidden`, `not_found`, `conflict` for a
 * name or place that is taken, while a delivery works on it and if something was delivered there, and `invalid`.
 */
export async function changeTarget(ctx: Context, id: string, changes: TargetChanges): Promise<Target> {
  requireWriter(ctx);
  const { org, orgId } = await visibleTarget(ctx, id, 'org.manage-targets');
  if (changes.private_key !== undefined && changes.new_key !== undefined) {
    throw new AppError('invalid', 'Give a key (private_key), or have one made (new_key), not both.');
  }
  if (Object.values(changes).every((value) => value === undefined)) return await getTarget(ctx, id);
  if (changes.address !== undefined) await requireMayGoThere(ctx, changes.address);
  const isRotated = changes.private_key !== undefined || changes.new_key !== undefined;
  const key = isRotated ? await targetKey(ctx, changes.private_key) : {};
  try {
    await ctx.db.transaction(async (tx) => {
      const isIt = eq(targets.id, id);
      const [before] = await tx.select().from(targets).where(isIt).for('update');
      if (!before) throw new AppError('not_found', 'There is no such target.');
      const next = { ...before, ...wanted(changes) };
      const isMoved = (['host', 'port', 'path', 'mode'] as const).some((field) => next[field] !== before[field]);
      if (isMoved) {
        await requireIdle(tx, before);
        await requireNothingThere(tx, before);
        await requireOwnPlace(tx, next, id);
      }
      // What was found is true of the place and the key that it was found with.
      const isUntested = isMoved || isRotated || next.userName !== before.userName;
      const [after] = await tx
        .update(targets)
        .set({ ...wanted(changes), ...key, ...(isUntested ? { findings: null, testedAt: null } : {}) })
        .where(isIt)
        .returning();
      if (!after) throw new Error('Nothing was updated.');
      await recordAudit(tx, ctx, {
        verb: isRotated ? 'target.rotate' : 'target.change',
        subject: { kind: 'target', id, name: `${org}/${after.name}` },
        orgId,
        ...onlyChanges(toldOfTarget(before), toldOfTarget(after)),
      });
    });
  } catch (error) {
    throw placeInUse(error, org);
  }
  return await getTarget(ctx, id);
}

/** The columns of what is given. */
function wanted({ name, address, path, group, mode, keep, is_enabled: isEnabled }: TargetChanges) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : address),
    ...(path === undefined ? {} : { path }),
    ...(group === undefined ? {} : { group }),
    ...(mode === undefined ? {} : { mode }),
    ...(keep === undefined ? {} : { keep }),
    ...(isEnabled === undefined ? {} : { isEnabled }),
  };
}
