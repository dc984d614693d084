// The repositories that webhooks are about, found by the address of their source.
import { and, asc, inArray, isNull, or, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { sourceKey } from '@/lib/repos/source-key';
import type { WebhookNews } from './payload/delivery';

type About = Pick<WebhookNews, 'addresses' | 'place'>;

/** For each of `news` the ids of all that have one of its addresses, the oldest first; deleted ones never. */
export async function findRepos(ctx: Pick<Context, 'db'>, news: About[]): Promise<string[][]> {
  const keys = news.map((one) => keysOf(one.addresses));
  const all = [...new Set(keys.flat())];
  const rows = all.length === 0 ? [] : await select(ctx, inArray(repos.sourceKey, all));
  const found: string[][] = [];
  for (const [i, one] of news.entries()) {
    const byPlace = one.place === null || one.place.includes('\0') ? [] : await select(ctx, isAt(one.place));
    const byKey = rows.filter((row) => row.sourceKey !== null && keys[i]?.includes(row.sourceKey));
    found.push([...byKey, ...byPlace].map((row) => row.id));
  }
  return found;
}

function keysOf(addresses: string[]): string[] {
  return addresses.map(sourceKey).filter((key): key is string => key !== null && !key.includes('\0'));
}

/** Bitbucket Server without links: its clone addresses end in `/scm/key/slug` over https and are `/key/slug` over ssh. */
function isAt(place: string) {
  const overHttps = `/scm/${place}`;
  const path = sql`substr(${repos.sourceKey}, strpos(${repos.sourceKey}, '/') + 1)`;
  return or(sql`right(${repos.sourceKey}, ${overHttps.length}::int) = ${overHttps}`, sql`${path} = ${place}`);
}

async function select(ctx: Pick<Context, 'db'>, isAbout: ReturnType<typeof or>) {
  return await ctx.db
    .select({ id: repos.id, sourceKey: repos.sourceKey })
    .from(repos)
    .where(and(isNull(repos.deletedAt), isAbout))
    .orderBy(asc(repos.number));
}
