// The organisations whose repositories a caller may see, with how many those are.
import { eq, sql } from 'drizzle-orm';
import { orgs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleTo } from './visible-repo';

export interface OrgCount {
  name: string;
  repositories: number;
}

const MOST = 500;

/** By name; at most 500. */
export async function countByOrg(ctx: Pick<Context, 'actor' | 'db'>): Promise<OrgCount[]> {
  return await ctx.db
    .select({ name: orgs.name, repositories: sql<number>`count(*)::int` })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(visibleTo(ctx))
    .groupBy(orgs.id)
    .orderBy(sql`lower(${orgs.name})`)
    .limit(MOST);
}
