// Finds what people have not been told yet of all repositories, and puts one message for each target into the outbox.
import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import { notificationDeliveries, notificationTargets, orgs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { accessOf } from '@/lib/repos/advice';
import { isBehind, isFollowed } from '@/lib/status/followed';
import { markExpiringTokens } from './expiring-tokens';
import { markDeliveryRuns, type Told } from './mark-deliveries';
import { markHosts } from './mark-hosts';
import { markSecrets } from './mark-secrets';
import { type NotificationEvent, type NotificationKind, notificationOf } from './message/notification';

/**
 * People are told of a repository's trouble at most this often. Trouble that waits for a person (a refused token,
 * losses that are held back) has an hour of its own: it is told even right after trouble of another kind. So nobody is
 * told more than three times an hour that one repository is in trouble.
 */
const QUIET_MINUTES = 60;

/** What a row of `repos` is told as. */
type ToldAs = NotificationKind | 'refused' | 'held_back';

interface Row extends Record<string, unknown> {
  id: string;
  org: string;
  name: string;
  repo_kind: NotificationEvent['repo']['kind'];
  url: string | null;
  has_token: boolean;
  told_as: ToldAs;
  /** When people were told of the trouble before, and since when it had lasted. */
  told_at: string | null;
  told_since: string | null;
  error_kind: NotificationEvent['error_kind'];
  error: string | null;
  failing_since: string | null;
  failure_count: number;
  fresh_at: string;
}

interface CollectOptions {
  /** False leaves out stale repositories: right after a start all are stale, until the schedule has caught up. */
  tellsStale?: boolean;
}

/**
 * Tells every target of what fails, is stale or works again since the last time, in one message each, and marks it as
 * told in the same transaction: a kill loses nothing and repeats nothing. So it tells once of each token that expires
 * within a week, and of deliveries, their hosts and secrets. Processes that do so at once share the work. Without a target
 * nothing is marked. Returns how many things there was news of.
 */
export async function collectNotifications(ctx: Pick<Context, 'db'>, options: CollectOptions = {}): Promise<number> {
  return await ctx.db.transaction(async (tx) => {
    const targets = await tx
      .select({ id: notificationTargets.id, createdAt: notificationTargets.createdAt })
      .from(notificationTargets)
      .orderBy(notificationTargets.id)
      // Locked, so that a target that is being removed stays until its message is written.
      .for('key share');
    if (targets.length === 0) return 0;
    const rows = await markTold(tx, options.tellsStale ?? true);
    const tokens = await markExpiringTokens(tx);
    const deliveries = [...(await markDeliveryRuns(tx)), ...(await markHosts(tx))];
    const secrets = await markSecrets(tx);
    const count = rows.length + tokens.length + deliveries.length + secrets.length;
    if (count === 0) return 0;
    const found = rows.map((row) => ({
      ...toEvent(row),
      toldAt: row.told_at === null ? null : new Date(row.told_at),
    }));
    const messages = targets.flatMap((target) => {
      const events = forTarget(found, target);
      const others = { tokens, deliveries: forTarget(deliveries, target), secrets: forTarget(secrets, target) };
      const isEmpty = events.length + tokens.length + others.deliveries.length + others.secrets.length === 0;
      return isEmpty ? [] : [{ targetId: target.id, payload: notificationOf(events, others) }];
    });
    if (messages.length > 0) await tx.insert(notificationDeliveries).values(messages);
    return count;
  });
}

/** "Works again" is told only to targets that were told of the trouble. */
function forTarget<T extends { kind: string }>(news: Told<T>[], target: { createdAt: Date }): T[] {
  return news
    .filter(({ kind, toldAt }) => {
      const isGood = kind === 'recovered' || kind === 'gone';
      return !isGood || (toldAt !== null && toldAt >= target.createdAt);
    })
    .map(({ toldAt: _, ...one }) => one as unknown as T);
}

async function markTold(db: Pick<Context['db'], 'execute'>, tellsStale: boolean): Promise<Row[]> {
  const toldAs = whatToTell(tellsStale);
  return await db.execute<Row>(sql`
    with found as (
      select ${repos.id} as id, ${repos.notifiedAt} as told_at, ${repos.notifiedSince} as told_since, ${toldAs} as told_as
      from ${repos}
      where ${isFollowed} and ${toldAs} is not null
      for update skip locked
    )
    update ${repos} set
      notified_as = case found.told_as when 'recovered' then null else found.told_as::notified_as end,
      notified_at = case found.told_as when 'recovered' then ${repos.notifiedAt} else now() end,
      notified_refused_at = case found.told_as when 'refused' then now() else ${repos.notifiedRefusedAt} end,
      notified_held_back_at = case found.told_as when 'held_back' then now() else ${repos.notifiedHeldBackAt} end,
      -- One trouble may follow another before anything works again.
      notified_since = case found.told_as when 'recovered' then null
        when 'stale' then least(${repos.notifiedSince}, ${freshAt})
        else least(${repos.notifiedSince}, ${repos.failingSince}) end
    from found, ${orgs}
    where ${repos.id} = found.id and ${orgs.id} = ${repos.orgId}
    returning ${repos.id}, ${orgs.name} as org, ${repos.name}, ${repos.kind} as repo_kind, ${repos.url},
      (${repos.tokenCiphertext} is not null or ${repos.credentialId} is not null) as has_token, found.told_as, found.told_at,
      found.told_since, ${repos.errorKind}, ${repos.error}, ${repos.failingSince}, ${repos.failureCount}, ${freshAt} as fresh_at`);
}

/** When upstream answered last. */
const freshAt = sql`coalesce(${repos.checkedAt}, ${repos.addedAt})`;

/** A time in the future comes from a wrong clock: nobody waits for it. */
const isQuietSince = (at: AnyColumn) =>
  sql`coalesce(${at} not between now() - ${QUIET_MINUTES} * interval '1 minute' and now(), true)`;

/** What there is to tell of a row of `repos`; null if there is nothing. */
function whatToTell(tellsStale: boolean): SQL {
  const isQuiet = isQuietSince(repos.notifiedAt);
  return sql`case
    -- A run that failed for good: it is told although the next one is under way, which may follow at once for ever.
    when ${repos.failureCount} > 0 then case
      when ${repos.heldBackCommit} is not null and ${repos.errorKind} = 'policy'
        then case when ${repos.notifiedAs} is distinct from 'held_back' and ${isQuietSince(repos.notifiedHeldBackAt)}
          then 'held_back' end
      when ${repos.errorKind} = 'auth'
        then case when ${repos.notifiedAs} is distinct from 'refused' and ${isQuietSince(repos.notifiedRefusedAt)}
          then 'refused' end
      when coalesce(${repos.notifiedAs}, 'stale') = 'stale' and ${isQuiet} then 'error' end
    when ${isBehind} then case when ${tellsStale}::boolean and ${repos.notifiedAs} is null and ${isQuiet} then 'stale' end
    when ${repos.status} = 'ready' and ${repos.notifiedAs} is not null then 'recovered' end`;
}

function toEvent(row: Row): NotificationEvent {
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString());
  const kind = row.told_as === 'refused' || row.told_as === 'held_back' ? 'error' : row.told_as;
  const isError = kind === 'error';
  const since = { error: row.failing_since, stale: row.fresh_at, recovered: row.told_since ?? row.told_at }[kind];
  return {
    kind,
    repo: {
      id: row.id,
      org: row.org,
      name: row.name,
      kind: row.repo_kind,
      access: accessOf({ ...row, kind: row.repo_kind }),
    },
    error_kind: isError ? row.error_kind : null,
    message: isError ? row.error : null,
    since: iso(since),
    until: kind === 'recovered' ? iso(row.fresh_at) : null,
    failure_count: isError ? row.failure_count : 0,
  };
}
