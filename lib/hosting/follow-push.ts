// Has a push indexed as soon as it has landed, whatever crashes: the mark that a sync is due comes before the push.
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { escapePath } from '@/lib/git/escape-path';
import type { RepoRow } from '@/lib/repos/repo';
import { requestUnlessBusy } from '@/lib/sync/request/request-unless-busy';

/** When the mark was made, as the database writes it. */
export type PushMark = string;

/**
 * Notes that a sync of the repository is due: a crash may come right after git has moved its refs. From then on a sweep
 * starts it if nobody else does.
 */
export async function expectPush(ctx: Pick<Context, 'db'>, repoId: string): Promise<PushMark | null> {
  const [row] = await ctx.db.$client<{ at: PushMark }[]>`
    update repos set dirty = true, dirty_since = coalesce(dirty_since, now()), dirty_at = now()
    where id = ${repoId} and deleted_at is null returning dirty_at::text as at`;
  return row?.at ?? null;
}

/** Starts the sync, or has another follow the one under way; and writes down who pushed which refs (bytes in latin1). */
export async function followPush(ctx: Context, repo: RepoRow, moved: readonly string[]): Promise<void> {
  const repoId = repo.id;
  const told = recordAudit(ctx.db, ctx, {
    verb: 'repo.push',
    subject: { kind: 'repo', id: repoId, name: `${repo.org}/${repo.name}` },
    orgId: repo.orgId,
    after: { refs: moved.map((ref) => escapePath(Buffer.from(ref, 'latin1'))) },
  }).catch((error: unknown) => ctx.log.error({ err: error, repo_id: repoId }, 'a push could not be written down'));
  try {
    await requestUnlessBusy({ ...ctx, actor: { kind: 'system' } }, repoId, { trigger: 'push' });
  } catch (error) {
    ctx.log.warn({ err: error, repo_id: repoId }, 'the sync after a push could not be started; the next sweep does it');
  }
  await told;
}

/** Takes the mark back after a push of which nothing was taken in, unless somebody has asked for a sync since. */
export async function forgetPush(ctx: Pick<Context, 'db'>, repoId: string, mark: PushMark | null): Promise<void> {
  await ctx.db.$client`
    update repos set dirty = false, dirty_since = null, dirty_at = null
    where id = ${repoId} and active_run_id is null and dirty_at = ${mark}::timestamptz and dirty_since = dirty_at`;
}
