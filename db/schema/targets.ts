// Places on hosts that synced trees are delivered to.
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { users } from './accounts';
import { at, bytea } from './columns';
import { orgs } from './orgs';

/** `releases`: a folder for each delivery, and a link to the live one; `in_place`: the live folder itself is changed. */
export const targetMode = pgEnum('target_mode', ['releases', 'in_place']);
export type TargetMode = (typeof targetMode.enumValues)[number];

/** One thing that a test of a target looked at. */
export interface TargetFinding {
  what: 'connection' | 'shell' | 'rsync' | 'rights' | 'disk' | 'link';
  is_ok: boolean;
  /** What was found, and what to do where it will not do. */
  text: string;
}

export const targets = pgTable(
  'targets',
  {
    id: uuid().primaryKey().defaultRandom(),
    orgId: uuid()
      .notNull()
      .references(() => orgs.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    userName: text().notNull(),
    /** A name or an address, as somebody gave it. */
    host: text().notNull(),
    port: integer().notNull().default(22),
    /** The live path: absolute, without a slash at its end. */
    path: text().notNull(),
    /** Targets of one group are delivered to together; null: none. */
    group: text(),
    mode: targetMode().notNull().default('releases'),
    /** Releases that stay there, the live one among them. */
    keep: integer().notNull().default(5),
    isEnabled: boolean().notNull().default(true),
    /** PKCS #8, PEM: AES-256-GCM under FRESHET_SECRET, as in `repos`. */
    keyCiphertext: bytea().notNull(),
    /** One line as it goes into authorized_keys. */
    publicKey: text().notNull(),
    /** What the last test found; null: it was never tested. */
    findings: jsonb().$type<TargetFinding[]>(),
    testedAt: at(),
    /** The delivery run or roll-back that works on it now: set and cleared by one conditional update. */
    activeId: uuid(),
    /** Until when whoever holds it is believed to be alive. */
    activeUntil: at(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: at().notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('targets_org_name_key').on(t.orgId, sql`lower(${t.name})`),
    // Two targets at one path would take each other's releases away.
    uniqueIndex('targets_place_key').on(sql`lower(${t.host})`, t.port, t.path),
    index('targets_group_idx').on(t.orgId, t.group),
  ],
);
