// The targets that a repository of an organisation could be delivered to, and which of them another delivery has.
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { visibleOrg } from '@/lib/orgs/visible-org';

export interface Place extends Record<string, unknown> {
  id: string;
  name: string;
  address: string;
  path: string;
  group: string | null;
  is_enabled: boolean;
  /** The delivery that it is in, by itself or by its group. */
  delivery_id: string | null;
  /** What that delivers, as org/name. */
  taken_by: string | null;
}

/** All of them, by name. Throws what `visibleOrg` throws for org.see-targets. */
export async function listPlaces(ctx: Pick<Context, 'actor' | 'db'>, org: string): Promise<Place[]> {
  const { id } = await visibleOrg(ctx, org, 'org.see-targets');
  return await ctx.db.execute<Place>(sql`
    select t.id, t.name, t.user_name || '@' || t.host || ':' || t.port as address, t.path, t.group, t.is_enabled,
      taken.id as delivery_id, taken.repo as taken_by
    from targets t left join lateral (
      select d.id, o.name || '/' || r.name as repo from deliveries d
      join repos r on r.id = d.repo_id and r.org_id = t.org_id join orgs o on o.id = r.org_id
      where d.group = t.group
        or (d.group is null and exists (
          select 1 from delivery_targets h where h.delivery_id = d.id and h.target_id = t.id))
      limit 1) taken on true
    where t.org_id = ${id}::uuid order by lower(t.name), t.id limit 1000`);
}
