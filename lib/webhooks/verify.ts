// Whether a webhook comes from somebody who knows the secret: over the raw bytes, before anything is parsed.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { WebhookHost } from '@/db/schema';
import { HEADERS, headerOf } from './hosts';

/** Stands in where no secret is set, so that the answer takes as long; nothing verifies against it. */
const NO_SECRET = randomBytes(32).toString('base64url');

/** True only where a secret is set and the signature in `headers` is that of `body` under it. */
export function isSigned(host: WebhookHost, o: { secret: string | null; headers: Headers; body: Buffer }): boolean {
  const { signature, prefix } = HEADERS[host];
  const given = headerOf(o.headers, signature) ?? '';
  const secret = o.secret ?? NO_SECRET;
  const isRight = prefix === null ? isSame(given, secret) : isSame(given.toLowerCase(), prefix + hmac(secret, o.body));
  return isRight && o.secret !== null;
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
