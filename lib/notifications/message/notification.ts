// What people are told: what became of repositories at one moment, as it waits in the outbox.
import { z } from 'zod';
import { errorKind, repoKind } from '@/db/schema';
import { ACCESS } from '@/lib/repos/advice';
import { type DeliveryNews, deliveryNewsSchema, type SecretNews, secretNewsSchema } from './delivery-news';

export const NOTIFICATION_KINDS = ['error', 'stale', 'recovered'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** So many repositories are named in one message; of the others it says how many they are. */
export const MOST_EVENTS = 500;

export const newsEventSchema = z.object({
  kind: z.enum(NOTIFICATION_KINDS),
  repo: z.object({
    id: z.uuid(),
    org: z.string(),
    name: z.string(),
    kind: z.enum(repoKind.enumValues),
    /** How Freshet is let in there. */
    access: z.enum(ACCESS).optional(),
  }),
  error_kind: z.enum(errorKind.enumValues).nullable(),
  message: z.string().nullable(),
  /** When it began to fail or was last fresh; of one that works again the same, of the trouble that is over. */
  since: z.string().nullable(),
  /** When upstream of one that works again answered; null for trouble. */
  until: z.string().nullable().default(null),
  failure_count: z.int(),
});
export type NotificationEvent = z.infer<typeof newsEventSchema>;

const expiringTokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The e-mail address of the person, or the name of the organisation, that it speaks for. */
  owner: z.string(),
  expires_at: z.string(),
});
export type ExpiringToken = z.infer<typeof expiringTokenSchema>;

export const notificationSchema = z.object({
  /** Asked for by a person to see whether messages arrive; it is about nothing. */
  is_test: z.boolean(),
  /** How many repositories it is about, also those that `events` leaves out. */
  counts: z.record(z.enum(NOTIFICATION_KINDS), z.int()),
  events: z.array(newsEventSchema),
  /** Tokens of this server that expire within a week. */
  tokens: z.array(expiringTokenSchema).default([]),
  /** Deliveries and their hosts; at most `MOST_EVENTS`. */
  deliveries: z.array(deliveryNewsSchema).default([]),
  /** Repositories in which secrets were found, or are none any more. */
  secrets: z.array(secretNewsSchema).default([]),
});
export type Notification = z.infer<typeof notificationSchema>;

export const TEST_NOTIFICATION: Notification = {
  is_test: true,
  counts: { error: 0, stale: 0, recovered: 0 },
  events: [],
  tokens: [],
  deliveries: [],
  secrets: [],
};

/** What there is to tell beside what became of repositories. */
export interface OtherNews {
  tokens?: ExpiringToken[];
  deliveries?: DeliveryNews[];
  secrets?: SecretNews[];
}

/** One message for all of `events`, trouble first, and for the other news. */
export function notificationOf(events: NotificationEvent[], others: OtherNews = {}): Notification {
  const byKind = NOTIFICATION_KINDS.map((kind) => events.filter((event) => event.kind === kind));
  const counts = Object.fromEntries(
    NOTIFICATION_KINDS.map((kind, i) => [kind, byKind[i]?.length ?? 0]),
  ) as Notification['counts'];
  const { tokens = [], deliveries = [], secrets = [] } = others;
  return {
    is_test: false,
    counts,
    events: byKind.flat().slice(0, MOST_EVENTS),
    tokens,
    deliveries: deliveries.slice(0, MOST_EVENTS),
    secrets: secrets.slice(0, MOST_EVENTS),
  };
}
