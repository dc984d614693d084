// The ssh hosts that are known, those first that show another key than they should.
import { asc, sql } from 'drizzle-orm';
import { hostKeys } from '@/db/schema';
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import type { Context } from '@/lib/context';
import { PUBLISHED_KEYS } from '@/lib/git/ssh/published-keys';
import { type HostKey, publishedHostKey, toHostKey } from './host-key';

/** Throws `unauthenticated` and `forbidden`. */
export async function listHostKeys(ctx: Pick<Context, 'actor' | 'db'>): Promise<HostKey[]> {
  requireMay(ctx, 'server.administer', SERVER);
  const rows = await ctx.db.select().from(hostKeys).orderBy(sql`${hostKeys.pendingKey} is null`, asc(hostKeys.host));
  const met = new Set(rows.map((row) => row.host));
  const unmet = Object.keys(PUBLISHED_KEYS).filter((host) => !met.has(host));
  return [...rows.map(toHostKey), ...unmet.map(publishedHostKey)];
}
