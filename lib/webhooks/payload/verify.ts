// Whether a webhook comes from somebody who knows the secret: over the raw bytes, before anything is parsed.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { WebhookHost } from '@/db/schema';
import { HEADERS, headerOf } from './hosts';

/** Stands in if no secret is set, so that the answer takes as long; nothing verifies against it. */
const NO_SECRET = randomBytes(32).toString('base64url');

/** True only if a secret is set and the signature in `headers` is that of `body` under it. */
export function isSigned(
  host: WebhookHost,
  options: { secret: string | null; headers: Headers; body: Buffer },
): boolean {
  const { signature, prefix } = HEADERS[host];
  const given = headerOf(options.headers, signature) ?? '';
  const secret = options.secret ?? NO_SECRET;
  const isRight =
    prefix === null ? isSame(given, secret) : isSame(given.toLowerCase(), prefix + hmac(secret, options.body));
  return isRight && options.secret !== null;
}

function hmac(secret: string, body: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Compares digests: of one length whatever was sent, and in constant time. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
