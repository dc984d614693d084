// What search reads: immutable blobs, the visible tree that points at them, and chunks with their vectors.
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, repos, syncRuns } from './repos';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
/** Width is the model's: each model's rows get a partial HNSW index of their own where the database has HNSW. */
const halfvec = customType<{ data: string }>({ dataType: () => 'halfvec' });

export const blobs = pgTable(
  'blobs',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    /** git's blob id, 40 or 64 hex digits. */
    sha: text().notNull(),
    sizeBytes: bigint({ mode: 'number' }).notNull(),
    /** Linguist's name, null where unknown or binary. */
    language: text(),
    isBinary: boolean().notNull().default(false),
    isGenerated: boolean().notNull().default(false),
    isVendored: boolean().notNull().default(false),
    /** Why content is null or cut although the file exists: too_large, binary, lfs. */
    skipped: text(),
    lineCount: integer().notNull().default(0),
    /** Text as UTF-8 with \n line ends kept as they are and NUL removed; null where it is not searchable. */
    content: text(),
    tsv: tsvector(),
  },
  (t) => [
    unique('blobs_repo_sha_key').on(t.repoId, t.sha),
    index('blobs_content_trgm_idx').using('gin', sql`${t.content} gin_trgm_ops`),
    index('blobs_tsv_idx').using('gin', t.tsv),
  ],
);

/** The visible tree. `ref` is a short branch name; `path` is UTF-8, other bytes written as \xNN. */
export const files = pgTable(
  'files',
  {
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    ref: text().notNull(),
    path: text().notNull(),
    blobId: bigint({ mode: 'number' })
      .notNull()
      .references(() => blobs.id),
    /** 100644, 100755 or 120000 (octal digits as a number): links are listed, never followed. */
    mode: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.repoId, t.ref, t.path] }),
    index('files_blob_idx').on(t.blobId),
    index('files_path_trgm_idx').using('gin', sql`${t.path} gin_trgm_ops`),
  ],
);

/** Per searchable branch: the commit that `files` shows. */
export const indexedRefs = pgTable(
  'indexed_refs',
  {
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    ref: text().notNull(),
    commitSha: text().notNull(),
    indexedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.repoId, t.ref] })],
);

export const planOp = pgEnum('plan_op', ['put', 'remove']);
/** What a run is going to publish; gone with the publish or with the run. */
export const planEntries = pgTable(
  'plan_entries',
  {
    runId: uuid()
      .notNull()
      .references(() => syncRuns.id, { onDelete: 'cascade' }),
    ref: text().notNull(),
    path: text().notNull(),
    op: planOp().notNull(),
    sha: text(),
    mode: integer(),
    sizeBytes: bigint({ mode: 'number' }),
  },
  (t) => [primaryKey({ columns: [t.runId, t.ref, t.path] })],
);

/** Line ranges (1-based, inclusive) of a blob along its syntax. */
export const chunks = pgTable(
  'chunks',
  {
    blobId: bigint({ mode: 'number' })
      .notNull()
      .references(() => blobs.id, { onDelete: 'cascade' }),
    startLine: integer().notNull(),
    endLine: integer().notNull(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    /** First 16 bytes of SHA-256 over the chunk's text. */
    hash: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.blobId, t.startLine] }), index('chunks_hash_idx').on(t.repoId, t.hash)],
);

export const models = pgTable('models', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  /** For example `builtin@1` or `text-embedding-3-small@1536`. */
  name: text().notNull().unique(),
  dimensions: integer().notNull(),
  /** Only a real model's vectors are fused into word ranking. */
  isFused: boolean().notNull().default(false),
  /** Weights that the model was fitted with (inverse frequencies), null for remote ones. */
  state: bytea(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export const embeddings = pgTable(
  'embeddings',
  {
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    modelId: integer()
      .notNull()
      .references(() => models.id, { onDelete: 'cascade' }),
    hash: bytea().notNull(),
    vector: halfvec().notNull(),
  },
  (t) => [primaryKey({ columns: [t.repoId, t.modelId, t.hash] })],
);
