// What is kept of deliveries: that they came, by which a replay is seen, and what they came to.
import type { WebhookHost, WebhookOutcome } from '@/db/schema';
import type { Context } from '@/lib/context';
import { markPending, type NextStep } from '@/lib/sync/request/request-soon';

export interface DeliveryKey {
  host: WebhookHost;
  deliveryId: string | null;
}

export interface NewDelivery extends DeliveryKey {
  /** Milliseconds since it came. */
  ageMs: number;
  event: string;
  /** Null: what becomes of the syncs of `repoIds`. */
  outcome: WebhookOutcome | null;
  repoIds: string[];
  /** Where its repository lies, if none here is known by that. */
  about: string | null;
}

interface Recorded {
  /** What is left to do for the syncs that are pending now, by repository. */
  pending: Map<string, NextStep>;
  rows: { id: number; host: WebhookHost; outcome: WebhookOutcome }[];
}

/** Those that have not been here: also none of them twice. */
export async function withoutReplays<T extends DeliveryKey>(ctx: Pick<Context, 'db'>, all: T[]): Promise<T[]> {
  const named = all.filter((one) => one.deliveryId !== null);
  const rows =
    named.length === 0
      ? []
      : await ctx.db.$client<{ host: WebhookHost; delivery_id: string }[]>`
          select host, delivery_id from webhook_deliveries
          where (host, delivery_id) in (
            select * from unnest(${named.map((one) => one.host)}::webhook_host[],
                                 ${named.map((one) => one.deliveryId)}::text[]))`;
  const seen = new Set(rows.map((row) => `${row.host} ${row.delivery_id}`));
  return all.filter(({ host, deliveryId }) => {
    if (deliveryId === null) return true;
    const key = `${host} ${deliveryId}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * Marks the syncs of all deliveries as pending and writes down that the deliveries came, none of them twice in `all`:
 * both in one statement, so that a crash leaves neither a replay nobody acted on nor a second query to wait for.
 */
export async function recordDeliveries(ctx: Pick<Context, 'db'>, all: NewDelivery[]): Promise<Recorded> {
  if (all.length === 0) return { pending: new Map(), rows: [] };
  const sql = ctx.db.$client;
  const ids = [...new Set(all.flatMap((one) => one.repoIds))];
  const rows = all.map(({ repoIds, deliveryId, ageMs, ...one }) => ({
    ...one,
    delivery_id: deliveryId,
    age_ms: ageMs,
    repo_ids: repoIds,
  }));
  const [done] = await sql<{ pending: { id: string; next_step: NextStep }[] | null; rows: Recorded['rows'] | null }[]>`
    with ${markPending(sql, ids)}, delivery as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d
        (host webhook_host, delivery_id text, age_ms bigint, event text, outcome webhook_outcome, repo_ids uuid[], about text)
    ), recorded as (
      insert into webhook_deliveries (host, delivery_id, event, outcome, about, repo_count, repo_id, received_at)
      select host, delivery_id, event, coalesce(outcome, came_to)::webhook_outcome, about, cardinality(repo_ids),
        -- It may be gone by now; what is here stays until this is written, as what is pending does.
        coalesce(
          (select id from pending where id = repo_ids[1]),
          (select id from repos where id = repo_ids[1] for key share)),
        now() - age_ms * interval '1 millisecond'
      from delivery, lateral (
        select (case
          when cardinality(repo_ids) = 0 then 'unknown'
          when bool_or(next_step = 'start') then 'started'
          when count(next_step) > 0 then 'coalesced'
          -- Archived, or deleted since it was found: nothing to sync, and nothing wrong.
          else 'ignored' end)::webhook_outcome as came_to
        from unnest(repo_ids) as repo (id) left join pending on pending.id = repo.id) as outcome_of
      on conflict (host, delivery_id) do update set
        event = excluded.event, outcome = excluded.outcome, about = excluded.about, repo_id = excluded.repo_id,
        repo_count = excluded.repo_count, received_at = excluded.received_at
      returning id, host, outcome
    )
    select (select json_agg(pending) from pending) as pending, (select json_agg(recorded) from recorded) as rows`;
  return { pending: new Map(done?.pending?.map((one) => [one.id, one.next_step])), rows: done?.rows ?? [] };
}
