// What the database knows of the person who asks: their role in an organisation, and what a repository was shared with
// them for. Selected beside the row that is asked about, so that `may` decides by what is true now.
import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/context';
import type { OrgSubject, RepoSubject } from './may';
import type { Role, Share } from './roles';

/** The actor's role in the organisation `orgId`, which is a column or a value; null for none. */
export function roleIn(actor: Actor, orgId: SQL): SQL<Role | null> {
  if (actor.kind !== 'user') return sql<Role | null>`null::org_role`;
  // An open organisation makes everybody a member; a row of their own counts before that.
  return sql<Role | null>`coalesce(
    (select m.role from org_members m where m.org_id = ${orgId} and m.user_id = ${actor.userId}::uuid),
    (select 'member'::org_role from orgs o where o.id = ${orgId} and o.is_open))`;
}

/** What the repository `repoId` was shared with the actor for; null for nothing. */
export function shareOf(actor: Actor, repoId: SQL): SQL<Share | null> {
  if (actor.kind !== 'user') return sql<Share | null>`null::share_kind`;
  return sql<Share | null>`(select s.can from repo_shares s
    where s.repo_id = ${repoId} and s.user_id = ${actor.userId}::uuid)`;
}

/** Both, of the table that the query calls `repos`. */
export function standingTo(actor: Actor, table: SQL = sql`"repos"`) {
  return { role: roleIn(actor, sql`${table}."org_id"`), share: shareOf(actor, sql`${table}."id"`) };
}

/** A row that was selected with `standingTo`. */
export interface RepoAsked {
  id: string;
  orgId: string;
  isPublic: boolean;
  addedBy: string | null;
  role: Role | null;
  share: Share | null;
}

/** What `may` is asked about. */
export function repoSubject(row: RepoAsked): RepoSubject {
  const { id, orgId, isPublic, role, share } = row;
  return { kind: 'repository', id, orgId, isPublic, ownerId: row.addedBy, role, share };
}

/** What `may` is asked about; `isKnown`: it has a repository that the actor may see. */
export function orgSubject(row: { id: string; role: Role | null; isKnown: boolean }): OrgSubject {
  return { kind: 'organisation', id: row.id, role: row.role, isKnown: row.isKnown };
}
