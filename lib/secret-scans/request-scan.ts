// Asks for a scan of the default branch: by hand, or after a sync. That it is wanted is written down first; whoever dies
// before the engine has it is followed by the sweep.
import { eq, sql } from 'drizzle-orm';
import { secretSettings } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { visibleRepo } from '@/lib/repos/visible-repo';
import type { ScanRequest } from './scan';

/** Scans that the engine lost are given up after so many times the limit of one. */
const GIVEN_UP_AFTER = 4;

interface Wanted {
  repoId: string;
  commit: string;
  at: Date;
}

/** For people and programs. Throws `conflict` if there is no commit yet, and what `visibleRepo` throws for repo.deliver. */
export async function scanNow(ctx: Context, repoId: string): Promise<ScanRequest> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.deliver');
  const { headCommit: commit } = repo;
  if (commit === null) {
    throw new AppError('conflict', 'There is nothing to scan yet. Wait for the first sync, then scan again.');
  }
  const at = await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(secretSettings)
      .values({ repoId: repo.id, wantedAt: sql`clock_timestamp()` })
      .onConflictDoUpdate({ target: secretSettings.repoId, set: { wantedAt: sql`clock_timestamp()` } })
      .returning({ at: secretSettings.wantedAt });
    await recordAudit(tx, ctx, {
      verb: 'repo.secrets-scan',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      after: { commit },
    });
    return row?.at ?? new Date();
  });
  await sendScan(ctx, { repoId: repo.id, commit, at });
  return { commit, is_scanning: true };
}

/** Called as a sync ends: asks for a scan if that is set and the commit has not been scanned, or `again`. */
export async function scanAfterSync(ctx: Context, repoId: string, { again = false } = {}): Promise<void> {
  const wanted = await ctx.db.$client<{ repo_id: string; commit: string; at: Date }[]>`
    update secret_settings s set wanted_at = clock_timestamp() from repos r
    where s.repo_id = ${repoId} and s.scans_every_sync and r.id = s.repo_id and r.head_commit is not null
      and (${again} or not exists (
        select 1 from secret_scans c where c.repo_id = r.id and c.commit = r.head_commit and c.scope = 'tree'
          and c.subfolder is null
          -- What failed is tried again with a later sync.
          and (c.status <> 'failed' or c.ended_at > now() - interval '1 hour')))
    returning s.repo_id, r.head_commit as commit, s.wanted_at as at`;
  for (const one of wanted) await sendScan(ctx, { repoId: one.repo_id, commit: one.commit, at: new Date(one.at) });
}

/** Every minute: tells the engine of what is wanted, which counts once, and gives up what it lost. Returns how many wait. */
export async function sweepScans(ctx: Context): Promise<number> {
  const limit = (GIVEN_UP_AFTER * ctx.env.runTimeoutMs) / 1000;
  await ctx.db.$client`
    update secret_settings set wanted_at = null where wanted_at < now() - ${limit} * interval '1 second'`;
  const wanted = await ctx.db.$client<{ repo_id: string; commit: string; at: Date }[]>`
    select s.repo_id, r.head_commit as commit, s.wanted_at as at from secret_settings s join repos r on r.id = s.repo_id
    where s.wanted_at is not null and r.head_commit is not null and r.deleted_at is null`;
  for (const one of wanted) await sendScan(ctx, { repoId: one.repo_id, commit: one.commit, at: new Date(one.at) });
  return wanted.length;
}

/** The engine gave it up: nobody waits for it any more. */
export async function forgetScan(ctx: Pick<Context, 'db'>, repoId: string): Promise<void> {
  await ctx.db.update(secretSettings).set({ wantedAt: null }).where(eq(secretSettings.repoId, repoId));
}

async function sendScan(ctx: Pick<Context, 'send'>, { repoId, commit, at }: Wanted): Promise<void> {
  const data = { repo_id: repoId, commit };
  await ctx.send({ name: 'repo/secrets.requested', id: `${repoId} ${at.toISOString()}`, data });
}
