// What stands in the way of moving or deleting a target.
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { deliveryReleases, targets } from '@/db/schema';
import { AppError } from '@/lib/errors';

type Row = Pick<typeof targets.$inferSelect, 'id' | 'name'>;
type Reader = Pick<Db, 'select'>;

/** Throws `conflict` while a delivery run or a roll-back works on it. `row` is locked. */
export async function requireIdle(tx: Reader, row: Row): Promise<void> {
  const isBusy = sql`${targets.activeId} is not null and ${targets.activeUntil} > now()`;
  const [busy] = await tx
    .select({ id: targets.id })
    .from(targets)
    .where(and(eq(targets.id, row.id), isBusy));
  if (!busy) return;
  throw new AppError(
    'conflict',
    `A delivery works on ${row.name} at this moment. Wait until it has ended, or cancel it.`,
    { title: 'In use' },
  );
}

/** Throws `conflict` if releases are recorded there, which would be lost sight of if the target lay elsewhere. */
export async function requireNothingThere(tx: Reader, row: Row): Promise<void> {
  const [release] = await tx
    .select({ id: deliveryReleases.id })
    .from(deliveryReleases)
    .where(and(eq(deliveryReleases.targetId, row.id), ne(deliveryReleases.state, 'removed')))
    .limit(1);
  if (!release) return;
  throw new AppError(
    'conflict',
    `${row.name} holds releases, which would stay behind unseen. Add another target for the new place, and delete this one.`,
    { title: 'Something was delivered there' },
  );
}
