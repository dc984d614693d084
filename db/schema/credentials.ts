// What repositories of an organisation sign in with elsewhere.
import { sql } from 'drizzle-orm';
import { pgEnum, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { users } from './accounts';
import { at, bytea } from './columns';
import { orgs } from './orgs';

export const credentialKind = pgEnum('credential_kind', ['token', 'password', 'ssh_key']);
export type CredentialKind = (typeof credentialKind.enumValues)[number];

export const credentials = pgTable(
  'credentials',
  {
    id: uuid().primaryKey().defaultRandom(),
    orgId: uuid()
      .notNull()
      .references(() => orgs.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    kind: credentialKind().notNull(),
    /** Who a password belongs to; null for the other kinds. */
    userName: text(),
    /** The token, the password or the private key (PKCS #8, PEM): AES-256-GCM under FRESHET_SECRET, as in `repos`. */
    secretCiphertext: bytea().notNull(),
    /** One line as it goes into authorized_keys; null for the other kinds. */
    publicKey: text(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: at().notNull().defaultNow(),
    /** When its secret was last replaced; null: never. */
    rotatedAt: at(),
  },
  (t) => [
    uniqueIndex('credentials_org_name_key').on(t.orgId, sql`lower(${t.name})`),
    // What uses one names its organisation as well, so that none can use another's.
    unique('credentials_id_org_key').on(t.id, t.orgId),
  ],
);
