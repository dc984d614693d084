// Finds what people have not been told of deliveries: runs that were blocked or did not reach every host, and that it is
// over.
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { type DeliveryNews, MOST_HOSTS } from './message/delivery-news';

type Tx = Pick<Context['db'], 'execute'>;

/** A delivery that comes and goes is told of at most this often. What the look for secrets stops waits for a person: at once. */
const QUIET_MINUTES = 60;

/** With when people were told of the trouble that is over. */
export type Told<T> = T & { toldAt: Date | null };

interface RunRow extends Record<string, unknown> {
  id: string;
  repo_id: string;
  org: string;
  name: string;
  run_id: string;
  told_as: 'blocked' | 'partial' | 'failed' | 'recovered';
  told_at: string | null;
  told_since: string | null;
  ended_at: string;
  error_kind: DeliveryNews['error_kind'];
  error: string | null;
  hosts: DeliveryNews['hosts'] | null;
  host_count: number;
  hosts_of_all: number;
}

/**
 * Marks what it returns as told. What counts is how the newest run ended that was no roll-back and was not cancelled. The
 * hosts that it did not reach are told with it, and not once more by themselves.
 */
export async function markDeliveryRuns(tx: Tx): Promise<Told<DeliveryNews>[]> {
  const rows = await tx.execute<RunRow>(sql`
    with found as (
      select d.id, r.id as run_id, r.ended_at, r.error, r.error_kind, d.notified_at as told_at, d.notified_since as told_since,
        case
          when r.status in ('delivered', 'unchanged') then 'recovered'
          else r.status::text end as told_as
      from deliveries d
      join repos on repos.id = d.repo_id and repos.deleted_at is null
      cross join lateral (
        select * from delivery_runs x
        where x.delivery_id = d.id and x.trigger <> 'rollback' and x.status not in ('queued', 'waiting', 'running', 'cancelled')
        order by x.created_at desc, x.id desc limit 1) r
      where case
        when r.status in ('delivered', 'unchanged') then d.notified_as is not null and not exists (
          select 1 from delivery_targets h join targets t on t.id = h.target_id
          where h.delivery_id = d.id and t.is_enabled and h.state not in ('in_sync', 'unknown'))
        when r.status = 'blocked' then d.notified_as is distinct from 'blocked'
        else d.notified_as is null
          and coalesce(d.notified_at not between now() - ${QUIET_MINUTES} * interval '1 minute' and now(), true) end
      for update of d skip locked
    ), told as (
      update deliveries d set
        notified_as = nullif(found.told_as, 'recovered'),
        notified_at = case found.told_as when 'recovered' then d.notified_at else now() end,
        notified_since = case found.told_as when 'recovered' then null else coalesce(d.notified_since, found.ended_at) end
      from found where d.id = found.id
      returning d.id, d.repo_id
    ), missed as (
      select found.id, o.target_id, t.name, o.error from found
      join delivery_outcomes o on o.run_id = found.run_id and o.status = 'failed'
      join targets t on t.id = o.target_id
      where found.told_as in ('partial', 'failed')
    ), marked as (
      update delivery_targets h set notified_at = now() from missed
      where h.target_id = missed.target_id and h.delivery_id = missed.id and h.notified_at is null
    )
    select found.*, told.repo_id, orgs.name as org, repos.name,
      (select json_agg(json_build_object('target_id', m.target_id, 'name', m.name, 'text', m.error,
          'state', coalesce(h.state, 'unknown')) order by m.name)
        from (select * from missed where missed.id = found.id order by missed.name limit ${MOST_HOSTS}) m
        left join delivery_targets h on h.target_id = m.target_id) as hosts,
      (select count(*)::int from missed where missed.id = found.id) as host_count,
      (select count(*)::int from delivery_outcomes o where o.run_id = found.run_id) as hosts_of_all
    from found join told on told.id = found.id
    join repos on repos.id = told.repo_id join orgs on orgs.id = repos.org_id
    order by orgs.name, repos.name, found.id`);
  return rows.map(toNews);
}

function toNews(row: RunRow): Told<DeliveryNews> {
  const isOver = row.told_as === 'recovered';
  return {
    kind: row.told_as,
    delivery_id: row.id,
    run_id: row.run_id,
    repo: { id: row.repo_id, org: row.org, name: row.name },
    hosts: row.hosts ?? [],
    host_count: row.host_count,
    hosts_of_all: row.hosts_of_all,
    error_kind: isOver ? null : row.error_kind,
    message: isOver ? null : row.error,
    since: iso(isOver ? (row.told_since ?? row.told_at) : row.ended_at),
    until: isOver ? iso(row.ended_at) : null,
    toldAt: row.told_at === null ? null : new Date(row.told_at),
  };
}

function iso(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
