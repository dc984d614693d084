// Counts sign-in attempts per key in the database, so that every process of an installation counts together.
import { createHash } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { signInAttempts } from '@/db/schema';
import { AppError } from '@/lib/errors';

const WINDOW_SECONDS = 15 * 60;
/** Attempts that may fail within the window. An account's own limit is wide, so that a stranger cannot lock it. */
const LIMITS = { pair: 8, account: 60, address: 60 } as const;

export interface SignInKeys {
  /** The account's e-mail as typed. */
  email: string;
  /** The caller's address. */
  address: string;
}

/**
 * Counts one attempt before the password is looked at, so that parallel guesses count too.
 * Throws `limit` with `retryAfterSeconds` above a limit.
 */
export async function takeSignInAttempt(db: Db, keys: SignInKeys): Promise<void> {
  // The narrowest first, and no further than the first that is over: guesses from one address, refused there, leave
  // the account open for everybody else.
  for (const [kind, key] of Object.entries(keysOf(keys))) {
    const [row] = await db.$client<{ failures: number; left: number }[]>`
      insert into sign_in_attempts as a (key, failures) values (${key}, 1)
      on conflict (key) do update set
        failures = case when a.window_started_at < now() - ${WINDOW_SECONDS} * interval '1 second'
                        then 1 else a.failures + 1 end,
        -- No window begins ahead, but for a clock that was set back: it then lasts no longer than any other.
        window_started_at = case when a.window_started_at < now() - ${WINDOW_SECONDS} * interval '1 second'
                                 then now() else least(a.window_started_at, now()) end
      returning failures, ceil(extract(epoch from window_started_at - now()) + ${WINDOW_SECONDS})::int as left`;
    if (!row || row.failures <= LIMITS[kind as keyof typeof LIMITS]) continue;
    const waitSeconds = Math.max(row.left, 1);
    throw new AppError('limit', `Too many sign-ins failed. Try again in ${Math.ceil(waitSeconds / 60)} min.`, {
      retryable: true,
      retryAfterSeconds: waitSeconds,
    });
  }
}

/** After a sign-in that worked: the account starts afresh, and the address gets its attempt back. */
export async function forgiveSignInAttempts(db: Db, keys: SignInKeys): Promise<void> {
  const { pair, account, address } = keysOf(keys);
  await db.delete(signInAttempts).where(inArray(signInAttempts.key, [pair, account]));
  await db.$client`update sign_in_attempts set failures = greatest(failures - 1, 0) where key = ${address}`;
}

/** Drops the counts whose window is long over. Returns how many. */
export async function forgetOldAttempts(db: Db): Promise<number> {
  const { count } = await db.$client`delete from sign_in_attempts where window_started_at < now() - interval '1 day'`;
  return count;
}

/** Hashed: what people type there is not always an e-mail, sometimes it is their password. */
function keysOf({ email, address }: SignInKeys): Record<keyof typeof LIMITS, string> {
  const account = email.trim().toLowerCase();
  return {
    pair: keyOf('pair', account, address),
    address: keyOf('address', address),
    account: keyOf('account', account),
  };
}

function keyOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
