// What `may` says of repositories, as SQL: for lists, counts and searches, which ask about many at once.
import { type SQL, sql } from 'drizzle-orm';
import { type Actor, tokenOf } from '@/lib/context';
import { hasScope } from './may';
import { isAtLeast, ROLES, type Role, SHARES } from './roles';
import { REPO_VERBS, type RepoRule, type RepoVerb } from './verbs';

/**
 * The condition under which `actor` may do `verb` to a row of `repos`, or undefined if that is so for every row. `table`
 * is what the query calls `repos`. It reads what is in the database now, so a right that was taken away is gone at once; it
 * says nothing about repositories that are being deleted.
 */
export function mayOnRepos(actor: Actor, verb: RepoVerb, table: SQL = sql`"repos"`): SQL | undefined {
  const token = tokenOf(actor);
  if (token && !hasScope(token, verb)) return sql`false`;
  const conditions = [
    token && token.orgId !== null ? sql`${table}."org_id" = ${token.orgId}::uuid` : undefined,
    token && token.repoIds !== null ? sql`${table}."id" = any(${sql.param([...token.repoIds])}::uuid[])` : undefined,
    isHeld(actor, REPO_VERBS[verb], table),
  ].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? undefined : sql`(${sql.join(conditions, sql` and `)})`;
}

/** Without regard to the token that the actor came with. */
function isHeld(actor: Actor, rule: RepoRule, table: SQL): SQL | undefined {
  const isPublic = rule.isForVisitors ? sql`${table}."is_public"` : sql`false`;
  switch (actor.kind) {
    case 'system':
    case 'operator':
      return undefined;
    case 'anonymous':
      return isPublic;
    case 'organisation':
      return isAtLeast('admin', rule.role) ? sql`(${isPublic} or ${table}."org_id" = ${actor.orgId}::uuid)` : isPublic;
    case 'user':
      return actor.isAdmin ? undefined : isHeldByPerson(actor.userId, rule, { table, isPublic });
  }
}

/** The sub-selects name no outer row: each is read once for a query, however many repositories it looks at. */
function isHeldByPerson(userId: string, rule: RepoRule, { table, isPublic }: { table: SQL; isPublic: SQL }): SQL {
  const ways = [isPublic, sql`${table}."org_id" in (${orgsOf(userId, rule.role)})`];
  if (rule.share !== null) {
    const enough = SHARES.slice(SHARES.indexOf(rule.share)).map((share) => sql`${share}`);
    ways.push(sql`${table}."id" in (select s.repo_id from repo_shares s
      where s.user_id = ${userId}::uuid and s.can::text in (${sql.join(enough, sql`, `)}))`);
  }
  if (rule.isForItsOwner) {
    ways.push(sql`(${table}."added_by" = ${userId}::uuid and ${table}."org_id" in (${orgsOf(userId, 'member')}))`);
  }
  return sql`(${sql.join(ways, sql` or `)})`;
}

/** The organisations in which somebody is `least` or more; an open one makes a member of whoever has no row of their own. */
export function orgsOf(userId: string, least: Role): SQL {
  const enough = ROLES.slice(ROLES.indexOf(least)).map((role) => sql`${role}`);
  const own = sql`select m.org_id from org_members m
    where m.user_id = ${userId}::uuid and m.role::text in (${sql.join(enough, sql`, `)})`;
  if (!isAtLeast('member', least)) return own;
  return sql`${own} union all select o.id from orgs o where o.is_open and not exists (
    select 1 from org_members m where m.org_id = o.id and m.user_id = ${userId}::uuid)`;
}
