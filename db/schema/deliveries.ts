// What is delivered where, each run of it, and what every host has by now.
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
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
import { errorKind, repos } from './repos';
import { targets } from './targets';

export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid().primaryKey().defaultRandom(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    /** Short name of a branch or tag; null: the default branch. */
    ref: text(),
    /** Only what is below it, as its root; null: everything. */
    subfolder: text(),
    /** All enabled targets of the repository's organisation with this group, whenever a run begins; null: `delivery_targets`. */
    group: text(),
    /** rsync's own patterns. */
    excludes: text().array().notNull().default(sql`'{}'`),
    excludeDotGit: boolean().notNull().default(true),
    /** What is gone from the tree is gone on the hosts as well. */
    deletes: boolean().notNull().default(true),
    /** `user`, `user:group` or `:group`, for rsync's --chown; null: as the account there makes it. */
    owner: text(),
    /** rsync's --chmod; null: as in git. */
    modes: text(),
    /** Run on the host once a new tree is live; set by administrators of the server alone. Null: nothing. */
    hook: text(),
    isEnabled: boolean().notNull().default(true),
    afterSync: boolean().notNull().default(false),
    /** If upstream is away, the last good state is delivered. */
    fallbackToLocal: boolean().notNull().default(false),
    blockOnSecrets: boolean().notNull().default(true),
    /** Also look through the commits that are new since the last delivery. */
    scansCommits: boolean().notNull().default(false),
    /** A gitleaks configuration within the repository; null: `.gitleaks.toml`, if it has one. */
    secretConfigPath: text(),
    /** Hosts that differ from what they should have are delivered to again. */
    repair: boolean().notNull().default(false),
    /** Seconds between checks of the hosts; null: only when asked. */
    verifyIntervalSeconds: integer(),
    nextVerifyAt: at(),
    /** The run under way; set and cleared by one conditional update. */
    activeRunId: uuid(),
    /** Asked for while one was under way, or after a sync: one more follows. */
    dirty: boolean().notNull().default(false),
    /** What people have been told of its last runs; null: nothing that is not over. */
    notifiedAs: text().$type<'partial' | 'failed' | 'blocked'>(),
    /** When they were told so last, also if it is over. */
    notifiedAt: at(),
    /** Since when what they were told of lasts. */
    notifiedSince: at(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: at().notNull().defaultNow(),
  },
  (t) => [
    index('deliveries_repo_idx').on(t.repoId, t.createdAt),
    index('deliveries_verify_idx').on(t.nextVerifyAt).where(sql`${t.nextVerifyAt} is not null`),
    index('deliveries_open_idx').on(t.id).where(sql`${t.activeRunId} is not null or ${t.dirty}`),
  ],
);

/** What was last seen on a host: `changed` by hand, `interrupted` in the middle of a delivery in place. */
export const hostState = pgEnum('host_state', [
  'never',
  'in_sync',
  'behind',
  'ahead',
  'diverged',
  'changed',
  'interrupted',
  'foreign',
  'unreachable',
  'unknown',
]);
export type HostState = (typeof hostState.enumValues)[number];

/** The hosts of a delivery, and how each stands. Those of a group are added as the first run or check meets them. */
export const deliveryTargets = pgTable(
  'delivery_targets',
  {
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    targetId: uuid()
      .notNull()
      .references(() => targets.id, { onDelete: 'cascade' }),
    /** What we last made live there. */
    releaseId: uuid(),
    commit: text(),
    deliveredAt: at(),
    /** As the last check saw it. */
    state: hostState().notNull().default('unknown'),
    /** Commits that it lacks, if it is behind. */
    behindBy: integer(),
    /** The commit that it said it has. */
    seenCommit: text(),
    /** Why it could not be looked at, or what differs, in words. */
    stateText: text(),
    /** Files that differ, the first hundred, if the deep check looked. */
    changedFiles: text().array(),
    changedCount: integer(),
    verifiedAt: at(),
    deepVerifiedAt: at(),
    /** When it last was what it should be. */
    inSyncAt: at(),
    /** Since when checks have found it to differ, or could not look; null while it is in sync. */
    differsSince: at(),
    /** Since when people have been told that it differs; null if they have not. */
    notifiedAt: at(),
  },
  (t) => [
    primaryKey({ columns: [t.deliveryId, t.targetId] }),
    // One place holds one delivery's tree.
    uniqueIndex('delivery_targets_target_key').on(t.targetId),
  ],
);

