// Asks for a sync on behalf of upstream, which may ask often: the first request is followed at once, one run answers
// the rest.
import type { PendingQuery, Row, Sql } from 'postgres';
import type { RunTrigger } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { askForFollowUp, FOLLOW_UP_SECONDS } from './follow-up';
import { requestUnlessBusy } from './request-unless-busy';

/** Seconds after a run began within which another one waits for more requests. */
const SPACING = 5;

/**
 * What is left to do for a sync that is pending: `start` a run, let one `follow` the last, or nothing more (`joined`),
 * because a run is under way that asks for the next one when it ends, or one follows anyhow.
 */
export type NextStep = 'start' | 'follow' | 'joined';
type Trigger = Extract<RunTrigger, 'webhook' | 'watch'>;

/**
 * Marks that a sync of each of `ids` is pending, in one statement however many there are; from then on the sync will
 * happen, whatever crashes. Returns what `startPendingSync` has to do for each; those that are gone or archived are
 * left out.
 */
export async function markSyncsPending(ctx: Pick<Context, 'db'>, ids: string[]): Promise<Map<string, NextStep>> {
  if (ids.length === 0) return new Map();
  const sql = ctx.db.$client;
  const rows = await sql<{ id: string; next_step: NextStep }[]>`
    with ${markPending(sql, ids)} select id, next_step from pending`;
  return new Map(rows.map((row) => [row.id, row.next_step]));
}

/** The same as the beginning of a `with`, for statements that do more; its result is `pending (id, next_step)`. */
export function markPending(sql: Sql, ids: string[]): PendingQuery<Row[]> {
  return sql`
    wanted as (
      select id, active_run_id is not null as is_busy,
        coalesce(dirty and dirty_since > now() - ${FOLLOW_UP_SECONDS} * interval '1 second', false) as is_awaited,
        exists (
          select 1 from sync_runs s
          where s.repo_id = repos.id and s.created_at > now() - ${SPACING} * interval '1 second') as is_recent
      from repos
      where id = any(${ids}::uuid[]) and deleted_at is null and status <> 'archived'
      order by id for update
    ), pending as (
      update repos set dirty = true, dirty_at = now(),
        dirty_since = case when wanted.is_awaited or wanted.is_busy then coalesce(dirty_since, now()) else now() end
      from wanted where repos.id = wanted.id
      returning repos.id, case
        when wanted.is_busy or wanted.is_awaited then 'joined'
        when wanted.is_recent then 'follow'
        else 'start' end as next_step
    )`;
}

/** Does what `markSyncsPending` left to do. If that fails, the mark stays and a sweep finds it. Throws AppError. */
export async function startPendingSync(
  ctx: Context,
  repoId: string,
  nextStep: NextStep,
  options: { trigger: Trigger },
): Promise<void> {
  if (nextStep === 'follow') await askForFollowUp(ctx, repoId);
  if (nextStep === 'start') await requestUnlessBusy(ctx, repoId, options);
}

/**
 * Starts a run for `repoId`. If one is under way or began only just now, it leaves a mark instead: one run follows,
 * however many requests arrive. Throws `not_found` for what is gone or archived, and what `requestSync` throws but
 * `conflict`.
 */
export async function requestSoon(
  ctx: Context,
  repoId: string,
  options: { trigger: Trigger },
): Promise<'started' | 'coalesced'> {
  const nextStep = (await markSyncsPending(ctx, [repoId])).get(repoId);
  if (nextStep === undefined) throw new AppError('not_found', 'There is no such repository to sync.');
  await startPendingSync(ctx, repoId, nextStep, options);
  return nextStep === 'start' ? 'started' : 'coalesced';
}
