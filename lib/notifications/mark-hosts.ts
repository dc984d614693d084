// Finds what people have not been told of hosts: those that have differed for a while, and those that are right again.
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import type { Told } from './mark-deliveries';
import { type DeliveryNews, MOST_HOSTS } from './message/delivery-news';

/** A host that is back, or delivered to, within this time is no news. */
const GRACE_MINUTES = 15;

interface HostRow extends Record<string, unknown> {
  delivery_id: string;
  target_id: string;
  host: string;
  state: DeliveryNews['hosts'][number]['state'];
  state_text: string | null;
  is_over: boolean;
  since: string | null;
  until: string | null;
  told_at: string | null;
  repo_id: string;
  org: string;
  name: string;
  hosts_of_all: number;
}

/**
 * Marks what it returns as told: one piece of news for each delivery and kind. Hosts that are merely behind, or wait for
 * their first delivery, are told of where something should have brought it: after each sync, or by repair. While a run is
 * under way, and where people know that deliveries are blocked or fail, that is no news either.
 */
export async function markHosts(tx: Pick<Context['db'], 'execute'>): Promise<Told<DeliveryNews>[]> {
  const rows = await tx.execute<HostRow>(sql`
    with found as (
      select h.delivery_id, h.target_id, h.notified_at as told_at, h.state = 'in_sync' as is_over, h.differs_since
      from delivery_targets h
      join targets t on t.id = h.target_id
      join deliveries d on d.id = h.delivery_id
      join repos on repos.id = d.repo_id and repos.deleted_at is null
      where case when h.state = 'in_sync' then h.notified_at is not null
        else h.notified_at is null and t.is_enabled and d.is_enabled and (d.group is null or t.group = d.group) and d.active_run_id is null and h.state not in ('in_sync', 'unknown')
          and h.differs_since not between now() - ${GRACE_MINUTES} * interval '1 minute' and now()
          and (h.state not in ('behind', 'never') or ((d.after_sync or d.repair) and d.notified_as is null)) end
      for update of h skip locked
    ), told as (
      update delivery_targets h set notified_at = case when found.is_over then null else now() end
      from found where h.target_id = found.target_id and h.delivery_id = found.delivery_id
      returning h.delivery_id, h.target_id, h.state, h.state_text, h.in_sync_at, found.is_over, found.told_at, found.differs_since
    )
    select told.*, t.name as host, repos.id as repo_id, orgs.name as org, repos.name,
      case when told.is_over then told.told_at else told.differs_since end as since,
      case when told.is_over then told.in_sync_at end as until,
      (select count(*)::int from delivery_targets x where x.delivery_id = told.delivery_id) as hosts_of_all
    from told join targets t on t.id = told.target_id
    join deliveries d on d.id = told.delivery_id
    join repos on repos.id = d.repo_id join orgs on orgs.id = repos.org_id
    order by orgs.name, repos.name, told.delivery_id, t.name, t.id`);
  const groups = new Map<string, HostRow[]>();
  for (const row of rows) {
    const key = `${row.delivery_id} ${row.is_over}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map(toNews);
}

function toNews(rows: HostRow[]): Told<DeliveryNews> {
  const [first] = rows as [HostRow, ...HostRow[]];
  const times = (of: (row: HostRow) => string | null) =>
    rows.flatMap((row) => (of(row) === null ? [] : [new Date(of(row) ?? '').getTime()]));
  const earliest = times((row) => row.since);
  const latest = times((row) => row.until);
  const told = times((row) => row.told_at);
  return {
    kind: first.is_over ? 'recovered' : 'differs',
    delivery_id: first.delivery_id,
    run_id: null,
    repo: { id: first.repo_id, org: first.org, name: first.name },
    hosts: rows
      .slice(0, MOST_HOSTS)
      .map(({ target_id, host, state, state_text }) => ({ target_id, name: host, state, text: state_text })),
    host_count: rows.length,
    hosts_of_all: first.hosts_of_all,
    error_kind: null,
    message: null,
    since: earliest.length === 0 ? null : new Date(Math.min(...earliest)).toISOString(),
    until: latest.length === 0 ? null : new Date(Math.max(...latest)).toISOString(),
    toldAt: told.length === 0 ? null : new Date(Math.max(...told)),
  };
}
