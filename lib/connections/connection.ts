// The one shape of a connection that the API and the pages share, and how a row becomes it.
import { eq, getTableColumns, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { connectionRepos, connections, errorKind, orgs } from '@/db/schema';
import { HOST_TYPES, type HostType } from './hosts/host-address';

const instant = z.iso.datetime();

export const connectionSchema = z
  .object({
    id: z.uuid(),
    org: z.string().meta({ description: 'Where its repositories go.' }),
    host: z.string(),
    source_type: z.enum(HOST_TYPES),
    owner: z.string(),
    credential_id: z.uuid().nullable(),
    include: z.array(z.string()),
    exclude: z.array(z.string()),
    forks: z.boolean(),
    archived: z.boolean(),
    sync_interval_seconds: z.int().nonnegative(),
    grace_hours: z.int().nonnegative(),
    repo_count: z.int().nonnegative().meta({ description: 'Repositories here that it keeps in step.' }),
    missing_count: z.int().nonnegative().meta({ description: 'Those of them that are missing there.' }),
    created_at: instant,
    synced_at: instant.nullable().meta({ description: 'When the host was last listed to the end.' }),
    next_sync_at: instant.nullable().meta({ description: 'null until somebody asked for the first sync.' }),
    active_run_id: z.uuid().nullable(),
    error: z.string().nullable().meta({ description: 'Why the last sync failed; null if it did not.' }),
    error_kind: z.enum(errorKind.enumValues).nullable(),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connectionSchema>;

export type ConnectionRow = typeof connections.$inferSelect & {
  sourceType: HostType;
  org: string;
  repoCount: number;
  missingCount: number;
};

const linked = (condition: ReturnType<typeof sql>) => sql<number>`(
  select count(*)::int from ${connectionRepos} r
  where r.connection_id = "connections"."id" and r.repo_id is not null and ${condition})`;

/** The query that every verb starts from. */
export function selectConnections(db: Pick<Db, 'select'>) {
  return db
    .select({
      ...getTableColumns(connections),
      sourceType: sql<HostType>`${connections.sourceType}`,
      org: orgs.name,
      repoCount: linked(sql`r.archived_at is null`),
      missingCount: linked(sql`r.missing_since is not null and r.archived_at is null`),
    })
    .from(connections)
    .innerJoin(orgs, eq(orgs.id, connections.orgId))
    .$dynamic();
}

export function toConnection(row: ConnectionRow): Connection {
  return {
    id: row.id,
    org: row.org,
    ...settingsOf(row),
    repo_count: row.repoCount,
    missing_count: row.missingCount,
    created_at: row.createdAt.toISOString(),
    synced_at: row.syncedAt?.toISOString() ?? null,
    next_sync_at: row.nextSyncAt?.toISOString() ?? null,
    active_run_id: row.activeRunId,
    error: row.error,
    error_kind: row.errorKind,
  };
}

/** How people name it: `github.com/acme`. */
export function nameOfConnection({ host, owner }: { host: string; owner: string }): string {
  return `${host.replace(/^https?:\/\//, '')}/${owner}`;
}

/** What the audit log tells of one. */
export function toldOfConnection(row: typeof connections.$inferSelect): Record<string, unknown> {
  return settingsOf(row);
}

/** What somebody said of it. */
function settingsOf<Type>(row: Omit<typeof connections.$inferSelect, 'sourceType'> & { sourceType: Type }) {
  return {
    host: row.host,
    source_type: row.sourceType,
    owner: row.owner,
    credential_id: row.credentialId,
    include: row.include,
    exclude: row.exclude,
    forks: row.forks,
    archived: row.archived,
    sync_interval_seconds: row.syncIntervalSeconds,
    grace_hours: row.graceHours,
  };
}
