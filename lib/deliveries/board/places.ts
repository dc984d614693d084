// Every host of every delivery as SQL, with how it stands now.
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { visibleTo } from '@/lib/repos/visible-repo';
import { WORST_FIRST } from './board-item';

/**
 * The hosts of deliveries `d` as targets `t`, written down as `h`, which is null for one of a group that nothing has met
 * yet, with "repos" and "orgs". A repository that moved to another organisation has none of the former one's. `wanted.commit` is
 * what its branch or tag has here; a branch comes before a tag. Of a folder that somebody works in it is null where the
 * delivery names none: HEAD is looked at when hosts are.
 */
export const PLACES: SQL = sql`(
    select x.delivery_id, x.target_id from delivery_targets x
    union all
    select d.id, t.id from deliveries d join repos r on r.id = d.repo_id
    join targets t on t.org_id = r.org_id and t.group = d.group and t.is_enabled
    where d.group is not null and not exists (select 1 from delivery_targets x where x.target_id = t.id)
  ) place
  join deliveries d on d.id = place.delivery_id
  join repos on repos.id = d.repo_id
  join targets t on t.id = place.target_id and t.org_id = repos.org_id
    and (d.group is null or (t.group = d.group and t.is_enabled))
  join orgs on orgs.id = repos.org_id
  left join delivery_targets h on h.delivery_id = place.delivery_id and h.target_id = place.target_id
  left join branches b on b.repo_id = d.repo_id
    and b.name = coalesce(regexp_replace(d.ref, '^refs/heads/', ''), repos.default_branch)
  left join indexed_refs i on i.repo_id = b.repo_id and i.ref = b.name
  left join tags on tags.repo_id = d.repo_id and b.name is null and tags.name = regexp_replace(d.ref, '^refs/tags/', '')
  cross join lateral (
    select case when repos.kind <> 'local' or d.ref is not null
      then coalesce(i.commit_sha, b.commit_sha, tags.commit_sha) end as commit) wanted`;

/** What was in sync is behind once its branch moves: nobody has to look at the host to know that. */
export const STATE: SQL = sql`(case
  when h.state = 'in_sync' and wanted.commit <> coalesce(h.seen_commit, h.commit) then 'behind'::host_state
  else coalesce(h.state, 'never') end)`;

/** A number for each, the lowest first; what is switched off comes last. */
export const RANK: SQL = sql`(case when t.is_enabled and d.is_enabled then 0 else 100 end + case ${STATE} ${sql.join(
  WORST_FIRST.map((state, rank) => sql`when ${sql.raw(`'${state}'`)} then ${sql.raw(String(rank))}`),
  sql` `,
)} end)`;

/** Those of repositories whose deliveries the caller may see. */
export function visiblePlaces(ctx: Pick<Context, 'actor'>): SQL {
  return visibleTo(ctx, 'repo.see-deliveries') ?? sql`true`;
}
