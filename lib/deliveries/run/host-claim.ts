// One at a time works on a host, whichever process it is in: a lease in the database that is renewed while the work goes
// on, and lost with the process that held it.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';

const LEASE_SECONDS = 12;
const RENEW_MS = 3000;
/** Without an answer of the database for so long, the lease counts as lost before it is. */
const PATIENCE_MS = 9000;
const LOOK_MS = 250;
/** Whoever died holds it for no longer than its lease. */
const WAIT_MS = (LEASE_SECONDS + 10) * 1000;

export interface HostClaim {
  /** Aborts once it is lost, or its run has ended or is gone. */
  signal: AbortSignal;
  /** The run is over for everybody: nothing is to be written down any more. */
  isOver: () => boolean;
  release(): Promise<void>;
}

/**
 * Takes the host for as long as the work on it goes on. `isWanted` is asked with each renewal. Throws AppError `conflict`
 * (retryable) if somebody else holds it for longer than a dead process could.
 */
export async function claimHost(
  { db }: Pick<Context, 'db'>,
  targetId: string,
  options: { signal?: AbortSignal | undefined; isWanted: () => Promise<boolean> },
): Promise<HostClaim> {
  const token = randomUUID();
  const sql = db.$client;
  const until = performance.now() + WAIT_MS;
  for (;;) {
    const taken = await sql`
      update targets set active_id = ${token}, active_until = clock_timestamp() + ${LEASE_SECONDS} * interval '1 second'
      where id = ${targetId} and (active_id is null or active_until is null or active_until < clock_timestamp()
        -- The clock was set back: nobody holds it for that long.
        or active_until > clock_timestamp() + ${2 * LEASE_SECONDS} * interval '1 second')
      returning id`;
    if (taken.length > 0) break;
    options.signal?.throwIfAborted();
    if (performance.now() > until) {
      throw new AppError('conflict', 'Another delivery or check is at work on this host. It is tried again.', {
        kind: 'timeout',
        retryable: true,
      });
    }
    await sleep(LOOK_MS);
  }
  const gone = new AbortController();
  let isOver = false;
  let renewed = performance.now();
  let isAsking = false;
  const renew = async () => {
    if (performance.now() - renewed > PATIENCE_MS) gone.abort(lost());
    if (isAsking || gone.signal.aborted) return;
    isAsking = true;
    try {
      const held = await sql`
        update targets set active_until = clock_timestamp() + ${LEASE_SECONDS} * interval '1 second'
        where id = ${targetId} and active_id = ${token} returning id`;
      if (held.length === 0) return gone.abort(lost());
      if (!(await options.isWanted())) {
        isOver = true;
        return gone.abort(new AppError('conflict', 'This run has ended or is gone.'));
      }
      renewed = performance.now();
    } catch {
      // A database that is away says nothing of the lease; patience ends before it does.
    } finally {
      isAsking = false;
    }
  };
  const timer = setInterval(() => void renew(), RENEW_MS);
  timer.unref();
  return {
    signal: gone.signal,
    isOver: () => isOver,
    async release() {
      clearInterval(timer);
      // If this fails it ends by itself.
      await sql`
        update targets set active_id = null, active_until = null where id = ${targetId} and active_id = ${token}
      `.catch(() => {});
    },
  };
}

function lost(): AppError {
  return new AppError('internal', 'The database did not answer for too long, so the work on this host was stopped.', {
    kind: 'timeout',
    retryable: true,
  });
}
