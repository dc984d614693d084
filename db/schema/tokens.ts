// Tokens by which programs ask in the name of a person or an organisation.
import { sql } from 'drizzle-orm';
import { type AnyPgColumn, check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './accounts';
import { at } from './columns';
import { orgs } from './orgs';

export const tokens = pgTable(
  'tokens',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** SHA-256 of the whole token: it is random, so there is nothing to guess. */
    tokenHash: text().notNull().unique(),
    /** The end of its checksum, by which people know it again. */
    hint: text().notNull(),
    /** Whose it is: a person's, or an organisation's. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    orgId: uuid().references(() => orgs.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    scopes: text().array().notNull(),
    /** The one organisation that a person's token is for. It goes with it: a token never becomes good for more. */
    onlyOrgId: uuid().references(() => orgs.id, { onDelete: 'cascade' }),
    /** The repositories that it is for; null: no limit. */
    repoIds: uuid().array(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** The token that asked for this one, which ends with it. */
    madeBy: uuid().references((): AnyPgColumn => tokens.id, { onDelete: 'cascade' }),
    createdAt: at().notNull().defaultNow(),
    expiresAt: at(),
    /** Written at most every minute. */
    lastUsedAt: at(),
    lastUsedFrom: text(),
    revokedAt: at(),
    /** When people were told that it is about to expire. */
    expiryToldAt: at(),
  },
  (t) => [
    check('tokens_owner', sql`(${t.userId} is null) <> (${t.orgId} is null)`),
    index('tokens_user_idx').on(t.userId),
    index('tokens_org_idx').on(t.orgId),
    index('tokens_made_by_idx').on(t.madeBy),
    index('tokens_expiry_idx').on(t.expiresAt).where(sql`${t.revokedAt} is null and ${t.expiryToldAt} is null`),
  ],
);
