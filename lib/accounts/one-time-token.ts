// Tokens of one-time links: given out once, kept as a hash.
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

export const oneTimeToken = z.string().min(1).max(200);

/** A new token of 256 bits, and what is stored of it. */
export function newOneTimeToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: hashOneTimeToken(token) };
}

/** SHA-256 is enough here: the token is random, so there is nothing to guess. */
export function hashOneTimeToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
