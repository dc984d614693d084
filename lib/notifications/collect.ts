// Finds what people have not been told yet of all repositories, and puts one message for each target into the outbox.
import { type SQL, sql } from 'drizzle-orm';
import { notificationDeliveries, notificationTargets, orgs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { isBehind, isFollowed } from '@/lib/status/followed';
import { type NewsEvent, type NewsKind, newsOf } from './news';

/** A repository that comes and goes is told to be in trouble at most this often. */
const QUIET_MINUTES = 60;

interface Row extends Record<string, unknown> {
  id: string;
  org: string;
  name: string;
  repo_kind: NewsEvent['repo']['kind'];
  kind: NewsKind;
  told_at: string | null;
  error_kind: NewsEvent['error_kind'];
  error: string | null;
  failing_since: string | null;
  failure_count: number;
  fresh_at: string;
}

interface CollectOptions {
  /** False leaves out what is stale: right after a start everything is, until the schedule has caught up. */
  tellsStale?: boolean;
}

/**
 * Tells every target of what fails, is stale or works again since the last time, in one message each, and marks it as
 * told in the same transaction: a kill loses nothing and repeats nothing. Processes that do so at once share the work.
 * Without a target nothing is marked. Returns how many repositories there was news of.
 */
export async function collectNews(ctx: Pick<Context, 'db'>, o: CollectOptions = {}): Promise<number> {
  return await ctx.db.transaction(async (tx) => {
    const targets = await tx
      .select({ id: notificationTargets.id, createdAt: notificationTargets.createdAt })
      .from(notificationTargets)
      .orderBy(notificationTargets.id)
      // One that is removed meanwhile waits, so that its message has a target.
      .for('key share');
    if (targets.length === 0) return 0;
    const rows = await markTold(tx, o.tellsStale ?? true);
    if (rows.length === 0) return 0;
    const news = rows.map((row) => ({ event: toEvent(row), toldAt: row.told_at }));
    const deliveries = targets.flatMap((target) => {
      // That it works again is news to those alone who were told that it did not.
      const isFor = (one: (typeof news)[number]) =>
        one.event.kind !== 'recovered' || (one.toldAt !== null && new Date(one.toldAt) >= target.createdAt);
      const events = news.filter(isFor).map((one) => one.event);
      return events.length === 0 ? [] : [{ targetId: target.id, payload: newsOf(events) }];
    });
    if (deliveries.length > 0) await tx.insert(notificationDeliveries).values(deliveries);
    return rows.length;
  });
}

async function markTold(db: Pick<Context['db'], 'execute'>, tellsStale: boolean): Promise<Row[]> {
  const kind = newsKind(tellsStale);
  return await db.execute<Row>(sql`
    with found as (
      select ${repos.id} as id, ${repos.notifiedAt} as told_at, ${kind} as kind from ${repos}
      where ${isFollowed} and ${kind} is not null
      for update skip locked
    )
    update ${repos} set
      notified_as = case found.kind when 'recovered' then null else found.kind::notified_as end,
      notified_at = case found.kind when 'recovered' then ${repos.notifiedAt} else now() end
    from found, ${orgs}
    where ${repos.id} = found.id and ${orgs.id} = ${repos.orgId}
    returning ${repos.id}, ${orgs.name} as org, ${repos.name}, ${repos.kind} as repo_kind, found.kind, found.told_at, ${repos.errorKind},
      ${repos.error}, ${repos.failingSince}, ${repos.failureCount},
      coalesce(${repos.checkedAt}, ${repos.addedAt}) as fresh_at`);
}

/** What there is to tell of a row of `repos`; null where there is nothing. */
function newsKind(tellsStale: boolean): SQL {
  // A time ahead of now is one that a wrong clock has left: nobody is kept waiting for it.
  const isQuiet = sql`coalesce(
    ${repos.notifiedAt} not between now() - ${QUIET_MINUTES} * interval '1 minute' and now(), true)`;
  return sql`case
    -- A run that failed for good: it is told although the next one is under way, which may follow at once for ever.
    when ${repos.failureCount} > 0
      then case when ${repos.notifiedAs} is distinct from 'error' and ${isQuiet} then 'error' end
    when ${isBehind} then case when ${tellsStale}::boolean and ${repos.notifiedAs} is null and ${isQuiet} then 'stale' end
    when ${repos.status} = 'ready' and ${repos.notifiedAs} is not null then 'recovered' end`;
}

function toEvent(row: Row): NewsEvent {
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString());
  const isError = row.kind === 'error';
  const since = { error: row.failing_since, stale: row.fresh_at, recovered: row.told_at }[row.kind];
  return {
    kind: row.kind,
    repo: { id: row.id, org: row.org, name: row.name, kind: row.repo_kind },
    error_kind: isError ? row.error_kind : null,
    message: isError ? row.error : null,
    since: iso(since),
    failure_count: isError ? row.failure_count : 0,
  };
}
