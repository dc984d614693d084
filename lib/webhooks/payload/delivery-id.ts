// The id by which a repeated delivery is recognised.
import { createHash } from 'node:crypto';
import type { WebhookHost } from '@/db/schema';
import { HEADERS, headerOf } from './hosts';

const PLAIN = /^[\x21-\x7e]{1,200}$/;

/** The host's own id of the delivery; null if it sends none that can be kept. */
export function deliveryId(host: WebhookHost, headers: Headers, body: Buffer): string | null {
  const id = headerOf(headers, HEADERS[host].delivery);
  if (!id || !PLAIN.test(id)) return null;
  // GitLab gives one Event-UUID to everything that one request or one chain of webhooks causes: two pushes may share it.
  const isShared = host === 'gitlab' && !headers.get('idempotency-key');
  return isShared ? `${id}:${createHash('sha256').update(body).digest('base64url')}` : id;
}
