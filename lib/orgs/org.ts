// The one shape of an organisation that the API and the pages share, and how a row becomes it.
import { and, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { orgs, repos } from '@/db/schema';
import { hasScope, may } from '@/lib/access/may';
import { ROLES, type Role } from '@/lib/access/roles';
import { orgSubject, roleIn } from '@/lib/access/standing-to';
import type { OrgVerb } from '@/lib/access/verbs';
import { mayOnRepos } from '@/lib/access/visible-repos';
import { type Actor, type Context, tokenOf } from '@/lib/context';

const YOU_MAY = [
  'see_members',
  'add_repositories',
  'manage',
  'use_credentials',
  'manage_credentials',
  'see_targets',
  'manage_targets',
  'own',
] as const;
const RIGHTS = {
  see_members: 'org.see-members',
  add_repositories: 'org.add-repo',
  manage: 'org.manage',
  use_credentials: 'org.use-credentials',
  manage_credentials: 'org.manage-credentials',
  see_targets: 'org.see-targets',
  manage_targets: 'org.manage-targets',
  own: 'org.own',
} as const satisfies Record<(typeof YOU_MAY)[number], OrgVerb>;

export const orgSchema = z
  .object({
    id: z.uuid(),
    number: z.int().meta({ description: 'For protocols that need an integer; never changes.' }),
    slug: z.string().meta({ description: 'How addresses name it: {slug}/{repository}.' }),
    name: z.string().meta({ description: 'What people call it; the slug if nobody said.' }),
    description: z.string(),
    is_open: z.boolean().meta({ description: 'Everybody who has an account is a member of it.' }),
    repo_count: z.int().nonnegative().meta({ description: 'Of those that the caller may see.' }),
    disk_bytes: z.int().nonnegative().nullable().meta({
      description: 'What all its repositories take on the disk; null for those who may not see who is in it.',
    }),
    quota_bytes: z.int().positive().nullable().meta({
      description: 'What they may take, if that is not what the server says for all; null likewise, and if it is.',
    }),
    your_role: z.enum(ROLES).nullable(),
    you_may: z.array(z.enum(YOU_MAY)),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Org' });
export type Org = z.infer<typeof orgSchema>;

export type OrgRow = typeof orgs.$inferSelect & {
  role: Role | null;
  repoCount: number;
  diskBytes: number;
  isKnown: boolean;
};

/** Those of the organisation in the row at hand that the actor may see. */
function itsRepos(actor: Actor): SQL {
  return sql`from ${repos} where ${and(sql`${repos.orgId} = ${orgs.id}`, isNull(repos.deletedAt), mayOnRepos(actor, 'repo.see'))}`;
}

/** The query that every verb starts from; add `where`, `orderBy` and `limit`. */
export function selectOrgs({ actor, db }: { actor: Actor; db: Pick<Db, 'select'> }) {
  return db
    .select({
      ...getTableColumns(orgs),
      role: roleIn(actor, sql`"orgs"."id"`),
      repoCount: sql<number>`(select count(*)::int ${itsRepos(actor)})`,
      diskBytes: sql<number>`(
        select coalesce(sum(r.disk_bytes), 0)::float8 from repos r where r.org_id = "orgs"."id")`,
      isKnown: sql<boolean>`exists (select 1 ${itsRepos(actor)})`,
    })
    .from(orgs)
    .$dynamic();
}

/** The condition on `orgs` that holds for what this caller may see: what `may` says of org.see, as SQL. */
export function visibleOrgs({ actor }: Pick<Context, 'actor'>): SQL | undefined {
  const token = tokenOf(actor);
  if (token && !hasScope(token, 'org.see')) return sql`false`;
  const isKnown = sql`exists (select 1 ${itsRepos(actor)})`;
  const isWithin = token && token.orgId !== null ? sql`${orgs.id} = ${token.orgId}::uuid` : undefined;
  if (token && token.repoIds !== null) return and(isWithin, isKnown);
  if (actor.kind === 'system' || actor.kind === 'operator' || (actor.kind === 'user' && actor.isAdmin)) return isWithin;
  const isOwn =
    actor.kind === 'organisation'
      ? sql`${orgs.id} = ${actor.orgId}::uuid`
      : sql`${roleIn(actor, sql`"orgs"."id"`)} is not null`;
  return and(isWithin, sql`(${isOwn} or ${isKnown})`);
}

/** Turns a row of `selectOrgs` into the shape that leaves the server. */
export function toOrg({ actor }: Pick<Context, 'actor'>, row: OrgRow): Org {
  const subject = orgSubject(row);
  return {
    id: row.id,
    number: row.number,
    slug: row.name,
    name: row.displayName ?? row.name,
    description: row.description,
    is_open: row.isOpen,
    repo_count: row.repoCount,
    disk_bytes: may(actor, 'org.see-members', subject) ? row.diskBytes : null,
    quota_bytes: may(actor, 'org.see-members', subject) ? row.quotaBytes : null,
    your_role: row.role,
    you_may: YOU_MAY.filter((right) => may(actor, RIGHTS[right], subject)),
    created_at: row.createdAt.toISOString(),
  };
}
