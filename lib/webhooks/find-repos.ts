// The repositories that a webhook is about, found by the address of their source.
import { and, asc, inArray, isNull, or, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { sourceKey } from '@/lib/git/source-key';
import type { WebhookNews } from './read-payload';

/** The ids of all that have one of the addresses, the oldest first; deleted ones never. */
export async function findRepos(
  ctx: Pick<Context, 'db'>,
  news: Pick<WebhookNews, 'addresses' | 'place'>,
): Promise<string[]> {
  const keys = news.addresses.map(sourceKey).filter((key): key is string => key !== null && !key.includes('\0'));
  const isAbout = [...(keys.length > 0 ? [inArray(repos.sourceKey, [...new Set(keys)])] : []), ...atPlace(news.place)];
  if (isAbout.length === 0) return [];
  const rows = await ctx.db
    .select({ id: repos.id })
    .from(repos)
    .where(and(isNull(repos.deletedAt), or(...isAbout)))
    .orderBy(asc(repos.number));
  return rows.map((row) => row.id);
}

/** Bitbucket Server without links: its clone addresses end in `/scm/key/slug` over https and are `/key/slug` over ssh. */
function atPlace(place: string | null) {
  if (place === null || place.includes('\0')) return [];
  const overHttps = `/scm/${place}`;
  const path = sql`substr(${repos.sourceKey}, strpos(${repos.sourceKey}, '/') + 1)`;
  return [sql`right(${repos.sourceKey}, ${overHttps.length}::int) = ${overHttps}`, sql`${path} = ${place}`];
}
