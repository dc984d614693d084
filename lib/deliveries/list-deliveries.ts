// The deliveries that a caller may see, the newest first: of one repository, of an organisation, or all.
import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { deliveries, orgs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { visibleRepo, visibleTo } from '@/lib/repos/visible-repo';
import { type Delivery, selectDeliveries, toDelivery } from './delivery';
import { visibleDelivery } from './visible-delivery';

/** When it was made, in microseconds since the epoch, and its id. */
const position = z.tuple([z.string().regex(/^\d{1,16}$/), z.guid()]);

export const deliveryFilterSchema = z.strictObject({
  repo: z.uuid().optional().meta({ description: 'Those of this repository, by its id.' }),
  org: z.string().max(100).optional().meta({ description: 'Those of this organisation’s repositories, by its slug.' }),
  group: z.string().max(100).optional().meta({ description: 'Those that go to this group.' }),
});
export type DeliveryFilter = z.infer<typeof deliveryFilterSchema>;

/**
 * A page of them. `limit` is 50 unless told and at most 200; throws `invalid` for a foreign cursor, and for a repository
 * what `visibleRepo` throws.
 */
export async function listDeliveries(
  ctx: Pick<Context, 'actor' | 'db'>,
  options: DeliveryFilter & { limit?: number; cursor?: string } = {},
): Promise<{ items: Delivery[]; next_cursor: string | null }> {
  if (options.repo !== undefined) await visibleRepo(ctx, options.repo, 'repo.see-deliveries');
  const limit = Math.min(options.limit ?? 50, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const rows = await selectDeliveries(ctx)
    .where(
      and(
        visibleTo(ctx, 'repo.see-deliveries'),
        options.repo === undefined ? undefined : eq(deliveries.repoId, options.repo),
        options.org === undefined ? undefined : eq(sql`lower(${orgs.name})`, options.org.toLowerCase()),
        options.group === undefined ? undefined : eq(deliveries.group, options.group),
        after &&
          sql`(${deliveries.createdAt}, ${deliveries.id}) < (
            'epoch'::timestamptz + ${after[0]}::bigint * interval '1 microsecond', ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.createdMicros, row.id]);
  return { items: page.items.map((row) => toDelivery(row, ctx.actor)), next_cursor: page.nextCursor };
}

/** Throws what `visibleDelivery` throws. */
export async function getDelivery(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<Delivery> {
  return toDelivery(await visibleDelivery(ctx, id), ctx.actor);
}
