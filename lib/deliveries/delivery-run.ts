// The one shape of a delivery run that the API, the pages and the verbs share, and how a row becomes it.
import { eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import {
  type DeliveryStatus,
  deliveries,
  deliveryRuns,
  deliveryStatus,
  deliveryTrigger,
  errorKind,
  type OutcomeStatus,
  orgs,
  outcomeStatus,
  repos,
} from '@/db/schema';
import type { Actor } from '@/lib/context';
import type { SyncErrorKind } from '@/lib/errors';
import { deliveredRepoSchema, toInstant } from './delivery';

const instant = z.iso.datetime().nullable();
const count = z.int().nonnegative();

export const deliveryOutcomeSchema = z
  .object({
    target: z.object({ id: z.uuid(), name: z.string(), address: z.string(), group: z.string().nullable() }),
    status: z.enum(outcomeStatus.enumValues),
    attempts: count,
    next_attempt_at: instant.meta({ description: 'When it is tried again; null if it is not.' }),
    progress_done: count.meta({ description: 'Bytes of content on their way.' }),
    progress_total: count.nullable(),
    files_sent: count,
    bytes_on_wire: count.meta({ description: 'Everything that went over the wire, both ways.' }),
    error: z.string().nullable(),
    error_kind: z.enum(errorKind.enumValues).nullable(),
    log: z.string().nullable().meta({
      description: 'Line by line, without secrets. The events of a run have its end alone, lists leave it out (null).',
    }),
    started_at: instant,
    ended_at: instant,
  })
  .meta({ id: 'DeliveryOutcome', description: 'One run on one host.' });
export type DeliveryOutcome = z.infer<typeof deliveryOutcomeSchema>;

export const deliveryRunSchema = z
  .object({
    id: z.uuid(),
    delivery_id: z.uuid(),
    repo: deliveredRepoSchema,
    trigger: z.enum(deliveryTrigger.enumValues),
    requested_by: z.string().nullable().meta({ description: 'Name or e-mail; null for Freshet.' }),
    status: z.enum(deliveryStatus.enumValues).meta({
      description:
        'waiting: for upstream to come back; unchanged: all hosts had it; partial: some of the hosts have it, some do ' +
        'not; blocked: secrets were found, or could not be looked for.',
    }),
    force: z.boolean(),
    ref: z.string().nullable(),
    commit: z.string().nullable(),
    digest: z.string().nullable(),
    file_count: count.nullable(),
    size_bytes: count.nullable(),
    left_out: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Names that are not sent, such as links that lead out of the tree; the first hundred.' }),
    fallback_reason: z
      .string()
      .nullable()
      .meta({ description: 'Upstream was away, so this is the last good state; and why.' }),
    error: z.string().nullable(),
    error_kind: z.enum(errorKind.enumValues).nullable(),
    created_at: z.iso.datetime(),
    started_at: instant,
    ended_at: instant,
    outcomes: z.array(deliveryOutcomeSchema).meta({ description: 'One for each host, from its beginning on.' }),
  })
  .meta({ id: 'DeliveryRun' });
export type DeliveryRun = z.infer<typeof deliveryRunSchema>;

/** Statuses of a run, and of its outcomes, that are not the last. */
export const OPEN_RUNS: readonly DeliveryStatus[] = ['queued', 'waiting', 'running'];
export const OPEN_OUTCOMES: readonly OutcomeStatus[] = ['queued', 'sending', 'switching'];
/** The same, to stand in SQL. */
export const OPEN_RUNS_SQL = "('queued', 'waiting', 'running')";
export const OPEN_OUTCOMES_SQL = "('queued', 'sending', 'switching')";

/** True once nothing more will happen to a run. */
export function hasRunEnded(run: Pick<DeliveryRun, 'status'>): boolean {
  return !OPEN_RUNS.includes(run.status);
}

interface OutcomeJson extends Omit<DeliveryOutcome, 'error_kind'> {
  error_kind: SyncErrorKind | null;
}

export type DeliveryRunRow = typeof deliveryRuns.$inferSelect & {
  repo: { id: string; org: string; name: string };
  requester: string | null;
  createdMicros: string;
  outcomes: OutcomeJson[];
};

/** How much of each host's log is read: all of it, none, or so many characters of its end. */
export type LogWanted = 'all' | 'none' | number;

function logOf(wanted: LogWanted): SQL {
  if (wanted === 'all') return sql`o.log`;
  return wanted === 'none' ? sql`null::text` : sql`right(o.log, ${wanted}::int)`;
}

/** Without hosts of another organisation, which a repository may have been in before. */
const outcomesJson = (wanted: LogWanted) => sql<OutcomeJson[]>`(
  select coalesce(json_agg(json_build_object(
    'target', json_build_object('id', t.id, 'name', t.name, 'group', t.group,
      'address', t.user_name || '@' || t.host || ':' || t.port),
    'status', o.status, 'attempts', o.attempts, 'next_attempt_at', o.next_attempt_at,
    'progress_done', o.progress_done, 'progress_total', o.progress_total, 'files_sent', o.files_sent,
    'bytes_on_wire', o.bytes_on_wire, 'error', o.error, 'error_kind', o.error_kind, 'log', ${logOf(wanted)},
    'started_at', o.started_at, 'ended_at', o.ended_at
  ) order by lower(t.name), t.id), '[]'::json)
  from delivery_outcomes o join targets t on t.id = o.target_id and t.org_id = "repos"."org_id"
  where o.run_id = "delivery_runs"."id")`;

/** The query that the verbs on runs start from; add `where` (`visibleTo`), `orderBy` and `limit`. */
export function selectDeliveryRuns({ db }: { actor: Actor; db: Pick<Db, 'select'> }, log: LogWanted) {
  return db
    .select({
      ...getTableColumns(deliveryRuns),
      repo: { id: repos.id, org: orgs.name, name: repos.name },
      requester: sql<
        string | null
      >`(select coalesce(u.name, u.email) from users u where u.id = "delivery_runs"."requested_by")`,
      /** Microseconds since the epoch: a Date has only milliseconds, too few to order two runs. */
      createdMicros: sql<string>`(extract(epoch from ${deliveryRuns.createdAt}) * 1000000)::bigint::text`,
      outcomes: outcomesJson(log),
    })
    .from(deliveryRuns)
    .innerJoin(deliveries, eq(deliveries.id, deliveryRuns.deliveryId))
    .innerJoin(repos, eq(repos.id, deliveries.repoId))
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .$dynamic();
}

/** Turns a row of `selectDeliveryRuns` into the shape that leaves the server. */
export function toDeliveryRun(row: DeliveryRunRow): DeliveryRun {
  return {
    id: row.id,
    delivery_id: row.deliveryId,
    repo: row.repo,
    trigger: row.trigger,
    requested_by: row.requester,
    status: row.status,
    force: row.force,
    ref: row.ref,
    commit: row.commit,
    digest: row.digest,
    file_count: row.fileCount,
    size_bytes: row.sizeBytes,
    left_out: row.leftOut,
    fallback_reason: row.fallbackReason,
    error: row.error,
    error_kind: row.errorKind,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    outcomes: row.outcomes.map((outcome) => ({
      ...outcome,
      next_attempt_at: toInstant(outcome.next_attempt_at),
      started_at: toInstant(outcome.started_at),
      ended_at: toInstant(outcome.ended_at),
    })),
  };
}
