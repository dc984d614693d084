// The last deliveries of each host.
import type { WebhookHost, WebhookOutcome } from '@/db/schema';
import type { Context } from '@/lib/context';
import { KEPT_DAYS } from './prune-deliveries';
import type { WebhookDelivery } from './webhook';

const SHOWN = 20;

interface Row {
  host: WebhookHost;
  id: string;
  event: string;
  repo_count: number;
  about: string | null;
  outcome: WebhookOutcome;
  received_at: string;
  repo_id: string | null;
  org: string;
  name: string;
}

/** The newest first, by host. */
export async function listDeliveries(ctx: Pick<Context, 'db'>): Promise<Map<WebhookHost, WebhookDelivery[]>> {
  const rows = await ctx.db.$client<Row[]>`
    select h.host, d.id, d.event, d.repo_count, d.about, d.outcome, d.received_at, r.id as repo_id, o.name as org, r.name
    from unnest(enum_range(null::webhook_host)) as h (host)
    cross join lateral (
      select * from webhook_deliveries w
      where w.host = h.host and w.received_at > now() - ${KEPT_DAYS} * interval '1 day'
      order by w.received_at desc nulls last, w.id desc limit ${SHOWN}
    ) d
    left join repos r on r.id = d.repo_id and r.deleted_at is null
    left join orgs o on o.id = r.org_id
    order by h.host, d.received_at desc, d.id desc`;
  const byHost = new Map<WebhookHost, WebhookDelivery[]>();
  for (const row of rows) byHost.set(row.host, [...(byHost.get(row.host) ?? []), toDelivery(row)]);
  return byHost;
}

function toDelivery(row: Row): WebhookDelivery {
  return {
    id: Number(row.id),
    event: row.event,
    repo: row.repo_id === null ? null : { id: row.repo_id, org: row.org, name: row.name },
    repo_count: row.repo_count,
    about: row.about,
    outcome: row.outcome,
    received_at: new Date(row.received_at).toISOString(),
  };
}
