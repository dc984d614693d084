// What the board can be narrowed by: the organisations and groups that it has hosts of.
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { PLACES, visiblePlaces } from './places';

export interface BoardChoices {
  orgs: string[];
  groups: string[];
  /** Of all that the caller may see. */
  hosts: number;
}

/** At most 200 of each, by their names. */
export async function listBoardFilters(ctx: Pick<Context, 'actor' | 'db'>): Promise<BoardChoices> {
  const [row] = await ctx.db.execute<{ orgs: string[] | null; groups: (string | null)[] | null; hosts: number }>(sql`
    select array_agg(distinct orgs.name) as orgs, array_agg(distinct t.group) as groups, count(*)::int as hosts
    from ${PLACES} where ${visiblePlaces(ctx)}`);
  const MOST = 200;
  return {
    orgs: (row?.orgs ?? []).slice(0, MOST),
    groups: (row?.groups ?? []).filter((group) => group !== null).slice(0, MOST),
    hosts: row?.hosts ?? 0,
  };
}
