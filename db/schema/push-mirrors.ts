// Where repositories are pushed on to, and what came of it.
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './accounts';
import { at } from './columns';
import { credentials } from './credentials';
import { errorKind, repos, sourceType } from './repos';

export const pushStatus = pgEnum('push_status', ['never', 'queued', 'pushing', 'ok', 'error']);
export type PushStatus = (typeof pushStatus.enumValues)[number];

export const pushMirrors = pgTable(
  'push_mirrors',
  {
    id: uuid().primaryKey().defaultRandom(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    /** Without credentials. */
    url: text().notNull(),
    /** As in `repos`: one spelling, by which its own source and circles are found. */
    sourceKey: text().notNull(),
    sourceType: sourceType().notNull(),
    /** The stored credential that it signs in with; null: none. */
    credentialId: uuid().references(() => credentials.id),
    /** Full names or patterns with one star, under refs/heads/ and refs/tags/; null: all branches and tags. */
    refs: text().array(),
    /** What is gone here is deleted there too. */
    prune: boolean().notNull().default(true),
    /** Seconds between pushes by the clock; null: none. */
    intervalSeconds: integer(),
    afterSync: boolean().notNull().default(true),
    status: pushStatus().notNull().default('never'),
    /** The push that holds it; set and cleared by one conditional update. */
    activePushId: uuid(),
    /** It was asked for while one was under way: one more follows. */
    dirty: boolean().notNull().default(false),
    attempts: integer().notNull().default(0),
    progressDone: bigint({ mode: 'number' }).notNull().default(0),
    progressTotal: bigint({ mode: 'number' }),
    errorKind: errorKind(),
    error: text(),
    /** What git said last, without secrets. */
    details: text(),
    /** Refs that the last push moved, made or deleted there. */
    refsMoved: integer().notNull().default(0),
    /** When the next attempt follows one that failed; null if none does. */
    nextAttemptAt: at(),
    /** When the clock asks for the next push. */
    nextPushAt: at(),
    startedAt: at(),
    endedAt: at(),
    /** When the remote last had all that was to be there. */
    pushedAt: at(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: at().notNull().defaultNow(),
  },
  (t) => [
    index('push_mirrors_repo_idx').on(t.repoId, t.createdAt),
    index('push_mirrors_key_idx').on(t.sourceKey),
    index('push_mirrors_due_idx').on(t.nextPushAt).where(sql`${t.nextPushAt} is not null`),
    index('push_mirrors_open_idx').on(t.id).where(sql`${t.activePushId} is not null`),
  ],
);
