// Secrets that were found in repositories: never the secret itself, only where it stands and by which rule.
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
import { at, bytea } from './columns';
import { repos } from './repos';

/** `failed`: it could not be looked to the end, which is never taken for clean. */
export const scanStatus = pgEnum('secret_scan_status', ['clean', 'found', 'failed']);
export type ScanStatus = (typeof scanStatus.enumValues)[number];
export const scanScope = pgEnum('secret_scan_scope', ['tree', 'commits']);

export const secretScans = pgTable(
  'secret_scans',
  {
    id: uuid().primaryKey().defaultRandom(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    commit: text().notNull(),
    /** For commits: those that this one does not reach. */
    sinceCommit: text(),
    scope: scanScope().notNull(),
    subfolder: text(),
    /** `gitleaks` or `secretlint`, and its version. */
    scanner: text().notNull(),
    scannerVersion: text().notNull(),
    /** The gitleaks configuration that the commit holds; one that is not gitleaks' was not read. Null if it holds none. */
    configPath: text(),
    /** Everything that the result depends on: scanner, version, configuration. An equal one is not scanned twice. */
    key: text().notNull(),
    status: scanStatus().notNull(),
    /** Why it failed, in plain words. */
    error: text(),
    foundCount: integer().notNull().default(0),
    filesScanned: integer().notNull().default(0),
    startedAt: at().notNull().defaultNow(),
    endedAt: at().notNull().defaultNow(),
  },
  (t) => [
    index('secret_scans_repo_idx').on(t.repoId, t.endedAt.desc()),
    index('secret_scans_key_idx').on(t.repoId, t.key),
  ],
);

export const secretFindings = pgTable(
  'secret_findings',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    scanId: uuid()
      .notNull()
      .references(() => secretScans.id, { onDelete: 'cascade' }),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    /** A keyed hash of rule, path and secret: the same secret at the same place has the same one in every scan. */
    fingerprint: text().notNull(),
    rule: text().notNull(),
    /** What the rule is about, in words. */
    title: text().notNull(),
    path: text().notNull(),
    line: integer(),
    /** For a scan of commits: the one that brought it. */
    commit: text(),
    /** When a scan first found it here. */
    foundAt: at().notNull().defaultNow(),
  },
  (t) => [
    index('secret_findings_scan_idx').on(t.scanId, t.id),
    index('secret_findings_repo_idx').on(t.repoId, t.fingerprint),
  ],
);

/** Findings that somebody has looked at and takes for harmless. */
export const secretExceptions = pgTable(
  'secret_exceptions',
  {
    id: uuid().primaryKey().defaultRandom(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    fingerprint: text().notNull(),
    /** As they were when it was made. */
    rule: text().notNull(),
    path: text().notNull(),
    reason: text().notNull(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: at().notNull().defaultNow(),
  },
  (t) => [uniqueIndex('secret_exceptions_key').on(t.repoId, t.fingerprint)],
);

/** Whether every sync of a repository looks for secrets as well. */
export const secretSettings = pgTable('secret_settings', {
  repoId: uuid()
    .primaryKey()
    .references(() => repos.id, { onDelete: 'cascade' }),
  scansEverySync: boolean().notNull().default(false),
  /** A gitleaks configuration within the repository; null: `.gitleaks.toml`, if it has one. */
  configPath: text(),
  /** A secret that is no exception stands in the default branch. */
  isMarked: boolean().notNull().default(false),
  /** Since when people have been told of the mark; null if they have not. */
  notifiedAt: at(),
  /** A scan was asked for then and has not ended. */
  wantedAt: at(),
});

/** Files in which scans found nothing: 16 bytes of a keyed hash for each path with its content. None is scanned twice. */
export const secretScanCaches = pgTable(
  'secret_scan_caches',
  {
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    /** Of the scanner, its version and its configuration. */
    key: text().notNull(),
    entries: bytea().notNull(),
    usedAt: at().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.repoId, t.key] })],
);
