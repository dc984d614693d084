// How many repositories need somebody's attention, for a health check.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { repos } from '@/db/schema';
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

/** Counts over all repositories: the caller decides who may know. */
export async function countAttention(db: Db): Promise<Attention> {
  const where = (condition: typeof isFollowed) => sql<number>`count(*) filter (where ${condition})::int`;
  const [row] = await db
    .select({ failing: where(isInTrouble), auth_errors: where(isRefused), stale: where(isStaleAlone) })
    .from(repos)
    .where(isFollowed);
  return row ?? { failing: 0, auth_errors: 0, stale: 0 };
}
