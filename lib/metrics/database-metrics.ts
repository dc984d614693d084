// A snapshot of the database as metrics.
import { Gauge, type Metric, Registry } from 'prom-client';
import { errorKind, hostState } from '@/db/schema';
import { AGES } from '@/lib/status/ages';
import type { Snapshot } from './read-snapshot';

/** A registry of its own: what the database does not answer is left out, not shown as it was. */
export function databaseMetrics(snapshot: Snapshot): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: number) =>
    new Gauge({ name, help, registers: [registry] }).set(value);
  const gauges = <L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    rows: { labels: Record<L, string>; count: number }[],
  ) => {
    const made = new Gauge<L>({ name, help, labelNames, registers: [registry] });
    for (const { labels, count } of rows) made.set(labels, count);
  };
  const { totals } = snapshot;
  gauges(
    'freshet_repositories',
    'Repositories by status and kind.',
    ['status', 'kind'],
    snapshot.repos.map(({ status, kind, count }) => ({ labels: { status, kind }, count })),
  );
  gauges(
    'freshet_repositories_failing',
    'Repositories whose last attempt failed, by the kind of error.',
    ['error_kind'],
    errorKind.enumValues.map((kind) => ({
      labels: { error_kind: kind },
      count: snapshot.errors.find((row) => row.kind === kind)?.count ?? 0,
    })),
  );
  gauge(
    'freshet_repositories_stale',
    'Upstream has not answered for more than twice the interval; those that fail are not among them.',
    totals.stale,
  );
  gauge('freshet_repositories_held_back', 'Upstream lost most of its files and waits for a person.', totals.held_back);
  gauge('freshet_repositories_never_checked', 'Nothing of them is shown yet.', totals.never_checked);
  gauge('freshet_freshness_oldest_seconds', 'The longest of all freshness ages.', totals.age_max);
  registry.registerMetric(ageHistogram(snapshot) as Metric);
  gauges(
    'freshet_runs_open',
    'Runs that wait for their turn, run, or wait for their next attempt.',
    ['state'],
    runStates(snapshot),
  );
  gauge('freshet_follow_ups_waiting', 'Repositories for which one more run follows.', totals.waiting);
  gauge('freshet_hosts_paused', 'Hosts that asked to be left alone for a while.', snapshot.paused_hosts);
  gauges(
    'freshet_delivery_hosts',
    'Hosts that repositories are delivered to, as the last check or delivery saw them.',
    ['state'],
    hostState.enumValues.map((state) => ({
      labels: { state },
      count: snapshot.hosts.find((row) => row.state === state)?.count ?? 0,
    })),
  );
  gauges(
    'freshet_delivery_in_sync_age_seconds',
    'Since all hosts of a delivery were last known to be in sync; +Inf if one never was.',
    ['delivery'],
    snapshot.deliveries.map(({ delivery, seconds }) => ({
      labels: { delivery },
      count: seconds ?? Number.POSITIVE_INFINITY,
    })),
  );
  gauge('freshet_files', 'Files on the default branches of all repositories.', totals.files);
  gauge('freshet_source_bytes', 'Bytes of source in all repositories.', totals.bytes);
  gauges(
    'freshet_table_rows',
    'Rows of the large tables, as the planner of the database estimates them.',
    ['table'],
    snapshot.rows.map(({ table, count }) => ({ labels: { table }, count })),
  );
  gauge('freshet_database_bytes', 'Size of the database.', snapshot.database_bytes);
  return registry;
}

function runStates({ runs }: Snapshot) {
  return (['queued', 'running', 'retrying'] as const).map((state) => ({
    labels: { state },
    count: runs.find((row) => row.state === state)?.count ?? 0,
  }));
}

/** How things are at this moment, in the shape of a histogram: `histogram_quantile` takes it without `rate`. */
function ageHistogram({ ages, totals }: Snapshot) {
  const name = 'freshet_freshness_age_seconds';
  const bucket = (le: number | string, value: number) => ({ metricName: `${name}_bucket`, labels: { le }, value });
  return {
    name,
    get: async () => ({
      name,
      help: 'Since what is shown of each repository was known to be what upstream has, at this moment; not a counter.',
      type: 'histogram',
      values: [
        ...AGES.map((le, i) => bucket(le, ages[i] ?? 0)),
        bucket('+Inf', totals.checked),
        { metricName: `${name}_sum`, value: totals.age_sum },
        { metricName: `${name}_count`, value: totals.checked },
      ],
    }),
  } as unknown;
}
