// Acts on accepted deliveries that the database did not get, because the process died or the database was away.
import type { Context } from '@/lib/context';
import { actOnAll } from './act-on';
import { journalDir, listJournal, removeJournal, takeJournal } from './journal';
import type { Delivery } from './payload/delivery';

/** Younger files belong to a process that is at work on them. */
const SETTLED_MS = 30_000;
/** After so many refusals by the database, a delivery is tried apart from the others in its file. */
const TOGETHER = 3;
/** After so many refusals, at least a minute apart, a delivery is given up. */
const GIVEN_UP = 500;
/** A turn that takes longer stops, and the next one does the rest: other chores wait. */
const TURN_MS = 30_000;

/**
 * Returns how many deliveries were acted on. Several processes may do it at once, and beside those that take deliveries
 * in: one that has an id counts once, and a second sync of what moved once finds nothing. `isStart`: files of this
 * process's predecessor count, however young. Throws if the database does not answer or the folder cannot be read.
 */
export async function replayJournal(ctx: Context, options: { isStart?: boolean } = {}): Promise<number> {
  const files = await listJournal(journalDir(ctx.env.dataDir));
  const due = files.filter(({ ageMs }) => options.isStart || ageMs > SETTLED_MS);
  if (due.length === 0) return 0;
  // A database that is away has refused nothing.
  await ctx.db.$client`select 1`;
  const until = performance.now() + TURN_MS;
  let acted = 0;
  for (const { file } of due) if (performance.now() < until) acted += await replay(ctx, file);
  if (acted > 0) ctx.log.info({ deliveries: acted }, 'webhooks that were accepted before are acted on');
  return acted;
}

async function replay(ctx: Context, file: string): Promise<number> {
  const taken = await takeJournal(file);
  if (!taken) return 0;
  const { deliveries, isComplete, unreadable, times } = taken;
  if (isComplete && unreadable > 0) ctx.log.error({ lines: unreadable }, 'a file of webhooks is damaged');
  const failures = times > TOGETHER ? await actOnEach(ctx, deliveries) : await actOnAll(ctx, deliveries);
  const isGivenUp = times >= GIVEN_UP;
  if (failures.length > 0) {
    const what = isGivenUp ? 'are given up' : 'are tried again by the next sweep';
    ctx.log.error({ err: failures[0], deliveries: failures.length }, `webhooks that could not be acted on ${what}`);
  }
  // A file without an end may still be being written: it is looked at once more.
  const isWhole = isComplete || times > 1;
  if (isGivenUp || (isWhole && failures.length === 0)) await removeJournal(taken.file);
  return deliveries.length - failures.length;
}

async function actOnEach(ctx: Context, deliveries: Delivery[]): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const delivery of deliveries) failures.push(...(await actOnAll(ctx, [delivery])));
  return failures;
}
