// Finds out if the clock was set back, and corrects times that would otherwise be waited for twice.
import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';
import { LOCKS } from '@/db/advisory-locks';
import type { Context } from '@/lib/context';

/** Seconds by which what was written last may be ahead: clocks of several machines are never quite alike. */
const SLACK_SECONDS = 5;
/** Longest that a check may be ahead: after failures, or if a host asked us to wait. An interval may be longer. */
const LONGEST_WAIT_SECONDS = 86_400;
/** What has happened to a repository, which cannot be ahead. */
const FACTS = [
  'added_at',
  'checked_at',
  'indexed_at',
  'compared_at',
  'moved_at',
  'error_at',
  'failing_since',
  'deleted_at',
  'purged_at',
  'dirty_at',
  'dirty_since',
];

/** Moves the times of what is due back by as much as the clock; returns by how many seconds, 0 if all is well. */
export async function repairClock(ctx: Pick<Context, 'db' | 'env' | 'log'>): Promise<number> {
  const seconds = (await secondsAhead(ctx)) > SLACK_SECONDS ? await moveBack(ctx) : 0;
  // After the move: these bounds count from now, and a move would shift them once more.
  await boundWaits(ctx);
  if (seconds > 0) ctx.log.warn({ seconds }, 'the clock was set back; what is due was moved with it');
  return seconds;
}

async function moveBack(ctx: Pick<Context, 'db' | 'env'>): Promise<number> {
  return await ctx.db.$client.begin(async (tx) => {
    // If several processes notice, one acts, and the others find nothing left to do.
    if (ctx.env.databaseUrl) await tx`select pg_advisory_xact_lock(${LOCKS.syncClock})`;
    const [row] = await newest(tx);
    const ahead = Number(row?.seconds ?? 0);
    if (ahead <= SLACK_SECONDS) return 0;
    const by = tx`${ahead}::float8 * interval '1 second'`;
    const facts = FACTS.map((column) => tx`${tx(column)} > now()`).reduce((all, one) => tx`${all} or ${one}`);
    const past = FACTS.map((column) => noLater(tx, column)).reduce((all, one) => tx`${all}, ${one}`);
    await tx`
      update repos set ${past},
        next_check_at = case when next_check_at > now() then greatest(now(), next_check_at - ${by}) else next_check_at end
      where next_check_at > now() or ${facts}`;
    await tx`update paused_hosts set until = greatest(now(), until - ${by}) where until > now()`;
    // Runs are listed by when they were asked for: those to come stand above them, and their own order stays.
    await tx`
      update sync_runs set created_at = now() - late.rank * interval '1 microsecond',
        ${noLater(tx, 'started_at')}, ${noLater(tx, 'published_at')}, ${noLater(tx, 'ended_at')}
      from (select id, row_number() over (order by created_at desc, id) as rank from sync_runs
        where greatest(created_at, started_at, published_at, ended_at) > now()) late
      where sync_runs.id = late.id`;
    return ahead;
  });
}

/** The clock may have changed while nothing was written. So nothing may wait longer than if it were written now. */
async function boundWaits(ctx: Pick<Context, 'db'>): Promise<void> {
  const sql = ctx.db.$client;
  await sql`
    update repos set next_check_at = now()
    where next_check_at > now() + greatest(${LONGEST_WAIT_SECONDS}, check_seconds) * 1.2 * interval '1 second'`;
  await sql`
    update repos set next_check_at = now() + check_seconds * interval '1 second'
    where failure_count = 0 and error is null and next_check_at > now() + check_seconds * 1.2 * interval '1 second'`;
  await sql`
    update paused_hosts set until = now() + ${LONGEST_WAIT_SECONDS} * interval '1 second'
    where until > now() + ${LONGEST_WAIT_SECONDS} * interval '1 second'`;
}

async function secondsAhead(ctx: Pick<Context, 'db'>): Promise<number> {
  const [row] = await newest(ctx.db.$client);
  return Number(row?.seconds ?? 0);
}

/** How far the newest of what was written is ahead. */
function newest(sql: Sql | TransactionSql): PendingQuery<Row[]> {
  return sql`
    select coalesce(extract(epoch from greatest(
      (select max(greatest(checked_at, added_at, dirty_at, deleted_at)) from repos),
      (select max(ended_at) from sync_runs where status <> 'unchanged')) - now()), 0)::float8 as seconds`;
}

/** An assignment: what is null stays so, which `least` would not leave it. */
function noLater(tx: TransactionSql, column: string): PendingQuery<Row[]> {
  return tx`${tx(column)} = case when ${tx(column)} > now() then now() else ${tx(column)} end`;
}
