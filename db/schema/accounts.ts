// People and how they sign in.
import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns';

export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey().defaultRandom(),
    email: text().notNull(),
    name: text(),
    /** argon2id in PHC form; null for people who only sign in through a provider. */
    passwordHash: text(),
    isAdmin: boolean().notNull().default(false),
    /**
     * Raised when all sessions end at once: a session with a lower version, also one from a sign-in under way, is over.
     */
    sessionVersion: integer().notNull().default(1),
    disabledAt: at(),
    createdAt: at().notNull().defaultNow(),
  },
  (t) => [uniqueIndex('users_email_key').on(sql`lower(${t.email})`)],
);

/** One for each browser that somebody has signed in with; its cookie names it. A session without its row is over. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The account's session version at the sign-in. */
    version: integer().notNull(),
    createdAt: at().notNull().defaultNow(),
    /** Written at most every few minutes, with the browser and the place of that request. */
    lastSeenAt: at().notNull().defaultNow(),
    expiresAt: at().notNull(),
    /** In words, as people are told; no address and no header as it came. */
    browser: text().notNull(),
    place: text().notNull(),
  },
  (t) => [index('sessions_user_idx').on(t.userId)],
);

export const userIdentities = pgTable(
  'user_identities',
  {
    provider: text().notNull(),
    providerAccountId: text().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: at().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.providerAccountId] }), index('user_identities_user_idx').on(t.userId)],
);

/** One-time links: the first administrator's, and those for invited people. Only a hash is kept. */
export const invites = pgTable('invites', {
  tokenHash: text().primaryKey(),
  email: text(),
  isAdmin: boolean().notNull().default(false),
  createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
  createdAt: at().notNull().defaultNow(),
  expiresAt: at().notNull(),
  usedAt: at(),
});

/** Failed sign-ins per key (an address, an e-mail) in the running window. */
export const signInAttempts = pgTable('sign_in_attempts', {
  key: text().primaryKey(),
  failures: integer().notNull().default(0),
  windowStartedAt: at().notNull().defaultNow(),
});
