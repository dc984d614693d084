// Organisations, which repositories and credentials belong to.
import { sql } from 'drizzle-orm';
import { bigint, boolean, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns';

export const orgs = pgTable(
  'orgs',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Stable integer id for protocols that need one. */
    number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity().unique(),
    /** How addresses name it: `{org}/{name}`. */
    name: text().notNull(),
    /** What people call it; null: as its address does. */
    displayName: text(),
    description: text().notNull().default(''),
    /** Everybody who has an account is a member of it, without a row of their own. */
    isOpen: boolean().notNull().default(false),
    /** What its repositories may take on the disk, in bytes; null: what the server says (FRESHET_ORG_QUOTA_BYTES). */
    quotaBytes: bigint({ mode: 'number' }),
    createdAt: at().notNull().defaultNow(),
  },
  (t) => [uniqueIndex('orgs_name_key').on(sql`lower(${t.name})`)],
);
