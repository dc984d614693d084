// Every minute: begins the deliveries that are wanted, and repairs what dead processes left. Every step can be repeated,
// and several processes may do it at once.
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { followUp } from './deliver-to-host';
import { requestDelivery, sendRun } from './request-delivery';
import { endRunAs, endRunIfDone, lockRun, openOutcomes, openRuns } from './run-lock';
import { removeStrayTrees } from './stray-trees';

/** A step that the engine has lost is told to it anew once in so many minutes. */
const AGAIN_MINUTES = 10;
/** Runs of each delivery that are kept whatever their age, and days for which the others are. */
const KEPT_RUNS = 50;
const KEPT_DAYS = 90;
const BATCH = 500;

interface OpenRun extends Record<string, unknown> {
  id: string;
  repo_id: string;
  status: string;
  is_ready: boolean;
  is_held: boolean;
  is_binned: boolean;
  is_done: boolean;
  is_idle: boolean;
  bucket: string;
}

/** Returns how many deliveries were begun. */
export async function sweepDeliveries(ctx: Context): Promise<number> {
  await freeDeliveries(ctx);
  const open = await ctx.db.execute<OpenRun>(sql`
    select r.id, d.repo_id, r.status, r.digest is not null as is_ready, d.active_run_id is not distinct from r.id as is_held,
      repos.deleted_at is not null as is_binned,
      not exists (select 1 from delivery_outcomes o where o.run_id = r.id and o.status in ${openOutcomes}) as is_done,
      repos.active_run_id is null as is_idle,
      floor(extract(epoch from now()) / ${60 * AGAIN_MINUTES})::bigint::text as bucket
    from delivery_runs r join deliveries d on d.id = r.delivery_id join repos on repos.id = d.repo_id
    where r.status in ${openRuns} order by r.created_at limit ${BATCH}`);
  for (const run of open) {
    await mend(ctx, run).catch((error: unknown) => {
      ctx.log.error({ err: error, run_id: run.id }, 'a delivery could not be looked after; the next sweep tries again');
    });
  }
  await pruneDeliveryRuns(ctx);
  await removeStrayTrees(ctx);
  return await beginWanted(ctx);
}

async function mend(ctx: Context, run: OpenRun): Promise<void> {
  const repoId = run.repo_id;
  if (run.is_binned || !run.is_held) {
    const error = run.is_binned ? 'The repository was deleted.' : 'It lost its delivery to another run.';
    await ctx.db.transaction(async (tx) => {
      await lockRun(tx, run.id);
      await endRunAs(tx, run.id, { status: 'cancelled', error, errorKind: null });
    });
  } else if (run.status === 'waiting') {
    // Whatever it waits for may have ended without a word; while a sync is under way there is nothing to look for.
    if (run.is_idle) await sendRun(ctx, { repoId, runId: run.id, again: `woken:${Date.now()}` });
  } else if (!run.is_ready || run.status === 'queued') {
    await sendRun(ctx, { repoId, runId: run.id });
    await sendRun(ctx, { repoId, runId: run.id, again: run.bucket });
  } else if (run.is_done) {
    const { ended } = await ctx.db.transaction(async (tx) => {
      await lockRun(tx, run.id);
      return await endRunIfDone(tx, run.id);
    });
    if (ended) await followUp(ctx, run.id);
  } else {
    await tellAgain(ctx, run);
  }
}

/** Hosts that nobody works on and that wait for no attempt. */
async function tellAgain(ctx: Context, run: OpenRun): Promise<void> {
  const lost = await ctx.db.execute<{ id: string }>(sql`
    select o.target_id as id from delivery_outcomes o join targets t on t.id = o.target_id
    where o.run_id = ${run.id}::uuid and o.status in ${openOutcomes}
      and (o.next_attempt_at is null or o.next_attempt_at < now() - interval '1 minute')
      and (t.active_until is null or t.active_until < now())`);
  for (const { id } of lost) {
    await sendHost(ctx, { repoId: run.repo_id, runId: run.id, targetId: id });
    await sendHost(ctx, { repoId: run.repo_id, runId: run.id, targetId: id, again: run.bucket });
  }
}

/** May be told again: the engine counts one once. `again` tells it anew. */
export async function sendHost(
  ctx: Pick<Context, 'send'>,
  { repoId, runId, targetId, again }: { repoId: string; runId: string; targetId: string; again?: string },
): Promise<void> {
  const id = `${runId}:${targetId}${again === undefined ? '' : `:${again}`}`;
  const data = { repo_id: repoId, run_id: runId, target_id: targetId };
  await ctx.send({ name: 'delivery/target.requested', id, data });
}

/** What is held by a run that has ended or is gone. */
async function freeDeliveries({ db }: Pick<Context, 'db'>): Promise<void> {
  await db.execute(sql`
    update deliveries d set active_run_id = null
    where d.active_run_id is not null and not exists (
      select 1 from delivery_runs r where r.id = d.active_run_id and r.status in ${openRuns})`);
}

async function beginWanted(ctx: Context): Promise<number> {
  const wanted = await ctx.db.execute<{ id: string; after_sync: boolean }>(sql`
    select d.id, d.after_sync from deliveries d join repos r on r.id = d.repo_id
    where d.dirty and d.active_run_id is null and r.deleted_at is null and r.active_run_id is null limit ${BATCH}`);
  let begun = 0;
  for (const { id, after_sync } of wanted) {
    try {
      const trigger = after_sync ? 'sync' : 'api';
      if ((await requestDelivery(ctx, id, { trigger })) !== null) begun++;
    } catch (error) {
      ctx.log.error({ err: error, delivery_id: id }, 'a delivery that is wanted could not be begun');
    }
  }
  return begun;
}

/** Old ones say nothing any more. */
async function pruneDeliveryRuns({ db }: Pick<Context, 'db'>): Promise<void> {
  await db.execute(sql`
    delete from delivery_runs where id = any(array(
      select old.id from deliveries d join delivery_runs old on old.delivery_id = d.id
      where old.status not in ${openRuns} and old.created_at < now() - ${KEPT_DAYS} * interval '1 day'
        and old.created_at < (select created_at from delivery_runs newer where newer.delivery_id = d.id
          order by created_at desc offset ${KEPT_RUNS - 1} limit 1)
      limit ${BATCH}))`);
}
