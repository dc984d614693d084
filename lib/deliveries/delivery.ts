// The one shape of a delivery that the API and the pages share, and how a row becomes it.
import { eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { type DeliveryStatus, deliveries, deliveryStatus, type HostState, hostState, orgs, repos } from '@/db/schema';
import { may } from '@/lib/access/may';
import { type RepoAsked, repoSubject, standingTo } from '@/lib/access/standing-to';
import type { RepoVerb } from '@/lib/access/verbs';
import type { Actor } from '@/lib/context';

const instant = z.iso.datetime().nullable();

const YOU_MAY = ['deliver', 'manage'] as const;
const RIGHTS = {
  deliver: 'repo.deliver',
  manage: 'repo.manage-deliveries',
} as const satisfies Record<(typeof YOU_MAY)[number], RepoVerb>;

export const deliveredRepoSchema = z.object({ id: z.uuid(), org: z.string(), name: z.string() });

export const deliveryHostSchema = z
  .object({
    target_id: z.uuid(),
    name: z.string(),
    address: z.string().meta({ description: 'user@host:port' }),
    path: z.string(),
    group: z.string().nullable(),
    is_enabled: z.boolean(),
    state: z.enum(hostState.enumValues).meta({ description: 'As the last delivery or check saw it.' }),
    commit: z.string().nullable().meta({ description: 'What was last made live there from here.' }),
    delivered_at: instant,
    verified_at: instant,
    behind_by: z.int().nullable().meta({ description: 'Commits that it lacks, if it is behind.' }),
    state_text: z.string().nullable(),
  })
  .meta({ id: 'DeliveryHost' });
export type DeliveryHost = z.infer<typeof deliveryHostSchema>;

export const deliverySchema = z
  .object({
    id: z.uuid(),
    repo: deliveredRepoSchema,
    ref: z.string().nullable().meta({ description: 'Branch or tag; null: the default branch.' }),
    subfolder: z.string().nullable(),
    target_ids: z.array(z.uuid()).meta({ description: 'Of all its hosts, those of its group included.' }),
    group: z.string().nullable(),
    excludes: z.array(z.string()),
    exclude_dot_git: z.boolean(),
    delete: z.boolean(),
    owner: z.string().nullable(),
    modes: z.string().nullable(),
    hook: z.string().nullable(),
    is_enabled: z.boolean(),
    after_sync: z.boolean(),
    fallback_to_local: z.boolean(),
    block_on_secrets: z.boolean(),
    scans_commits: z.boolean(),
    config_path: z.string().nullable(),
    repair: z.boolean(),
    verify_interval_seconds: z.int().nullable(),
    active_run_id: z.uuid().nullable().meta({ description: 'The run under way.' }),
    last_run: z
      .object({ id: z.uuid(), status: z.enum(deliveryStatus.enumValues), ended_at: instant })
      .nullable()
      .meta({ description: 'The newest, also one under way. partial: some of its hosts got it and some did not.' }),
    hosts: z.array(deliveryHostSchema),
    you_may: z.array(z.enum(YOU_MAY)).meta({ description: 'What the caller may do to it beside reading.' }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof deliverySchema>;

export type DeliveryRow = typeof deliveries.$inferSelect & {
  repo: Omit<RepoAsked, 'role' | 'share'> & { org: string; name: string };
  lastRun: { id: string; status: DeliveryStatus; ended_at: string | null } | null;
  hosts: HostJson[];
  createdMicros: string;
} & Pick<RepoAsked, 'role' | 'share'>;

interface HostJson {
  target_id: string;
  name: string;
  address: string;
  path: string;
  group: string | null;
  is_enabled: boolean;
  state: HostState;
  commit: string | null;
  delivered_at: string | null;
  verified_at: string | null;
  behind_by: number | null;
  state_text: string | null;
}

/**
 * The hosts of the delivery in the row at hand, as the rows `t` of targets and `h` of delivery_targets, which is null for a
 * host of a group that no run has met yet: those named one by one, or the enabled ones of its group that no other has.
 */
export const ITS_HOSTS: SQL = sql`targets t left join delivery_targets h on h.target_id = t.id
  where t.org_id = "repos"."org_id" and case when "deliveries"."group" is null then h.delivery_id = "deliveries"."id"
    else t.group = "deliveries"."group" and t.is_enabled
      and (h.delivery_id is null or h.delivery_id = "deliveries"."id") end`;

const hostsJson = sql<HostJson[]>`(
  select coalesce(json_agg(json_build_object(
    'target_id', t.id, 'name', t.name, 'path', t.path, 'group', t.group, 'is_enabled', t.is_enabled,
    'address', t.user_name || '@' || t.host || ':' || t.port,
    'state', coalesce(h.state, 'never'), 'commit', h.commit, 'delivered_at', h.delivered_at,
    'verified_at', h.verified_at, 'behind_by', h.behind_by, 'state_text', h.state_text
  ) order by lower(t.name), t.id), '[]'::json) from ${ITS_HOSTS})`;

const lastRun = sql<DeliveryRow['lastRun']>`(
  select json_build_object('id', r.id, 'status', r.status, 'ended_at', r.ended_at) from delivery_runs r
  where r.delivery_id = "deliveries"."id" order by r.created_at desc, r.id desc limit 1)`;

/** The query that the verbs start from; add `where` (`visibleTo`), `orderBy` and `limit`. */
export function selectDeliveries({ actor, db }: { actor: Actor; db: Pick<Db, 'select'> }) {
  return db
    .select({
      ...getTableColumns(deliveries),
      repo: {
        id: repos.id,
        orgId: repos.orgId,
        isPublic: repos.isPublic,
        addedBy: repos.addedBy,
        org: orgs.name,
        name: repos.name,
      },
      ...standingTo(actor),
      lastRun,
      hosts: hostsJson,
      /** Microseconds since the epoch: a Date has only milliseconds, too few to order two. */
      createdMicros: sql<string>`(extract(epoch from ${deliveries.createdAt}) * 1000000)::bigint::text`,
    })
    .from(deliveries)
    .innerJoin(repos, eq(repos.id, deliveries.repoId))
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .$dynamic();
}

/** Turns a row of `selectDeliveries` into the shape that leaves the server. */
export function toDelivery(row: DeliveryRow, actor: Actor): Delivery {
  const subject = repoSubject({ ...row.repo, role: row.role, share: row.share });
  return {
    id: row.id,
    repo: { id: row.repo.id, org: row.repo.org, name: row.repo.name },
    ...rulesOf(row),
    target_ids: row.hosts.map((host) => host.target_id),
    active_run_id: row.activeRunId,
    last_run: row.lastRun && { ...row.lastRun, ended_at: toInstant(row.lastRun.ended_at) },
    hosts: row.hosts.map((host) => ({
      ...host,
      delivered_at: toInstant(host.delivered_at),
      verified_at: toInstant(host.verified_at),
    })),
    you_may: YOU_MAY.filter((right) => may(actor, RIGHTS[right], subject)),
    created_at: row.createdAt.toISOString(),
  };
}

/** What the audit log tells of one. */
export function toldOfDelivery(row: typeof deliveries.$inferSelect, targetIds?: readonly string[]) {
  return { ...rulesOf(row), ...(targetIds === undefined ? {} : { target_ids: [...targetIds] }) };
}

function rulesOf(row: typeof deliveries.$inferSelect) {
  return {
    ref: row.ref,
    subfolder: row.subfolder,
    group: row.group,
    excludes: row.excludes,
    exclude_dot_git: row.excludeDotGit,
    delete: row.deletes,
    owner: row.owner,
    modes: row.modes,
    hook: row.hook,
    is_enabled: row.isEnabled,
    after_sync: row.afterSync,
    fallback_to_local: row.fallbackToLocal,
    block_on_secrets: row.blockOnSecrets,
    scans_commits: row.scansCommits,
    config_path: row.secretConfigPath,
    repair: row.repair,
    verify_interval_seconds: row.verifyIntervalSeconds,
  };
}

/** Of a moment that the database wrote into JSON. */
export function toInstant(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
