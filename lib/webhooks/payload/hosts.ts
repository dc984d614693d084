// The hosts whose webhooks are understood, and in which headers each says what.
import { type WebhookHost, webhookHost } from '@/db/schema';
import { AppError } from '@/lib/errors';

export const HOSTS: readonly WebhookHost[] = webhookHost.enumValues;

interface HostHeaders {
  /** The first that is there is the one that counts. */
  signature: readonly string[];
  /** What stands before the hex digits of the HMAC; null: the header holds the secret itself. */
  prefix: string | null;
  event: readonly string[];
  delivery: readonly string[];
}

export const HEADERS: Record<WebhookHost, HostHeaders> = {
  github: {
    signature: ['x-hub-signature-256'],
    prefix: 'sha256=',
    event: ['x-github-event'],
    delivery: ['x-github-delivery'],
  },
  gitlab: {
    signature: ['x-gitlab-token'],
    prefix: null,
    event: ['x-gitlab-event'],
    delivery: ['idempotency-key', 'x-gitlab-event-uuid'],
  },
  gitea: {
    signature: ['x-gitea-signature', 'x-forgejo-signature'],
    prefix: '',
    event: ['x-gitea-event', 'x-forgejo-event'],
    delivery: ['x-gitea-delivery', 'x-forgejo-delivery'],
  },
  bitbucket: {
    signature: ['x-hub-signature'],
    prefix: 'sha256=',
    event: ['x-event-key'],
    // Cloud's, then Server's.
    delivery: ['x-request-uuid', 'x-request-id'],
  },
};

/** Throws `not_found` for any other name. */
export function requireHost(name: string): WebhookHost {
  const host = HOSTS.find((known) => known === name);
  if (host) return host;
  throw new AppError('not_found', `There are no webhooks of that host here. There are those of ${HOSTS.join(', ')}.`);
}

/** The first of `names` that has a value; null if none has. */
export function headerOf(headers: Headers, names: readonly string[]): string | null {
  for (const name of names) {
    const value = headers.get(name)?.trim();
    if (value) return value;
  }
  return null;
}

/** Where a host sends its webhooks. */
export function webhookPath(host: WebhookHost): string {
  return `/api/webhooks/${host}`;
}
