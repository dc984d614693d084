// Writes down how a host was seen to stand: one statement, which changes nothing if something was delivered there meanwhile.
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import type { Comparison } from '@/lib/release/spec';
import type { Stand } from './host-state';
import type { JobHost } from './verify-job';

/** Paths that are kept. */
const MOST_FILES = 100;

/** Returns when it was verified; null if the row is another one by now, or a delivery works on the host. */
export async function writeDown(
  ctx: Pick<Context, 'db'>,
  { row }: JobHost,
  stand: Stand,
  compared: Comparison | null,
): Promise<Date | null> {
  const isKnown = stand.state !== 'unknown';
  const isInSync = stand.state === 'in_sync';
  const files = compared?.files.slice(0, MOST_FILES).map((file) => file.path) ?? [];
  const deep: SQL = compared
    ? sql`, deep_verified_at = now(), changed_files = ${sql.param(files)}::text[], changed_count = ${compared.count}`
    : sql``;
  const [written] = await ctx.db.execute<{ verified_at: string }>(sql`
    update delivery_targets h set
      state = ${stand.state}::host_state,
      behind_by = ${stand.behindBy}::int,
      seen_commit = coalesce(${stand.seenCommit}, case when ${stand.state} = 'unreachable' then h.seen_commit end),
      state_text = ${stand.text},
      verified_at = now(),
      in_sync_at = case when ${isInSync}::boolean then now() else h.in_sync_at end,
      differs_since = case
        when ${isInSync}::boolean then null
        when not ${isKnown}::boolean then h.differs_since
        when h.state = 'in_sync' then now()
        else coalesce(h.differs_since, now()) end
      ${deep}
    where h.delivery_id = ${row.deliveryId}::uuid and h.target_id = ${row.targetId}::uuid
      and h.release_id is not distinct from ${row.releaseId}::uuid
      and h.commit is not distinct from ${row.commit}
      and not exists (select 1 from targets t
        where t.id = h.target_id and t.active_id is not null and coalesce(t.active_until > now(), false))
    returning h.verified_at`);
  return written ? new Date(written.verified_at) : null;
}
