// By which key each ssh host is known.
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './accounts';
import { at } from './columns';

export const hostKeys = pgTable('host_keys', {
  id: uuid().primaryKey().defaultRandom(),
  /** As ssh writes it into known_hosts: `host`, or `[host]:port`. */
  host: text().notNull().unique(),
  /** The key in two words, `ssh-ed25519 AAAA…`; null for a host that is known by the keys it publishes. */
  key: text(),
  firstSeenAt: at().notNull().defaultNow(),
  /** Another one that it showed since, which is refused until somebody accepts it. */
  pendingKey: text(),
  pendingSince: at(),
  acceptedAt: at(),
  acceptedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
});
