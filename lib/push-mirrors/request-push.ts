// Asks for a push: one conditional update gives the mirror to one push, and whoever comes meanwhile is answered by the
// one that follows it.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { type PushMirror, toPushMirror } from './push-mirror';
import { visibleMirror } from './visible-mirror';

interface Claimed {
  pushId: string;
  repoId: string;
}

/**
 * Begins a push of a mirror that has none under way; one that waits for its next attempt is replaced. Returns the push's
 * id; null if one is under way: then another follows it.
 */
export async function requestPush(ctx: Context, mirrorId: string): Promise<string | null> {
  const claimed = await claimPush(ctx.db, mirrorId);
  if (claimed === null) return null;
  await sendPush(ctx, { ...claimed, mirrorId });
  return claimed.pushId;
}

async function claimPush(db: Pick<Db, 'execute'>, mirrorId: string): Promise<Claimed | null> {
  const pushId = randomUUID();
  const [claimed] = await db.execute<{ repo_id: string }>(sql`
    update push_mirrors set active_push_id = ${pushId}::uuid, status = 'queued', attempts = 0, dirty = false,
      next_attempt_at = null, progress_done = 0, progress_total = null, started_at = now(), ended_at = null
    where id = ${mirrorId}::uuid and (active_push_id is null or next_attempt_at is not null)
      and exists (select 1 from repos where repos.id = push_mirrors.repo_id and deleted_at is null)
    returning repo_id`);
  if (claimed) return { pushId, repoId: claimed.repo_id };
  await db.execute(sql`
    update push_mirrors set dirty = true where id = ${mirrorId}::uuid and active_push_id is not null`);
  return null;
}

/** May be told again: the engine counts one push once. */
export async function sendPush(
  ctx: Pick<Context, 'send'>,
  { repoId, mirrorId, pushId }: { repoId: string; mirrorId: string; pushId: string },
): Promise<void> {
  const data = { repo_id: repoId, mirror_id: mirrorId, push_id: pushId };
  await ctx.send({ name: 'repo/push.requested', id: pushId, data });
}

/** For people and programs. Throws `conflict` while one is under way, and what `visibleMirror` throws. */
export async function pushNow(ctx: Context, repoId: string, mirrorId: string): Promise<PushMirror> {
  requireWriter(ctx);
  const { repo, mirror } = await visibleMirror(ctx, repoId, mirrorId);
  const claimed = await ctx.db.transaction(async (tx) => {
    const mine = await claimPush(tx, mirror.id);
    if (mine === null) return null;
    await recordAudit(tx, ctx, {
      verb: 'repo.push-mirror-push',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      after: { url: mirror.url },
    });
    return mine;
  });
  if (claimed === null) throw new AppError('conflict', 'A push is under way already. Another one follows it.');
  await sendPush(ctx, { ...claimed, mirrorId: mirror.id });
  return toPushMirror((await visibleMirror(ctx, repoId, mirrorId)).mirror);
}

/** Begins the first push to an address. An empty repository has nothing yet: its first sync that brings something does. */
export async function firstPush(
  ctx: Context,
  repo: { status: string; headCommit: string | null },
  mirrorId: string,
): Promise<void> {
  if (repo.status === 'ready' && repo.headCommit !== null) await requestPush(ctx, mirrorId).catch(() => null);
}

/** Begins what waits for a sync of the repository to end. */
export async function pushAfterSync(ctx: Context, repoId: string): Promise<void> {
  const waiting = await ctx.db.$client<{ id: string }[]>`
    select id from push_mirrors where repo_id = ${repoId} and dirty and active_push_id is null`;
  for (const { id } of waiting) await requestPush(ctx, id);
}

/** Called as the visible refs of a repository have moved: the end of the sync, or the sweep, begins the pushes. */
export async function wantPushes(ctx: Pick<Context, 'db'>, repoId: string): Promise<void> {
  await ctx.db.$client`update push_mirrors set dirty = true where repo_id = ${repoId} and after_sync`;
}
