// Repositories, what is known of their refs and commits, and the runs that synced them.
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from './accounts';
import { at, bytea } from './columns';
import { credentials } from './credentials';
import { orgs } from './orgs';

export const repoKind = pgEnum('repo_kind', ['mirror', 'clone', 'hosted', 'local']);
/** What kind of host a source lies on: it decides how addresses are read and how a token signs in there. */
export const sourceType = pgEnum('source_type', ['github', 'gitlab', 'gitea', 'bitbucket', 'custom']);
export type SourceType = (typeof sourceType.enumValues)[number];
export const repoStatus = pgEnum('repo_status', [
  'pending',
  'initializing',
  'cloning',
  'indexing',
  'embedding',
  'ready',
  'error',
  'archived',
]);
export type RepoStatus = (typeof repoStatus.enumValues)[number];
export const errorKind = pgEnum('error_kind', [
  'auth',
  'not_found',
  'network',
  'timeout',
  'too_large',
  'corrupt',
  'disk',
  'policy',
  'internal',
]);
export type ErrorKind = (typeof errorKind.enumValues)[number];
/** What people are told of a repository; a refused token and what is held back wait for a person. */
export const notifiedAs = pgEnum('notified_as', ['error', 'stale', 'refused', 'held_back']);

export const repos = pgTable(
  'repos',
  {
    id: uuid().primaryKey().defaultRandom(),
    number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity().unique(),
    orgId: uuid()
      .notNull()
      .references(() => orgs.id),
    name: text().notNull(),
    description: text().notNull().default(''),
    kind: repoKind().notNull().default('mirror'),
    /** Source address without credentials; null for hosted and local ones. */
    url: text(),
    /** Null for hosted and local ones, and for mirrors that are older than the column: their host tells. */
    sourceType: sourceType(),
    /** Folder of a local repository; null for all others. */
    localPath: text(),
    /** AES-256-GCM under FRESHET_SECRET: nonce, tag, ciphertext. */
    tokenCiphertext: bytea(),
    /** What its source is asked by, in place of a token of its own; of its own organisation. */
    credentialId: uuid(),
    status: repoStatus().notNull().default('pending'),
    errorKind: errorKind(),
    error: text(),
    errorAt: at(),
    isPublic: boolean().notNull().default(false),
    /** False for a hosted one that keeps its default branch checked out beside its history. */
    isBare: boolean().notNull().default(true),
    /** A push to a hosted one may force and delete the default branch. */
    allowsForcedPushes: boolean().notNull().default(false),
    /** Short names of the branches that are searchable; null: the default branch alone. */
    indexedBranches: text().array(),
    /** How many commits back from each branch are fetched; null: all. */
    depth: integer(),
    /** What the mirror was last fetched with; it is fetched deeper if `depth` says another number. */
    fetchedDepth: integer(),
    /** The mirror has less than the whole history. */
    isShallow: boolean().notNull().default(false),
    /** Branches that are fetched beside the default one: names, or with a `*`; null: all, and all tags. */
    branchPatterns: text().array(),
    /** Seconds between checks: null follows how often upstream moves, 0 never checks by itself. */
    syncIntervalSeconds: integer(),
    /** Host and path of the source in one spelling, by which webhooks find it: `github.com/acme/rivers`. */
    sourceKey: text(),
    /** When the schedule checks next; null: never. */
    nextCheckAt: at(),
    /** Seconds that the schedule waits between checks now; what is unchecked for twice as long is stale. */
    checkSeconds: integer(),
    /** When upstream was last seen to have moved. */
    movedAt: at(),
    /** Runs that failed since one last worked, and when the first of them did. */
    failureCount: integer().notNull().default(0),
    failingSince: at(),
    /** The trouble that people were told of, until they are told that it is over; null if there is none. */
    notifiedAs: notifiedAs(),
    /** When they were last told of trouble, and of these two kinds of it. */
    notifiedAt: at(),
    notifiedRefusedAt: at(),
    notifiedHeldBackAt: at(),
    /** Since when the trouble that they were told of had lasted; null if there is none. */
    notifiedSince: at(),
    defaultBranch: text(),
    /** Tip of the default branch in the mirror. */
    headCommit: text(),
    /** The run that holds this repository: set and cleared by one conditional update. */
    activeRunId: uuid(),
    /** A request came while it was busy, or right after: one more run follows. */
    dirty: boolean().notNull().default(false),
    /** The first and the last of the requests that the next run is to answer. */
    dirtySince: at(),
    dirtyAt: at(),
    /** Hold back an upstream that turns empty or loses most of its files until a person confirms it. */
    holdsBackLosses: boolean().notNull().default(false),
    /** The upstream commit that is held back, and why. */
    heldBackCommit: text(),
    heldBackReason: text(),
    /** The upstream commit whose losses a person has confirmed. */
    confirmedCommit: text(),
    fileCount: integer().notNull().default(0),
    sizeBytes: bigint({ mode: 'number' }).notNull().default(0),
    /** What its folder took on the disk when a sync last ended. */
    diskBytes: bigint({ mode: 'number' }).notNull().default(0),
    addedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    addedAt: at().notNull().defaultNow(),
    indexedAt: at(),
    /** When upstream last answered. */
    checkedAt: at(),
    /** When everything was last compared with a full ls-tree. */
    comparedAt: at(),
    /** The kind that its next run makes of it; null: it stays what it is. */
    convertTo: repoKind(),
    /** Since when it lies in the bin: invisible from then on, and whole until `purgedAt`. */
    deletedAt: at(),
    deletedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** Set first when it is removed for good: from then on nothing brings it back. */
    purgedAt: at(),
  },
  (t) => [
    uniqueIndex('repos_org_name_key').on(t.orgId, sql`lower(${t.name})`).where(sql`${t.deletedAt} is null`),
    index('repos_due_idx').on(t.nextCheckAt).where(sql`${t.deletedAt} is null`),
    index('repos_source_idx').on(t.sourceKey).where(sql`${t.deletedAt} is null`),
    index('repos_public_idx').on(t.id).where(sql`${t.isPublic} and ${t.deletedAt} is null`),
    index('repos_credential_idx').on(t.credentialId),
    foreignKey({
      name: 'repos_credential_fk',
      columns: [t.credentialId, t.orgId],
      foreignColumns: [credentials.id, credentials.orgId],
    }).onDelete('restrict'),
    index('repos_bin_idx').on(t.deletedAt).where(sql`${t.deletedAt} is not null`),
  ],
);

