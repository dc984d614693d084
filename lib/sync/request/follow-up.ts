// The one run that follows whatever was asked for while a repository was busy, or right after its last run.
import { randomUUID } from 'node:crypto';
import type { Context } from '@/lib/context';
import { requestUnlessBusy } from './request-unless-busy';

/**
 * The follow-up starts after so many milliseconds without another request, and waits no longer than the second number.
 */
const QUIET_MS = 2000;
const LONGEST_WAIT_MS = 15_000;
/** If a follow-up has not begun after so many seconds, the request for it was lost. */
export const FOLLOW_UP_SECONDS = LONGEST_WAIT_MS / 1000 + 5;

/** Has the engine look after the follow-up. If that fails the mark stays, and a sweep finds it. */
export async function askForFollowUp(ctx: Context, repoId: string): Promise<void> {
  const id = `${repoId}:follow-up:${randomUUID()}`;
  await ctx.send({ name: 'repo/follow-up.requested', id, data: { repo_id: repoId } }).catch((error: unknown) => {
    ctx.log.warn({ err: error, repo_id: repoId }, 'a follow-up could not be queued; the next sweep starts it');
  });
}

/** After a run that failed for good: what was asked for meanwhile is still wanted. */
export async function askIfWanted(ctx: Context, repoId: string): Promise<void> {
  const [wanted] = await ctx.db.$client`select 1 from repos where id = ${repoId} and dirty and active_run_id is null`;
  if (wanted) await askForFollowUp(ctx, repoId);
}

/**
 * Starts the follow-up if it is due. Returns the milliseconds to wait before looking again; null if nothing is
 * left to do: no follow-up is wanted, or a run is under way, which asks for one when it ends.
 */
export async function startFollowUp(ctx: Context, repoId: string): Promise<number | null> {
  const [row] = await ctx.db.$client<
    { quiet_ms: number | null; waited_ms: number | null; trigger: 'watch' | 'push' | 'webhook' }[]
  >`
    select extract(epoch from now() - dirty_at)::float8 * 1000 as quiet_ms,
      extract(epoch from now() - dirty_since)::float8 * 1000 as waited_ms,
      case kind when 'local' then 'watch' when 'hosted' then 'push' else 'webhook' end as trigger
    from repos where id = ${repoId} and dirty and active_run_id is null and deleted_at is null`;
  if (!row) return null;
  const untilQuiet = QUIET_MS - (row.quiet_ms ?? QUIET_MS);
  const untilLate = LONGEST_WAIT_MS - (row.waited_ms ?? LONGEST_WAIT_MS);
  // A clock that was set back makes either wait as long again.
  const wait = Math.min(Math.ceil(Math.min(untilQuiet, untilLate)), QUIET_MS);
  if (wait > 0) return wait;
  await requestUnlessBusy({ ...ctx, actor: { kind: 'system' } }, repoId, { trigger: row.trigger });
  return null;
}
