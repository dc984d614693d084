// What is known of a repository's history beside its branches and commits: tags, contributors, and how much there is.
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns';
import { repos } from './repos';

const repoId = () =>
  uuid()
    .notNull()
    .references(() => repos.id, { onDelete: 'cascade' });

export const tags = pgTable(
  'tags',
  {
    repoId: repoId(),
    name: text().notNull(),
    /** What the ref names: the tag object of an annotated tag. */
    objectSha: text().notNull(),
    /** The commit that it stands for; null if it stands for something else. */
    commitSha: text(),
    isAnnotated: boolean().notNull(),
    /** Of an annotated tag's message, else of the commit's; null if neither is known. */
    subject: text(),
    taggerName: text(),
    /** When it was made, as the tag says, else when the commit was. */
    taggedAt: at(),
    /** Sorts as versions do where bytes are compared: v1.9 before v1.10. */
    versionKey: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.repoId, t.name] })],
);

/** Authors of the default branch's commits, one for each e-mail address. */
export const contributors = pgTable(
  'contributors',
  {
    repoId: repoId(),
    /** In lower case. */
    email: text().notNull(),
    /** As in the newest of the commits. */
    name: text().notNull(),
    commits: integer().notNull(),
    firstAt: at().notNull(),
    lastAt: at().notNull(),
    /** Who that is by the repository's mailmap; null until it was looked up. */
    personEmail: text(),
    personName: text(),
  },
  (t) => [
    primaryKey({ columns: [t.repoId, t.email] }),
    index('contributors_most_idx').on(t.repoId, t.commits.desc().nullsFirst()),
  ],
);

/** One for each repository whose history was recorded. */
export const histories = pgTable('histories', {
  repoId: repoId().primaryKey(),
  /** By which rules; others have it recorded anew. */
  format: integer().notNull(),
  /** Of the default branch. */
  commits: integer().notNull(),
  branches: integer().notNull(),
  tags: integer().notNull(),
  /** The .mailmap that the contributors were looked up in; null if there was none. */
  mailmapSha: text(),
  recordedAt: at().notNull().defaultNow(),
});
