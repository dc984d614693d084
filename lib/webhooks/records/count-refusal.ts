// Counts deliveries that were refused, for whoever sets a host up: anybody may send them at any rate, so one process
// writes a host's row once in a few seconds, and its log once a minute.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { type WebhookHost, webhookRefusals } from '@/db/schema';
import type { Context } from '@/lib/context';
import { trackBackgroundTask } from '../tasks/background-tasks';
import { oncePer } from '../tasks/in-batches';
import { KEPT_DAYS } from './prune-deliveries';

/** Between two writings of one host, and between two lines in the log. */
const WRITE_MS = 5000;
const LOG_MS = 60_000;

interface Refused {
  /** Counts that are not written yet, and not in the log yet. */
  unwritten: number;
  unsaid: number;
  /** When the last one came, and when the log was told; by performance.now(). */
  lastAt: number;
  saidAt: number;
  /** From one writing until the next may begin. */
  isResting: boolean;
}

const refusedOf = oncePer((_db: Db) => new Map<WebhookHost, Refused>());

type Surroundings = Pick<Context, 'db' | 'log'>;

/** Returns at once, and never throws; what is counted in the seconds before a crash is lost. */
export function countRefusal(ctx: Surroundings, host: WebhookHost): void {
  const byHost = refusedOf(ctx.db);
  const now = performance.now();
  const none = { unwritten: 0, unsaid: 0, lastAt: now, saidAt: Number.NEGATIVE_INFINITY, isResting: false };
  const refused = byHost.get(host) ?? none;
  byHost.set(host, refused);
  refused.unwritten++;
  refused.unsaid++;
  refused.lastAt = now;
  if (now - refused.saidAt >= LOG_MS) {
    ctx.log.warn(
      { host, refused: refused.unsaid },
      'webhooks were refused: they were not signed with the secret that is set for their host under Settings',
    );
    refused.saidAt = now;
    refused.unsaid = 0;
  }
  if (!refused.isResting) writeAndRest(ctx, host, refused);
}

/** Refusals that come meanwhile are written together after the pause; a stop need not wait for that. */
function writeAndRest(ctx: Surroundings, host: WebhookHost, refused: Refused): void {
  refused.isResting = true;
  const rest = () => {
    const timer = setTimeout(() => {
      refused.isResting = false;
      if (refused.unwritten > 0) writeAndRest(ctx, host, refused);
    }, WRITE_MS);
    timer.unref();
  };
  trackBackgroundTask(write(ctx, host, refused).finally(rest));
}

async function write(ctx: Surroundings, host: WebhookHost, refused: Refused): Promise<void> {
  const count = refused.unwritten;
  refused.unwritten = 0;
  try {
    await addRefusals(ctx, host, { count, ageMs: performance.now() - refused.lastAt });
  } catch (error) {
    refused.unwritten += count;
    ctx.log.debug({ err: error, host }, 'refused webhooks are counted later');
  }
}

/** What was refused before a good delivery, or too long ago to be shown, counts no more. */
async function addRefusals(
  ctx: Pick<Context, 'db'>,
  host: WebhookHost,
  options: { count: number; ageMs: number },
): Promise<void> {
  await ctx.db
    .insert(webhookRefusals)
    .values({ host, count: options.count, lastAt: sql`now() - ${options.ageMs}::float8 * interval '1 millisecond'` })
    .onConflictDoUpdate({
      target: webhookRefusals.host,
      set: {
        count: sql`case when ${isOpen} then ${webhookRefusals.count} else 0 end + excluded.count`,
        // Several processes may write; a time in the future comes from a wrong clock.
        lastAt: sql`greatest(excluded.last_at, least(${webhookRefusals.lastAt}, clock_timestamp()))`,
      },
    });
}

/**
 * Whether a row of `webhook_refusals` is still to be shown: no good delivery has come after it, and such a delivery
 * would still be known. By the clock, for now() is when the transaction began: one that waited for the row finds in it
 * what another wrote after that.
 */
export const isOpen = sql<boolean>`(${webhookRefusals.lastAt}
    between clock_timestamp() - ${KEPT_DAYS} * interval '1 day' and clock_timestamp()
  and not exists (
    select from webhook_deliveries d
    where d.host = ${webhookRefusals.host} and d.received_at > ${webhookRefusals.lastAt}))`;
