// The releases that the hosts of a delivery keep, as they are recorded here.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type ReleaseState, releaseState } from '@/db/schema';
import type { Context } from '@/lib/context';
import { toInstant } from './delivery';
import { visibleDelivery } from './visible-delivery';

export const deliveryReleaseSchema = z
  .object({
    id: z.uuid(),
    target_id: z.uuid(),
    run_id: z.uuid().nullable().meta({ description: 'The run that last made it live; null once that is forgotten.' }),
    name: z.string(),
    state: z.enum(releaseState.enumValues).exclude(['removed', 'incoming']),
    ref: z.string().nullable(),
    commit: z.string(),
    digest: z.string(),
    created_at: z.iso.datetime(),
    live_at: z.iso.datetime().nullable().meta({ description: 'When it last became live.' }),
  })
  .meta({ id: 'DeliveryRelease' });
export type DeliveryRelease = z.infer<typeof deliveryReleaseSchema>;

interface Row extends Record<string, unknown> {
  id: string;
  target_id: string;
  run_id: string | null;
  name: string;
  state: Exclude<ReleaseState, 'removed' | 'incoming'>;
  ref: string | null;
  commit: string;
  digest: string;
  created_at: string;
  live_at: string | null;
}

/** Live and kept ones of all its hosts, the live one of each first; there are few. Throws what `visibleDelivery` throws. */
export async function listReleases(
  ctx: Pick<Context, 'actor' | 'db'>,
  deliveryId: string,
): Promise<{ items: DeliveryRelease[]; next_cursor: null }> {
  const delivery = await visibleDelivery(ctx, deliveryId);
  const rows = await ctx.db.execute<Row>(sql`
    select id, target_id, run_id, name, state, ref, commit, digest, created_at, live_at from delivery_releases
    where delivery_id = ${delivery.id}::uuid and state in ('live', 'kept')
    order by state = 'live' desc, live_at desc nulls last, created_at desc, id limit 2000`);
  return {
    items: rows.map((row) => ({
      ...row,
      created_at: toInstant(row.created_at) ?? '',
      live_at: toInstant(row.live_at),
    })),
    next_cursor: null,
  };
}
