// Notifications: where they go, and what waits to be sent or was.
import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './accounts';
import { at, bytea } from './columns';

export const notificationKind = pgEnum('notification_kind', ['webhook', 'email']);
export type NotificationKind = (typeof notificationKind.enumValues)[number];

export const notificationStatus = pgEnum('notification_status', ['waiting', 'sent', 'failed']);

export const notificationTargets = pgTable('notification_targets', {
  id: uuid().primaryKey().defaultRandom(),
  kind: notificationKind().notNull(),
  /** AES-256-GCM under FRESHET_SECRET: nonce, tag, ciphertext. The address of a webhook lets anybody post. */
  addressCiphertext: bytea().notNull(),
  /** What of the address may be shown: a webhook's scheme and host, the whole of an e-mail address. */
  hint: text().notNull(),
  /** What people call it; null if they gave no name. */
  name: text(),
  /** What webhooks are signed with, encrypted alike; null for e-mail. */
  secretCiphertext: bytea(),
  createdAt: at().notNull().defaultNow(),
  createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
});

/** The outbox: written together with what people were told, sent afterwards. */
export const notificationDeliveries = pgTable(
  'notification_deliveries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    targetId: uuid()
      .notNull()
      .references(() => notificationTargets.id, { onDelete: 'cascade' }),
    payload: jsonb().notNull(),
    status: notificationStatus().notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    /** What came of the last attempt in plain words; null if it worked. */
    error: text(),
    createdAt: at().notNull().defaultNow(),
    /** Not to be tried before; while it is being sent, when that counts as cut off. */
    nextAttemptAt: at().notNull().defaultNow(),
    sentAt: at(),
  },
  (t) => [
    index('notification_deliveries_target_idx').on(t.targetId, t.id),
    index('notification_deliveries_waiting_idx').on(t.targetId, t.id).where(sql`${t.status} = 'waiting'`),
  ],
);
