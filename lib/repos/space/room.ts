// How much a repository may take on the disk: the limit on one, and what the quotas of its organisation and of the server
// leave. Two that grow at once may go over a quota together by what each of them was left.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { storedBytes } from '@/lib/git/remote/size-watch';
import { sizeInWords } from '@/lib/git/runner/errors';

export interface Room {
  /** What it may have in all, in bytes; 0 if nothing is left for it. */
  bytes: number;
  /** Why it may have no more, if that is a quota; null if it is the limit on one repository. */
  full: AppError | null;
}

interface Taken {
  org: string;
  quota: number | null;
  by_org: number;
  by_all: number;
}

/** What repository `repoId` may take. Throws AppError `not_found` if there is none. */
export async function roomFor(ctx: Pick<Context, 'db' | 'env'>, repoId: string): Promise<Room> {
  const [taken] = await ctx.db.$client<Taken[]>`
    select orgs.name as org, orgs.quota_bytes::float8 as quota,
      (select coalesce(sum(disk_bytes), 0)::float8 from repos r where r.org_id = orgs.id and r.id <> ${repoId}) as by_org,
      (select coalesce(sum(disk_bytes), 0)::float8 from repos r where r.id <> ${repoId}) as by_all
    from repos join orgs on orgs.id = repos.org_id where repos.id = ${repoId}`;
  if (!taken) throw new AppError('not_found', 'There is no such repository.');
  return roomOf(ctx.env, taken);
}

/** Throws AppError `limit` if a quota leaves nothing for what a repository in `dir` could still get. */
export async function refuseFullFolder(ctx: Pick<Context, 'db' | 'env'>, repoId: string, dir: string): Promise<void> {
  const room = await roomFor(ctx, repoId);
  if (room.full && (await storedBytes(dir, room.bytes)) >= room.bytes) throw room.full;
}

/** Throws AppError `limit` if an organisation, or the server, has nothing left for one more repository. */
export async function refuseFull(tx: Pick<Db, 'execute'>, env: Context['env'], orgId: string): Promise<void> {
  const [taken] = await tx.execute<Taken & Record<string, unknown>>(sql`
    select orgs.name as org, orgs.quota_bytes::float8 as quota,
      (select coalesce(sum(disk_bytes), 0)::float8 from repos r where r.org_id = orgs.id) as by_org,
      (select coalesce(sum(disk_bytes), 0)::float8 from repos r) as by_all
    from orgs where orgs.id = ${orgId}`);
  const room = taken && roomOf(env, taken);
  if (room?.full && room.bytes <= 0) throw room.full;
}

function roomOf({ maxRepoBytes, quotas }: Context['env'], { org, quota, by_org, by_all }: Taken): Room {
  const orgQuota = quota ?? quotas.org;
  const limits = [
    { bytes: maxRepoBytes, full: null },
    orgQuota === undefined ? null : { bytes: orgQuota - by_org, full: () => orgFull(org, orgQuota, by_org) },
    quotas.server === undefined ? null : { bytes: quotas.server - by_all, full: () => serverFull(quotas.server ?? 0) },
  ].flatMap((limit) => (limit === null ? [] : [limit]));
  const least = limits.reduce((a, b) => (b.bytes < a.bytes ? b : a));
  return { bytes: Math.max(0, least.bytes), full: least.full?.() ?? null };
}

function orgFull(org: string, quota: number, others: number): AppError {
  return new AppError(
    'limit',
    `The organisation ${org} may take ${sizeInWords(quota)} on this server, and its other repositories take ` +
      `${sizeInWords(others)}: this one does not fit beside them. Delete what is not needed there (the bin counts as well), or ask an administrator ` +
      'of the server for a larger quota.',
    { kind: 'too_large', title: 'No room left' },
  );
}

/** How much there is of what others have is not told. */
function serverFull(quota: number): AppError {
  return new AppError(
    'limit',
    `All repositories together may take ${sizeInWords(quota)} on this server (FRESHET_SERVER_QUOTA_BYTES), and this one ` +
      'does not fit any more. Delete what is not needed, or have the quota raised.',
    { kind: 'too_large', title: 'No room left' },
  );
}
