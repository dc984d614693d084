// The one shape of a connection's run that the API and the pages share, with what it changed.
import { desc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import {
  connectionChange,
  connectionChanges,
  connectionRuns,
  connectionTrigger,
  errorKind,
  runStatus,
} from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleConnection } from './visible-connection';

const instant = z.iso.datetime();
/** Of one run, so many changes are told in a list of runs. */
const MOST_CHANGES = 2000;
const SHOWN_RUNS = 20;

export const CHANGE_KINDS = connectionChange.enumValues;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What was changed, or would be. */
export const changeSchema = z.object({
  kind: z.enum(CHANGE_KINDS),
  path: z.string().meta({ description: 'Below the owner, as the host has it.' }),
  repo_id: z.uuid().nullable(),
  detail: z.string().nullable().meta({ description: 'What it was called before, or why.' }),
});

export const connectionRunSchema = z
  .object({
    id: z.uuid(),
    connection_id: z.uuid(),
    trigger: z.enum(connectionTrigger.enumValues),
    status: z.enum(runStatus.enumValues),
    listed: z.int().nonnegative(),
    changes: z.array(changeSchema),
    note: z.string().nullable(),
    error: z.string().nullable(),
    error_kind: z.enum(errorKind.enumValues).nullable(),
    created_at: instant,
    started_at: instant.nullable(),
    ended_at: instant.nullable(),
  })
  .meta({ id: 'ConnectionRun' });
export type ConnectionRun = z.infer<typeof connectionRunSchema>;

/** The newest first; `limit` is 20 unless told. Throws `not_found` for a connection that the caller may not see. */
export async function listConnectionRuns(
  ctx: Pick<Context, 'actor' | 'db'>,
  connectionId: string,
  { limit = SHOWN_RUNS }: { limit?: number } = {},
): Promise<ConnectionRun[]> {
  await visibleConnection(ctx, connectionId);
  const rows = await ctx.db
    .select()
    .from(connectionRuns)
    .where(eq(connectionRuns.connectionId, connectionId))
    .orderBy(desc(connectionRuns.createdAt))
    .limit(limit);
  const changes = await changesOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toConnectionRun(row, changes.get(row.id) ?? []));
}

async function changesOf({ db }: Pick<Context, 'db'>, runIds: string[]) {
  const byRun = new Map<string, (typeof connectionChanges.$inferSelect)[]>();
  if (runIds.length === 0) return byRun;
  const rows = await db
    .select()
    .from(connectionChanges)
    .where(inArray(connectionChanges.runId, runIds))
    .orderBy(connectionChanges.id)
    .limit(MOST_CHANGES);
  for (const row of rows) byRun.set(row.runId, [...(byRun.get(row.runId) ?? []), row]);
  return byRun;
}

export function toConnectionRun(
  row: typeof connectionRuns.$inferSelect,
  changes: (typeof connectionChanges.$inferSelect)[],
): ConnectionRun {
  return {
    id: row.id,
    connection_id: row.connectionId,
    trigger: row.trigger,
    status: row.status,
    listed: row.listed,
    changes: changes.map(({ kind, path, repoId, detail }) => ({ kind, path, repo_id: repoId, detail })),
    note: row.note,
    error: row.error,
    error_kind: row.errorKind,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}