export const deliveryTrigger = pgEnum('delivery_trigger', ['manual', 'api', 'sync', 'repair', 'rollback']);
export type DeliveryTrigger = (typeof deliveryTrigger.enumValues)[number];
/** `waiting`: for upstream to come back; `partial`: some of the hosts have it; `blocked`: secrets were found, or could not be looked for. */
export const deliveryStatus = pgEnum('delivery_status', [
  'queued',
  'waiting',
  'running',
  'delivered',
  'unchanged',
  'partial',
  'failed',
  'blocked',
  'cancelled',
]);
export type DeliveryStatus = (typeof deliveryStatus.enumValues)[number];

export const deliveryRuns = pgTable(
  'delivery_runs',
  {
    id: uuid().primaryKey().defaultRandom(),
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    trigger: deliveryTrigger().notNull(),
    requestedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    status: deliveryStatus().notNull().default('queued'),
    /** Send again what is already there. */
    force: boolean().notNull().default(false),
    ref: text(),
    commit: text(),
    /** Of the tree and the rules it is sent by. */
    digest: text(),
    fileCount: integer(),
    sizeBytes: bigint({ mode: 'number' }),
    /** Names that are not sent, such as links that lead out of the tree, the first hundred. */
    leftOut: text().array(),
    /** Upstream was away: this is the last good state, and why. */
    fallbackReason: text(),
    errorKind: errorKind(),
    error: text(),
    createdAt: at().notNull().defaultNow(),
    startedAt: at(),
    endedAt: at(),
  },
  (t) => [
    index('delivery_runs_order_idx').on(t.deliveryId, t.createdAt.desc(), t.id.desc()),
    index('delivery_runs_recent_idx').on(t.createdAt.desc(), t.id.desc()),
    index('delivery_runs_open_idx').on(t.createdAt).where(sql`${t.status} in ('queued', 'waiting', 'running')`),
  ],
);

export const outcomeStatus = pgEnum('delivery_outcome_status', [
  'queued',
  'sending',
  'switching',
  'delivered',
  'unchanged',
  'failed',
  'cancelled',
]);
export type OutcomeStatus = (typeof outcomeStatus.enumValues)[number];

/** One run on one host. */
export const deliveryOutcomes = pgTable(
  'delivery_outcomes',
  {
    runId: uuid()
      .notNull()
      .references(() => deliveryRuns.id, { onDelete: 'cascade' }),
    targetId: uuid()
      .notNull()
      .references(() => targets.id, { onDelete: 'cascade' }),
    status: outcomeStatus().notNull().default('queued'),
    attempts: integer().notNull().default(0),
    nextAttemptAt: at(),
    /** Bytes of content on their way, of how many; null while unknown. */
    progressDone: bigint({ mode: 'number' }).notNull().default(0),
    progressTotal: bigint({ mode: 'number' }),
    filesSent: integer().notNull().default(0),
    /** Everything that went over the wire, both ways. */
    bytesOnWire: bigint({ mode: 'number' }).notNull().default(0),
    errorKind: errorKind(),
    error: text(),
    /** What happened, line by line, without secrets; cut at its beginning where it is long. */
    log: text().notNull().default(''),
    startedAt: at(),
    endedAt: at(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.targetId] }), index('delivery_outcomes_target_idx').on(t.targetId)],
);

/** `incoming`: being sent; `kept`: was live once; `removed`: gone from the host. */
export const releaseState = pgEnum('release_state', ['incoming', 'live', 'kept', 'removed']);
export type ReleaseState = (typeof releaseState.enumValues)[number];

/** Release folders on hosts; a name is written down here before the folder is made there. */
export const deliveryReleases = pgTable(
  'delivery_releases',
  {
    id: uuid().primaryKey().defaultRandom(),
    targetId: uuid()
      .notNull()
      .references(() => targets.id, { onDelete: 'cascade' }),
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    /** Null once its run is forgotten. */
    runId: uuid().references(() => deliveryRuns.id, { onDelete: 'set null' }),
    /** Of the folder. */
    name: text().notNull(),
    state: releaseState().notNull().default('incoming'),
    ref: text(),
    commit: text().notNull(),
    digest: text().notNull(),
    createdAt: at().notNull().defaultNow(),
    /** When it last became live. */
    liveAt: at(),
  },
  (t) => [
    uniqueIndex('delivery_releases_name_key').on(t.targetId, t.name),
    // Runs are forgotten many at a time.
    index('delivery_releases_run_idx').on(t.runId),
    index('delivery_releases_order_idx').on(t.targetId, t.createdAt.desc()),
    uniqueIndex('delivery_releases_live_key').on(t.targetId).where(sql`${t.state} = 'live'`),
  ],
);
