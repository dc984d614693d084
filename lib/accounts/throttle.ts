// Counts sign-in attempts in the database, so that every process of an installation counts together: by the network that
// they come from, and by the account that they are for.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { inArray, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { signInAttempts } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { callerNeighbourhood, callerNetwork } from '@/lib/caller-network.mjs';
import { AppError } from '@/lib/errors';

const WINDOW_SECONDS = 15 * 60;
/** Attempts that may fail within the window: for one account from one network, and from a network for all of them. */
const LIMITS = { pair: 8, network: 60, neighbourhood: 240 } as const;
/**
 * Guesses at one account that come from everywhere only slow each other down: a limit would let strangers lock out the
 * person whose it is.
 */
const CALM_FAILURES = 40;
const SLOW_MS = 1000;

export interface SignInKeys {
  /** The account's e-mail as typed. */
  email: string;
  /** The caller's address, as a proxy or a socket wrote it. */
  address: string;
}

/**
 * Counts one attempt before the password is looked at, so that parallel guesses count too; answers a second later if
 * an account is guessed at from many networks. Throws `limit` with `retryAfterSeconds` above a limit.
 */
export async function takeSignInAttempt(db: Db, keys: SignInKeys): Promise<void> {
  const { account, ...limited } = keysOf(keys);
  // The narrowest first, up to the first that is over its limit: guesses that one network's limit refuses count against
  // nobody else.
  for (const [kind, key] of Object.entries(limited)) {
    const { failures, left } = await countOne(db, key);
    if (failures <= LIMITS[kind as keyof typeof LIMITS]) continue;
    const waitSeconds = Math.max(left, 1);
    // Once for each window: those who go on are told nothing new, and neither is the log.
    if (failures === LIMITS[kind as keyof typeof LIMITS] + 1) {
      await recordAudit(
        db,
        { actor: { kind: 'anonymous' }, network: callerNetwork(keys.address) },
        { verb: 'sign_in.throttle', subject: { kind: 'sign_in', name: kind }, after: { failures: failures - 1 } },
      );
    }
    throw new AppError('limit', `Too many sign-ins failed. Try again in ${Math.ceil(waitSeconds / 60)} min.`, {
      retryable: true,
      retryAfterSeconds: waitSeconds,
    });
  }
  const { failures } = await countOne(db, account);
  if (failures > CALM_FAILURES) await sleep(SLOW_MS);
}

/** After a sign-in that worked: the account starts afresh from there, and its networks get their attempt back. */
export async function forgiveSignInAttempts(db: Db, keys: SignInKeys): Promise<void> {
  const { pair, account, network, neighbourhood } = keysOf(keys);
  await db.delete(signInAttempts).where(inArray(signInAttempts.key, [pair, account]));
  await db
    .update(signInAttempts)
    .set({ failures: sql`greatest(${signInAttempts.failures} - 1, 0)` })
    .where(inArray(signInAttempts.key, [network, neighbourhood]));
}

/** Drops the counts whose window is long over. Returns how many. */
export async function forgetOldAttempts(db: Db): Promise<number> {
  const { count } = await db.$client`delete from sign_in_attempts where window_started_at < now() - interval '1 day'`;
  return count;
}

/** Attempts in the window with this one, and the seconds that the window has left. */
async function countOne(db: Db, key: string): Promise<{ failures: number; left: number }> {
  const [row] = await db.$client<{ failures: number; left: number }[]>`
    insert into sign_in_attempts as a (key, failures) values (${key}, 1)
    on conflict (key) do update set
      failures = case when a.window_started_at < now() - ${WINDOW_SECONDS} * interval '1 second'
                      then 1 else a.failures + 1 end,
      -- No window begins ahead, but for a clock that was set back: it then lasts no longer than any other.
      window_started_at = case when a.window_started_at < now() - ${WINDOW_SECONDS} * interval '1 second'
                               then now() else least(a.window_started_at, now()) end
    returning failures, ceil(extract(epoch from window_started_at - now()) + ${WINDOW_SECONDS})::int as left`;
  return row ?? { failures: 1, left: WINDOW_SECONDS };
}

/** Hashed: what people type there is not always an e-mail, sometimes it is their password. */
function keysOf({ email, address }: SignInKeys) {
  const typed = email.trim().toLowerCase();
  const network = callerNetwork(address);
  return {
    pair: keyOf('pair', typed, network),
    network: keyOf('network', network),
    neighbourhood: keyOf('neighbourhood', callerNeighbourhood(address)),
    account: keyOf('account', typed),
  };
}

function keyOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
