// Who belongs to which organisation, and which repositories were shared with whom.
import { index, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { invites, users } from './accounts';
import { at } from './columns';
import { orgs } from './orgs';
import { repos } from './repos';

/** From the least to the most. */
export const orgRole = pgEnum('org_role', ['viewer', 'member', 'admin', 'owner']);
/** What a repository may be shared for, likewise. */
export const shareKind = pgEnum('share_kind', ['read', 'write']);

/** A row counts before what an open organisation makes of everybody. */
export const orgMembers = pgTable(
  'org_members',
  {
    orgId: uuid()
      .notNull()
      .references(() => orgs.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: orgRole().notNull(),
    addedAt: at().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId] }), index('org_members_user_idx').on(t.userId)],
);

/** People that a repository was shared with, whether or not they are in its organisation. */
export const repoShares = pgTable(
  'repo_shares',
  {
    repoId: uuid()
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    can: shareKind().notNull(),
    sharedAt: at().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.repoId, t.userId] }), index('repo_shares_user_idx').on(t.userId)],
);

/** What an invitation makes of the person who takes it up. */
export const inviteMembers = pgTable(
  'invite_members',
  {
    inviteId: text()
      .notNull()
      .references(() => invites.tokenHash, { onDelete: 'cascade' }),
    orgId: uuid()
      .notNull()
      .references(() => orgs.id, { onDelete: 'cascade' }),
    role: orgRole().notNull(),
  },
  (t) => [primaryKey({ columns: [t.inviteId, t.orgId] })],
);
