// Asks for a sync on behalf of upstream, which asks as often as it likes: the first time at once, then one for all.
import type { PendingQuery, Row, Sql } from 'postgres';
import type { RunTrigger } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { askForFollowUp, FOLLOW_UP_SECONDS } from './follow-up';
import { requestUnlessBusy } from './request-unless-busy';

/** Seconds after a run began within which another one waits for more requests. */
const SPACING = 5;

/**
 * What is left to do for a wish that is written down: a run to `start`, one to `follow` the last, or nothing more,
 * because a run is under way that asks by itself, or one follows anyhow (`joined`).
 */
export type Wish = 'start' | 'follow' | 'joined';
type Trigger = Extract<RunTrigger, 'webhook' | 'watch'>;

/**
 * Writes down that upstream wants `ids` synced, in one statement however many they are; from then on it will happen,
 * whatever crashes. Returns what `grantWish` has to do for each; those that are gone or archived are left out.
 */
export async function wishForSyncs(ctx: Pick<Context, 'db'>, ids: string[]): Promise<Map<string, Wish>> {
  if (ids.length === 0) return new Map();
  const sql = ctx.db.$client;
  const rows = await sql<{ id: string; wish: Wish }[]>`with ${wishes(sql, ids)} select id, wish from wished`;
  return new Map(rows.map((row) => [row.id, row.wish]));
}

/** The same as the beginning of a `with`, for statements that do more; its result is `wished (id, wish)`. */
export function wishes(sql: Sql, ids: string[]): PendingQuery<Row[]> {
  return sql`
    wanted as (
      select id, active_run_id is not null as is_busy,
        coalesce(dirty and dirty_since > now() - ${FOLLOW_UP_SECONDS} * interval '1 second', false) as is_awaited,
        exists (
          select 1 from sync_runs s
          where s.repo_id = repos.id and s.created_at > now() - ${SPACING} * interval '1 second') as is_recent
      from repos
      where id = any(${ids}::uuid[]) and deleted_at is null and status <> 'archived' and kind <> 'hosted'
      order by id for update
    ), wished as (
      update repos set dirty = true, dirty_at = now(),
        dirty_since = case when wanted.is_awaited or wanted.is_busy then coalesce(dirty_since, now()) else now() end
      from wanted where repos.id = wanted.id
      returning repos.id, case
        when wanted.is_busy or wanted.is_awaited then 'joined'
        when wanted.is_recent then 'follow'
        else 'start' end as wish
    )`;
}

/** Does what `wishForSyncs` left to do. What fails here is found by a sweep: the wish stands. Throws AppError. */
export async function grantWish(ctx: Context, repoId: string, wish: Wish, o: { trigger: Trigger }): Promise<void> {
  if (wish === 'follow') await askForFollowUp(ctx, repoId);
  if (wish === 'start') await requestUnlessBusy(ctx, repoId, o);
}

/**
 * Starts a run for `repoId`, or leaves a mark where one is under way or has only just been: one run follows it, however
 * many requests arrive. Throws `not_found` for what is gone or archived, and what `requestSync` throws but `conflict`.
 */
export async function requestSoon(
  ctx: Context,
  repoId: string,
  o: { trigger: Trigger },
): Promise<'started' | 'coalesced'> {
  const wish = (await wishForSyncs(ctx, [repoId])).get(repoId);
  if (wish === undefined) throw new AppError('not_found', 'There is no such repository to sync.');
  await grantWish(ctx, repoId, wish, o);
  return wish === 'start' ? 'started' : 'coalesced';
}
