// How many repositories need somebody's attention, for a health check.
import { and, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { repos } from '@/db/schema';
import type { Actor } from '@/lib/context';
import { visibleTo } from '@/lib/repos/visible-repo';
import { isFollowed, isInTrouble, isRefused, isStaleAlone } from './followed';

const count = z.int().nonnegative();

export const attentionSchema = z
  .object({
    failing: count.meta({ description: 'Repositories whose last attempt failed.' }),
    auth_errors: count.meta({ description: 'Of those: upstream refuses the token, or wants one.' }),
    stale: count.meta({
      description: 'The others of which upstream has not answered for more than twice the interval.',
    }),
  })
  .meta({ id: 'Attention' });
export type Attention = z.infer<typeof attentionSchema>;

/** Counts over those repositories that `actor` may see: Freshet itself sees all. */
export async function countAttention(db: Db, actor: Actor = { kind: 'system' }): Promise<Attention> {
  const where = (condition: typeof isFollowed) => sql<number>`count(*) filter (where ${condition})::int`;
  const [row] = await db
    .select({ failing: where(isInTrouble), auth_errors: where(isRefused), stale: where(isStaleAlone) })
    .from(repos)
    .where(and(visibleTo({ actor }), isFollowed));
  return row ?? { failing: 0, auth_errors: 0, stale: 0 };
}
