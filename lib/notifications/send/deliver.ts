// Sends what waits in the outbox: in order for each target, several targets at a time, again after a failure.
import { sql } from 'drizzle-orm';
import pLimit from 'p-limit';
import { notificationDeliveries as deliveries, notificationTargets as targets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { notificationSchema } from '../message/notification';
import { send, type Target } from './send';

/** How many are sent at the same time, and how many are claimed at the same time. */
const AT_ONCE = 8;
const TAKEN = 20;
/** Each round sends at most one message to a target; the next one has its turn in the next round. */
const ROUNDS = 5;
/** After so many milliseconds no other round begins, so that new messages can be collected. */
const LONGEST_MS = 30_000;
/** Longer than a round takes: a message whose sending was cut off by a crash is sent again after this. */
const HELD_SECONDS = 120;
/** Minutes before the second attempt, doubled with each; the longest pause, and when it is given up. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 60;
const GIVEN_UP_AFTER = 24 * 60;

/** A time further ahead than any pause comes from a wrong clock. */
const isDue = sql`${deliveries.nextAttemptAt} not between now() and now() + ${LONGEST_PAUSE + 1} * interval '1 minute'`;

interface Claimed extends Record<string, unknown> {
  id: string;
  attempts: number;
  payload: unknown;
  target_id: string;
  kind: Target['kind'];
  hint: string;
  address_ciphertext: Buffer;
  secret_ciphertext: Buffer | null;
}

export interface Delivered {
  sent: number;
  failed: number;
}

/** Never throws because of a receiver. After a crash a message may arrive twice, with the same id. */
export async function deliverNews(ctx: Pick<Context, 'db' | 'env' | 'log'>): Promise<Delivered> {
  const limit = pLimit(AT_ONCE);
  const done = { sent: 0, failed: 0 };
  const until = performance.now() + LONGEST_MS;
  for (let round = 0; round < ROUNDS && performance.now() < until; round++) {
    const claimed = await claim(ctx);
    if (claimed.length === 0) break;
    const outcomes = await Promise.all(claimed.map((one) => limit(() => deliverOne(ctx, one))));
    for (const outcome of outcomes) done[outcome]++;
  }
  return done;
}

/** The id by which receivers recognise a message that comes again. */
export function deliveryIdOf(targetId: string, id: string | number): string {
  return `${targetId}-${id}`;
}

/**
 * The first of each target that waits, if its time has come: a recovery never overtakes the failure it is about. If two
 * processes try, the second finds that the row has changed, and leaves it.
 */
async function claim(ctx: Pick<Context, 'db'>): Promise<Claimed[]> {
  return await ctx.db.execute<Claimed>(sql`
    with heads as (
      select min(${deliveries.id}) as id from ${deliveries} where ${deliveries.status} = 'waiting'
      group by ${deliveries.targetId}
    ), due as (
      select heads.id from heads join ${deliveries} on ${deliveries.id} = heads.id
      where ${isDue} order by ${deliveries.nextAttemptAt} limit ${TAKEN}
    )
    update ${deliveries} set attempts = ${deliveries.attempts} + 1,
      next_attempt_at = now() + ${HELD_SECONDS} * interval '1 second'
    from due, ${targets}
    where ${deliveries.id} = due.id and ${targets.id} = ${deliveries.targetId}
      and ${deliveries.status} = 'waiting' and ${isDue}
    returning ${deliveries.id}, ${deliveries.attempts}, ${deliveries.payload}, ${deliveries.targetId},
      ${targets.kind}, ${targets.hint}, ${targets.addressCiphertext}, ${targets.secretCiphertext}`);
}

async function deliverOne(ctx: Pick<Context, 'db' | 'env' | 'log'>, row: Claimed): Promise<keyof Delivered> {
  const target = {
    id: row.target_id,
    kind: row.kind,
    hint: row.hint,
    addressCiphertext: row.address_ciphertext,
    secretCiphertext: row.secret_ciphertext,
  };
  try {
    const notification = notificationSchema.parse(row.payload);
    await send(ctx, target, { deliveryId: deliveryIdOf(row.target_id, row.id), notification });
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'internal') ctx.log.error({ err: error, target_id: row.target_id }, 'a message was not sent');
    await recordFailure(ctx, row, known.message);
    return 'failed';
  }
  await ctx.db.execute(sql`
    update ${deliveries} set status = 'sent', sent_at = now(), error = null
    where ${deliveries.id} = ${row.id} and ${deliveries.attempts} = ${row.attempts}`);
  return 'sent';
}

/** Nothing is written if another process has taken it since. */
async function recordFailure(ctx: Pick<Context, 'db'>, row: Claimed, message: string): Promise<void> {
  const minutes = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(row.attempts - 1, 10));
  const next = sql`now() + ${minutes} * interval '1 minute'`;
  const last = sql`${deliveries.createdAt} + ${GIVEN_UP_AFTER} * interval '1 minute'`;
  await ctx.db.execute(sql`
    update ${deliveries} set error = ${message}, next_attempt_at = ${next},
      status = (case when ${next} > ${last} then 'failed' else 'waiting' end)::notification_status
    where ${deliveries.id} = ${row.id} and ${deliveries.attempts} = ${row.attempts} and ${deliveries.status} = 'waiting'`);
}
