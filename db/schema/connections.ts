// Organisations, groups and users on code hosts whose repositories are kept in step with those here.
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from './accounts';
import { at } from './columns';
import { credentials } from './credentials';
import { orgs } from './orgs';
import { errorKind, repos, runStatus, sourceType } from './repos';

export const connections = pgTable(
  'connections',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Where its repositories go. */
    orgId: uuid()
      .notNull()
      .references(() => orgs.id, { onDelete: 'cascade' }),
    /** The address of the host, without a slash at the end. */
    host: text().notNull(),
    sourceType: sourceType().notNull(),
    /** As the host has it: an organisation, a group with its parents, a user, a workspace. */
    owner: text().notNull(),
    credentialId: uuid(),
    /** Patterns of names; none: all. */
    include: text().array().notNull().default(sql`'{}'`),
    exclude: text().array().notNull().default(sql`'{}'`),
    forks: boolean().notNull().default(false),
    archived: boolean().notNull().default(false),
    /** Seconds between syncs; 0: only when asked. */
    syncIntervalSeconds: integer().notNull().default(3600),
    /** Hours that what has vanished is kept in step before it is archived. */
    graceHours: integer().notNull().default(24),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: at().notNull().defaultNow(),
    /** The run that holds it: set and cleared by one conditional update. */
    activeRunId: uuid(),
    /** When the schedule syncs it next; null until somebody has asked for its first sync. */
    nextSyncAt: at(),
    /** When the host was last listed to the end. */
    syncedAt: at(),
    failureCount: integer().notNull().default(0),
    errorKind: errorKind(),
    error: text(),
  },
  (t) => [
    uniqueIndex('connections_owner_key').on(t.orgId, t.host, sql`lower(${t.owner})`),
    index('connections_due_idx').on(t.nextSyncAt),
    index('connections_credential_idx').on(t.credentialId),
    foreignKey({
      name: 'connections_credential_fk',
      columns: [t.credentialId, t.orgId],
      foreignColumns: [credentials.id, credentials.orgId],
    }),
  ],
);

/** Which repository here is which there. */
export const connectionRepos = pgTable(
  'connection_repos',
  {
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    /** The host's own id, which stays when it is renamed there. */
    hostId: text().notNull(),
    /** Null: somebody deleted it here, so it is not added again. */
    repoId: uuid().references(() => repos.id, { onDelete: 'set null' }),
    /** Its path there below the owner, and whether everybody sees it there, as of the last sync. */
    path: text().notNull(),
    isPublic: boolean().notNull(),
    /** Since when it is missing there; null if it is not. */
    missingSince: at(),
    /** When it was archived here because of that; null if it was not. */
    archivedAt: at(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.hostId] }), index('connection_repos_repo_idx').on(t.repoId)],
);

export const connectionTrigger = pgEnum('connection_trigger', ['manual', 'api', 'schedule']);

export const connectionRuns = pgTable(
  'connection_runs',
  {
    id: uuid().primaryKey().defaultRandom(),
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    trigger: connectionTrigger().notNull(),
    requestedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    status: runStatus().notNull().default('queued'),
    /** Repositories that the host listed. */
    listed: integer().notNull().default(0),
    /** What a person should know of one that worked, such as a listing that was not complete. */
    note: text(),
    errorKind: errorKind(),
    error: text(),
    createdAt: at().notNull().defaultNow(),
    startedAt: at(),
    endedAt: at(),
  },
  (t) => [
    index('connection_runs_order_idx').on(t.connectionId, t.createdAt.desc()),
    index('connection_runs_open_idx').on(t.createdAt).where(sql`${t.status} in ('queued', 'running')`),
  ],
);

export const connectionChange = pgEnum('connection_change', [
  'added',
  'adopted',
  'renamed',
  'published',
  'hidden',
  'missing',
  'archived',
  'returned',
  'skipped',
]);

/** What a run changed, one row a change: the difference that people are shown. */
export const connectionChanges = pgTable(
  'connection_changes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    runId: uuid()
      .notNull()
      .references(() => connectionRuns.id, { onDelete: 'cascade' }),
    kind: connectionChange().notNull(),
    path: text().notNull(),
    repoId: uuid().references(() => repos.id, { onDelete: 'set null' }),
    /** What it was called before, or why. */
    detail: text(),
  },
  (t) => [index('connection_changes_run_idx').on(t.runId, t.id)],
);
