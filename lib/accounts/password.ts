// Passwords as argon2id hashes, and checks that take as long for an unknown account as for a known one.
import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import type { Caller } from '@/lib/fair-share';
import { workShare } from '@/lib/shares';

/** OWASP's parameters for argon2id (19 MiB, 2 passes, 1 lane); Algorithm is a const enum, hence the number. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The default caller: Freshet itself, or a person with a session. */
const OURSELVES: Caller = { key: 'freshet', isPerson: true };

export const newPassword = z
  .string()
  .min(12, 'needs at least 12 characters')
  .max(256, 'may have at most 256 characters')
  .refine((text) => new Set(text).size >= 4, 'needs more than a few different characters');

/** A password as it is typed to sign in: bounded, and not judged by today's rules. */
export const givenPassword = z.string().min(1).max(1024);

/** Throws `limit` if so many of the caller's passwords wait that another would wait for many seconds. */
export function requireRoomForPassword(caller: Caller = OURSELVES): void {
  const refusal = workShare('passwords').refusalOf(caller);
  if (refusal) throw refusal;
}

/** Hashes a password; returns PHC text. Throws what `requireRoomForPassword` throws. */
export async function hashPassword(password: string): Promise<string> {
  return await workShare('passwords').run(OURSELVES, () => hash(password.normalize('NFKC'), PARAMETERS));
}

let decoy: Promise<string> | undefined;

/**
 * True if the password fits. Without a hash it is false, after the same work. A flood of sign-ins waits in the queue
 * of its `caller` instead of taking every core and a lot of memory. Throws as `hashPassword`.
 */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
  caller: Caller = OURSELVES,
): Promise<boolean> {
  decoy ??= hash('nobody has this password', PARAMETERS);
  const against = passwordHash ?? (await decoy);
  const fits = await workShare('passwords').run(caller, () => verify(against, password.normalize('NFKC')));
  return fits && passwordHash !== null;
}