/** Names that repositories had before: each leads to one as it is called now, until another takes the name. */
export const repoNames = pgTable(
  'repo_names',
  {
    orgId: uuid()
      .notNull()
      .references(() => orgs.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    leftAt: at().notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('repo_names_org_name_key').on(t.orgId, sql`lower(${t.name})`),
    index('repo_names_repo_idx').on(t.repoId),
  ],
);

export const runTrigger = pgEnum('run_trigger', [
  'manual',
  'api',
  'webhook',
  'schedule',
  'watch',
  'initial',
  'repair',
  'push',
]);
export type RunTrigger = (typeof runTrigger.enumValues)[number];
export const runStatus = pgEnum('run_status', ['queued', 'running', 'succeeded', 'unchanged', 'failed', 'cancelled']);
export type RunStatus = (typeof runStatus.enumValues)[number];
export const runStage = pgEnum('run_stage', ['fetch', 'reset', 'plan', 'index', 'publish', 'embed']);
export type RunStage = (typeof runStage.enumValues)[number];

/** Start and end of each stage in milliseconds since the epoch; end is null while it runs, and if it broke off. */
export type StageTimes = Partial<Record<RunStage, [start: number, end: number | null]>>;

/** An attempt at a run that failed or was cut off. */
export interface PastAttempt {
  number: number;
  stages: StageTimes;
  /** Milliseconds since the epoch; null if nobody saw it end. */
  ended: number | null;
  /** When the next attempt was due, likewise; null if none was. */
  next?: number | null;
  /** Null: it was cut off. */
  error_kind: ErrorKind | null;
  error: string | null;
}

export const syncRuns = pgTable(
  'sync_runs',
  {
    id: uuid().primaryKey().defaultRandom(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    trigger: runTrigger().notNull(),
    requestedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    status: runStatus().notNull().default('queued'),
    stage: runStage(),
    /** Progress within the stage: `done` of `total` in `unit` (objects, bytes, files, chunks); total null while unknown. */
    progressDone: bigint({ mode: 'number' }).notNull().default(0),
    progressTotal: bigint({ mode: 'number' }),
    progressUnit: text(),
    commitsSynced: integer().notNull().default(0),
    filesAdded: integer().notNull().default(0),
    filesChanged: integer().notNull().default(0),
    filesRemoved: integer().notNull().default(0),
    filesSkipped: integer().notNull().default(0),
    bytesIndexed: bigint({ mode: 'number' }).notNull().default(0),
    chunksEmbedded: integer().notNull().default(0),
    chunksReused: integer().notNull().default(0),
    oldHead: text(),
    newHead: text(),
    attempts: integer().notNull().default(0),
    errorKind: errorKind(),
    error: text(),
    /** What a person should know of a run that worked: "force-pushed: 12 commits replaced". */
    note: text(),
    /** The stages of the attempt under way, or of the one that worked, and beside them the attempts before it. */
    stageTimes: jsonb().$type<StageTimes & { earlier?: PastAttempt[] }>().notNull().default({}),
    createdAt: at().notNull().defaultNow(),
    startedAt: at(),
    /** When the new tree became visible. */
    publishedAt: at(),
    endedAt: at(),
  },
  (t) => [
    index('sync_runs_repo_idx').on(t.repoId, t.createdAt.desc()),
    index('sync_runs_ended_idx').on(t.endedAt).where(sql`${t.status} <> 'unchanged'`),
    index('sync_runs_open_idx').on(t.repoId).where(sql`${t.status} in ('queued', 'running')`),
    index('sync_runs_order_idx').on(t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('sync_runs_status_idx').on(t.status, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
  ],
);

export const branches = pgTable(
  'branches',
  {
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    commitSha: text().notNull(),
    updatedAt: at().notNull().defaultNow(),
    /** Of its tip; null until it is recorded with them. */
    authorName: text(),
    subject: text(),
    committedAt: at(),
  },
  (t) => [primaryKey({ columns: [t.repoId, t.name] })],
);

/** Commits reachable from the default branch. */
export const commits = pgTable(
  'commits',
  {
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    sha: text().notNull(),
    parents: text().array().notNull(),
    authorName: text().notNull(),
    authorEmail: text().notNull(),
    authoredAt: at().notNull(),
    committedAt: at().notNull(),
    committerName: text().notNull().default(''),
    committerEmail: text().notNull().default(''),
    subject: text().notNull(),
    /** The message after its first paragraph, cut where it is very long. */
    body: text().notNull().default(''),
  },
  (t) => [
    primaryKey({ columns: [t.repoId, t.sha] }),
    index('commits_order_idx').on(t.repoId, t.committedAt.desc().nullsFirst(), t.sha.desc().nullsFirst()),
    index('commits_author_idx').on(
      t.repoId,
      sql`lower(${t.authorEmail})`,
      t.committedAt.desc().nullsFirst(),
      t.sha.desc().nullsFirst(),
    ),
  ],
);

/** What an upstream that rewrote its history took away; the commits are kept under hidden refs until `keptUntil`. */
export const rewrites = pgTable(
  'rewrites',
  {
    id: uuid().primaryKey().defaultRandom(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    runId: uuid()
      .notNull()
      .references(() => syncRuns.id, { onDelete: 'cascade' }),
    /** Short name of the branch. */
    branch: text().notNull(),
    oldCommit: text().notNull(),
    /** Null: the branch was deleted. */
    newCommit: text(),
    /** Commits that the branch no longer has. */
    lostCommits: integer().notNull(),
    at: at().notNull().defaultNow(),
    keptUntil: at().notNull(),
  },
  (t) => [
    uniqueIndex('rewrites_run_branch_key').on(t.runId, t.branch),
    index('rewrites_repo_idx').on(t.repoId, t.at.desc()),
  ],
);

/** The other source that a repository is being moved to, until that has worked or was given up. */
export const repoMigrations = pgTable(
  'repo_migrations',
  {
    repoId: uuid()
      .primaryKey()
      .references(() => repos.id, { onDelete: 'cascade' }),
    id: uuid().notNull().defaultRandom(),
    url: text().notNull(),
    sourceKey: text(),
    sourceType: sourceType().notNull(),
    /** As in `repos`. */
    tokenCiphertext: bytea(),
    credentialId: uuid().references(() => credentials.id, { onDelete: 'restrict' }),
    /** Cloned anew beside what is served, and taken whatever its history is. */
    isForced: boolean().notNull(),
    /** The run that does it; null until one has begun. */
    runId: uuid().references(() => syncRuns.id, { onDelete: 'cascade' }),
    requestedAt: at().notNull().defaultNow(),
  },
  (t) => [index('repo_migrations_run_idx').on(t.runId)],
);

/** Hosts that asked us to wait: nothing is scheduled there before. */
export const pausedHosts = pgTable('paused_hosts', {
  /** Host and port as in the source's address. */
  host: text().primaryKey(),
  until: at().notNull(),
});
