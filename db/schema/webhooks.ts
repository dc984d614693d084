// Webhooks: the secret that each host signs with, what its last deliveries came to, and how many were refused.
import { bigint, index, integer, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { users } from './accounts';
import { at, bytea } from './columns';
import { repos } from './repos';

export const webhookHost = pgEnum('webhook_host', ['github', 'gitlab', 'gitea', 'bitbucket']);
export type WebhookHost = (typeof webhookHost.enumValues)[number];

/** What a delivery came to. */
export const webhookOutcome = pgEnum('webhook_outcome', [
  'started',
  'coalesced',
  'answered',
  'ignored',
  'unknown',
  'unreadable',
]);
export type WebhookOutcome = (typeof webhookOutcome.enumValues)[number];

export const webhookSecrets = pgTable('webhook_secrets', {
  host: webhookHost().primaryKey(),
  /** AES-256-GCM under FRESHET_SECRET: nonce, tag, ciphertext. */
  secretCiphertext: bytea().notNull(),
  createdAt: at().notNull().defaultNow(),
  createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
});

/** Verified deliveries alone: what a stranger sends leaves nothing here but a count. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    host: webhookHost().notNull(),
    /** The host's own id, by which a replay is seen; null if it sends none. */
    deliveryId: text(),
    event: text().notNull(),
    /** The first repository that it was about, and how many were. */
    repoId: uuid().references(() => repos.id, { onDelete: 'set null' }),
    repoCount: integer().notNull().default(0),
    /** Where the repository lies, as the host told it, if none here is known by that; null for all others. */
    about: text(),
    outcome: webhookOutcome().notNull(),
    receivedAt: at().notNull().defaultNow(),
  },
  (t) => [
    unique('webhook_deliveries_delivery_key').on(t.host, t.deliveryId),
    index('webhook_deliveries_newest_idx').on(t.host, t.receivedAt.desc()),
    index('webhook_deliveries_repo_idx').on(t.repoId),
  ],
);

/** Deliveries that were not signed with the secret, or came while none was set: one row a host, however many come. */
export const webhookRefusals = pgTable('webhook_refusals', {
  host: webhookHost().primaryKey(),
  /** Since a delivery that was good. */
  count: bigint({ mode: 'number' }).notNull(),
  lastAt: at().notNull(),
});
