// Passwords as argon2id hashes, and checks that take as long for an unknown account as for a known one.
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { z } from 'zod';
import { AppError } from '@/lib/errors';

/** OWASP's parameters for argon2id (19 MiB, 2 passes, 1 lane); Algorithm is a const enum, hence the number. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A flood of sign-ins waits here instead of taking every core and a lot of memory, some seconds' worth of them. */
const limited = pLimit(2);
const MOST_WAITING = 100;

export const newPassword = z
  .string()
  .min(12, 'needs at least 12 characters')
  .max(256, 'may have at most 256 characters')
  .refine((text) => new Set(text).size >= 4, 'needs more than a few different characters');

/** A password as it is typed to sign in: bounded, and not judged by today's rules. */
export const givenPassword = z.string().min(1).max(1024);

/** Throws `limit` while so many passwords wait to be looked at that another would wait for many seconds. */
export function requireRoomForPassword(): void {
  if (limited.pendingCount < MOST_WAITING) return;
  throw new AppError('limit', 'Very many people sign in at this moment. Try again in some seconds.', {
    retryable: true,
    retryAfterSeconds: 5,
  });
}

/** Hashes a password; returns PHC text. Throws what `requireRoomForPassword` throws. */
export async function hashPassword(password: string): Promise<string> {
  requireRoomForPassword();
  return await limited(() => hash(password.normalize('NFKC'), PARAMETERS));
}

let decoy: Promise<string> | undefined;

/** True where the password fits. Without a hash it is false, after the same work. Throws as `hashPassword`. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= limited(() => hash('nobody has this password', PARAMETERS));
  const against = passwordHash ?? (await decoy);
  requireRoomForPassword();
  const fits = await limited(() => verify(against, password.normalize('NFKC')));
  return fits && passwordHash !== null;
}
