// Runs of one delivery, or of all that a caller may see, the newest first.
import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { deliveryRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { visibleTo } from '@/lib/repos/visible-repo';
import { type DeliveryRun, selectDeliveryRuns, toDeliveryRun } from './delivery-run';
import { visibleDelivery } from './visible-delivery';

/** When a run was made, in microseconds since the epoch, and its id. */
const position = z.tuple([z.string().regex(/^\d{1,16}$/), z.guid()]);

/**
 * A page of runs, without their logs. `limit` is 20 unless told and at most 200; throws what `visibleDelivery` throws, or
 * `invalid` for a foreign cursor.
 */
export async function listDeliveryRuns(
  ctx: Pick<Context, 'actor' | 'db'>,
  deliveryId: string | null,
  options: { limit?: number; cursor?: string } = {},
): Promise<{ items: DeliveryRun[]; next_cursor: string | null }> {
  const delivery = deliveryId === null ? null : await visibleDelivery(ctx, deliveryId);
  const limit = Math.min(options.limit ?? 20, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const rows = await selectDeliveryRuns(ctx, 'none')
    .where(
      and(
        delivery === null ? undefined : eq(deliveryRuns.deliveryId, delivery.id),
        visibleTo(ctx, 'repo.see-deliveries'),
        after &&
          sql`(${deliveryRuns.createdAt}, ${deliveryRuns.id}) < (
            'epoch'::timestamptz + ${after[0]}::bigint * interval '1 microsecond', ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(deliveryRuns.createdAt), desc(deliveryRuns.id))
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.createdMicros, row.id]);
  return { items: page.items.map(toDeliveryRun), next_cursor: page.nextCursor };
}
