// What /metrics says of the database, in one query: every process that shares it says the same.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { repos } from '@/db/schema';
import { AGES } from '@/lib/status/ages';
import { freshAt, isFollowed, isInTrouble, isStaleAlone, standing } from '@/lib/status/followed';
import { OPEN_SQL } from '@/lib/sync/state';

export interface Snapshot {
  repos: { status: string; kind: string; count: number }[];
  errors: { kind: string; count: number }[];
  totals: {
    stale: number;
    held_back: number;
    waiting: number;
    files: number;
    bytes: number;
    never_checked: number;
    checked: number;
    /** Seconds, over those that were checked. */
    age_sum: number;
    age_max: number;
  };
  /** How many are known to show what upstream has since no longer than each of AGES. */
  ages: number[];
  runs: { state: 'queued' | 'running' | 'retrying'; count: number }[];
  paused_hosts: number;
  /** Hosts that repositories are delivered to, as the last check or delivery saw them. */
  hosts: { state: string; count: number }[];
  /** Of deliveries, those first that were not in sync for longest; seconds since all of its hosts were, null for never. */
  deliveries: { delivery: string; seconds: number | null }[];
  /** As the planner knows them; without those that it knows nothing of. */
  rows: { table: string; count: number }[];
  database_bytes: number;
}

/** Each is a series of its own. */
const MOST_DELIVERIES = 1000;
const TABLES = ['blobs', 'blob_symbols', 'files', 'chunks', 'embeddings', 'commits', 'sync_runs'];

/** Costs one look at the rows of `repos`, at hosts, and at the runs that are open; counts nothing large. */
export async function readSnapshot(db: Db): Promise<Snapshot> {
  const age = sql`extract(epoch from now() - ${freshAt})`;
  const within = AGES.map((seconds) => sql`count(*) filter (where ${age} <= ${sql.raw(String(seconds))})`);
  const [row] = await db.execute<{ snapshot: Snapshot }>(sql`
    select json_build_object(
      'repos', (select coalesce(json_agg(x), '[]') from (
        select status, kind, count(*) from ${repos} where ${repos.deletedAt} is null group by status, kind) x),
      'errors', (select coalesce(json_agg(x), '[]') from (
        select coalesce(${repos.errorKind}, 'internal') as kind, count(*) from ${repos}
        where ${isFollowed} and ${isInTrouble} group by 1) x),
      'totals', t.totals,
      'ages', t.ages,
      'runs', (select coalesce(json_agg(x), '[]') from (
        select case when status = 'queued' then 'queued' when error is null then 'running' else 'retrying' end as state,
          count(*) from sync_runs where status in ${sql.raw(OPEN_SQL)} group by 1) x),
      'paused_hosts', (select count(*) from paused_hosts where until > now()),
      'hosts', (select coalesce(json_agg(x), '[]') from (
        select h.state, count(*) from delivery_targets h
        join targets t on t.id = h.target_id and t.is_enabled
        join deliveries d on d.id = h.delivery_id and d.is_enabled and (d.group is null or t.group = d.group) group by 1) x),
      'deliveries', (select coalesce(json_agg(x), '[]') from (
        select d.id as delivery,
          case when count(h.in_sync_at) = count(*) then greatest(0, extract(epoch from now() - min(h.in_sync_at))) end as seconds
        from delivery_targets h
        join targets t on t.id = h.target_id and t.is_enabled
        join deliveries d on d.id = h.delivery_id and d.is_enabled and (d.group is null or t.group = d.group)
        join repos r on r.id = d.repo_id and r.deleted_at is null
        group by d.id order by seconds desc nulls first, d.id limit ${MOST_DELIVERIES}) x),
      'rows', (select coalesce(json_agg(x), '[]') from (
        select relname as "table", reltuples::bigint as count from pg_class
        where oid = any(array(select to_regclass(name) from unnest(${sql.param(TABLES)}::text[]) as name))
          and reltuples >= 0) x),
      'database_bytes', pg_database_size(current_database())
    ) as snapshot
    from (
      select json_build_object(
        'stale', count(*) filter (where ${isStaleAlone}),
        'held_back', count(*) filter (where ${standing} = 'held_back'),
        'waiting', count(*) filter (where ${repos.dirty}),
        'files', coalesce(sum(${repos.fileCount}), 0),
        'bytes', coalesce(sum(${repos.sizeBytes}), 0),
        'never_checked', count(*) - count(${freshAt}),
        'checked', count(${freshAt}),
        'age_sum', coalesce(sum(${age}), 0),
        'age_max', coalesce(max(${age}), 0)
      ) as totals, json_build_array(${sql.join(within, sql`, `)}) as ages
      from ${repos} where ${isFollowed}
    ) t`);
  if (!row) throw new Error('The database answered without a row.');
  return row.snapshot;
}
