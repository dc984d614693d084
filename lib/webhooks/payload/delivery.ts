// A delivery whose signature was right, read as far as it matters.
import type { WebhookHost } from '@/db/schema';

export const WEBHOOK_EVENTS = ['push', 'tag', 'branch_created', 'branch_deleted', 'ping', 'ignored'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export interface WebhookNews {
  event: WebhookEvent;
  /** The host's own name of the event. */
  name: string;
  /** Clone, ssh and web addresses of the repository. */
  addresses: string[];
  /** Project and repository, `key/slug`, if a host names no address. */
  place: string | null;
}

export interface Delivery {
  host: WebhookHost;
  /** The host's own id; null if it sends none. */
  deliveryId: string | null;
  /** Milliseconds since 1970, by this process's clock. */
  receivedAt: number;
  /** Null if the body could not be read. */
  news: WebhookNews | null;
}
