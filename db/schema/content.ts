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
import { halfvecType } from 'pgvector/utils';
import { bytea } from './columns';
import { repos, syncRuns } from './repos';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
/** Width is the model's: each model's rows get a partial HNSW index of their own if the database has HNSW. */
const halfvec = customType<{ data: string }>({ dataType: () => halfvecType(undefined) });

export const blobs = pgTable(
  'blobs',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    /** git's blob id, 40 or 64 hex digits. */
    sha: text().notNull(),
    /** All that the analysis depends on besides the content, its rules included: see `lib/indexing/analyze/path-class.ts`. */
    pathClass: text().notNull(),
    sizeBytes: bigint({ mode: 'number' }).notNull(),
    /** Linguist's name, null if unknown or binary. */
    language: text(),
    isBinary: boolean().notNull().default(false),
    isGenerated: boolean().notNull().default(false),
    isVendored: boolean().notNull().default(false),
    isDocumentation: boolean().notNull().default(false),
    /** Why content is null although the file exists: too_large, binary, lfs, link, unreadable. */
    skipped: text(),
    lineCount: integer().notNull().default(0),
    /** Text as UTF-8 with \n line ends kept as they are and NUL removed; null if it is not searchable. */
    content: text(),
    tsv: tsvector(),
    /** Words of the content that the tsvector had no room for; null if it is whole. */
    moreWords: text().array(),
  },
  (t) => [
    unique('blobs_repo_sha_key').on(t.repoId, t.sha, t.pathClass),
    index('blobs_repo_idx').on(t.repoId, t.id),
    index('blobs_text_idx').using('gin', t.tsv, sql`content_trigrams(${t.content})`),
    index('blobs_more_words_idx').using('gin', t.moreWords).where(sql`${t.moreWords} is not null`),
    index('blobs_unread_idx').on(t.repoId).where(sql`${t.skipped} in ('too_large', 'unreadable')`),
    index('blobs_cut_words_idx').on(t.repoId).where(sql`${t.moreWords} is not null`),
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
    /** Files of this branch and the sum of their sizes: kept by each publish from what changed. */
    fileCount: integer().notNull(),
    sizeBytes: bigint({ mode: 'number' }).notNull(),
    /** The rules by which its files were analysed (`analysisKey`): others than the server's are indexed anew. */
    analysis: text().notNull().default(''),
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
    pathClass: text(),
    mode: integer(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.ref, t.path] })],
);

/** The branches that a run is going to publish, and between which commits its entries lead. */
export const planRefs = pgTable(
  'plan_refs',
  {
    runId: uuid()
      .notNull()
      .references(() => syncRuns.id, { onDelete: 'cascade' }),
    ref: text().notNull(),
    /** The commit in indexed_refs when it was planned; null for a branch that is new to the index. */
    fromSha: text(),
    /** Null: the branch is searchable no longer. */
    toSha: text(),
    /** True when the entries come from comparing the whole tree, not from a diff. */
    isFull: boolean().notNull(),
    /** The rules for which it was planned, as in indexed_refs. */
    analysis: text().notNull().default(''),
    /** Paths that the index cannot hold. */
    skippedPaths: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.runId, t.ref] })],
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
    /** First 16 bytes of SHA-256 over the chunk's text: a uuid because that is 16 bytes, in the row and in the index. */
    hash: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.blobId, t.startLine] }), index('chunks_hash_idx').on(t.hash)],
);

/**
 * What a blob defines and refers to, packed by `lib/text/symbols.ts`: a row for each name would take several times as
 * much. No row: it has neither. It goes with its blob by the hand of whoever drops that, since a key of the blob's alone
 * would not lead with the repository.
 */
export const blobSymbols = pgTable(
  'blob_symbols',
  {
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    blobId: bigint({ mode: 'number' }).notNull(),
    names: text().notNull(),
    places: text().notNull(),
    uses: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.repoId, t.blobId] }),
    index('blob_symbols_names_trgm_idx').using('gin', sql`${t.names} gin_trgm_ops`),
  ],
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
  /** Null while its vectors are being made for the first time: queries use active models alone. */
  activatedAt: timestamp({ withTimezone: true }),
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
    /** The chunk's hash. */
    hash: uuid().notNull(),
    /** Compared by cosine; not normalised. */
    vector: halfvec().notNull(),
  },
  (t) => [primaryKey({ columns: [t.repoId, t.modelId, t.hash] })],
);

/** How far a repository is embedded: blobs get ever larger ids, and those up to `blobId` are done. */
export const embeddingProgress = pgTable(
  'embedding_progress',
  {
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    modelId: integer()
      .notNull()
      .references(() => models.id, { onDelete: 'cascade' }),
    blobId: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.repoId, t.modelId] })],
);
