// Verifies the hosts of many deliveries: those that are named, or all of a group, an organisation or a repository.
import { and, asc, eq, sql } from 'drizzle-orm';
import pLimit from 'p-limit';
import { z } from 'zod';
import { deliveries, orgs, repos } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { visibleDelivery } from '@/lib/deliveries/visible-delivery';
import { visibleRepo, visibleTo } from '@/lib/repos/visible-repo';
import { checkNow } from './check-now';
import { sendCheck } from './send-check';
import { type Verification, verificationSchema } from './verification';

/** Hosts that are looked at within the request; the others are for the engine. */
const MOST_AT_ONCE = 100;
const MOST_IDS = 500;
const LIMIT_MS = 60_000;
/** Deliveries that are looked at at a time: each asks git what its branch has. */
const SIDE_BY_SIDE = 8;

export const verifyDeliveriesSchema = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(MOST_IDS).optional().meta({ description: 'Of deliveries.' }),
    group: z.string().max(100).optional().meta({ description: 'Only hosts of this group.' }),
    org: z.string().max(100).optional().meta({ description: 'Only repositories of this organisation, by its slug.' }),
    repo: z.uuid().optional().meta({ description: 'Only this repository, by its id.' }),
    deep: z.boolean().optional().meta({ description: 'Compare the files themselves as well. Default: no.' }),
  })
  .meta({ id: 'VerifyDeliveries', description: 'Without ids, group, org and repo: all that the caller may deliver.' });
export type VerifyDeliveries = z.infer<typeof verifyDeliveriesSchema>;

export const verificationsSchema = z
  .object({
    items: z.array(verificationSchema),
    pending: z.array(z.uuid()).meta({
      description:
        'Deliveries that are too many to wait for: their hosts are checked next, and the board shows how they stand.',
    }),
    in_sync: z.boolean().meta({ description: 'All hosts were looked at, and are in sync.' }),
  })
  .meta({ id: 'Verifications' });
export type Verifications = z.infer<typeof verificationsSchema>;

interface Asked {
  id: string;
  repoId: string;
  /** Null: all of its hosts. */
  targetIds: string[] | null;
  hosts: number;
}

/**
 * Ends within about a minute. Deep checks, and more hosts than a hundred, are left to the engine. Throws `not_found` for an
 * id that the caller may not see, and what `requireMay` throws.
 */
export async function verifyDeliveries(
  ctx: Context,
  input: VerifyDeliveries,
  options: { signal?: AbortSignal } = {},
): Promise<Verifications> {
  requireWriter(ctx);
  for (const id of input.ids ?? []) await visibleDelivery(ctx, id, 'repo.deliver');
  if (input.repo !== undefined) await visibleRepo(ctx, input.repo, 'repo.deliver');
  const asked = await findAsked(ctx, input);
  let room = input.deep ? 0 : MOST_AT_ONCE;
  const now: Asked[] = [];
  const later: Asked[] = [];
  for (const one of asked) {
    const fits = one.hosts <= room;
    if (fits) room -= one.hosts;
    (fits ? now : later).push(one);
  }
  for (const one of later) await sendCheck(ctx, { repoId: one.repoId, deliveryId: one.id, deep: input.deep ?? false });
  const limit = AbortSignal.timeout(LIMIT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  const turn = pLimit(SIDE_BY_SIDE);
  const checked = await Promise.all(
    now.map((one) =>
      turn(() =>
        checkNow(ctx, one.id, { deep: false, targetIds: one.targetIds ?? undefined, limitMs: LIMIT_MS, signal }),
      ),
    ),
  );
  const items = checked.filter((one): one is Verification => one !== null);
  const pending = later.map((one) => one.id);
  return { items, pending, in_sync: pending.length === 0 && items.length > 0 && items.every((one) => one.in_sync) };
}

/** One with few hosts comes first, so that as many as possible are answered at once. */
async function findAsked(ctx: Context, { ids, group, org, repo }: VerifyDeliveries): Promise<Asked[]> {
  const inGroup = group === undefined ? sql`true` : sql`t.group = ${group}`;
  const targets = sql<
    string[] | null
  >`(select array_agg(t.id) from delivery_targets h join targets t on t.id = h.target_id
    where h.delivery_id = ${deliveries.id} and t.is_enabled and ${inGroup})`;
  const rows = await ctx.db
    .select({ id: deliveries.id, repoId: deliveries.repoId, group: deliveries.group, targets })
    .from(deliveries)
    .innerJoin(repos, eq(repos.id, deliveries.repoId))
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(
      and(
        visibleTo(ctx, 'repo.deliver'),
        ids && sql`${deliveries.id} = any(${sql.param(ids)}::uuid[])`,
        org === undefined ? undefined : eq(sql`lower(${orgs.name})`, org.toLowerCase()),
        repo === undefined ? undefined : eq(repos.id, repo),
      ),
    )
    .orderBy(asc(deliveries.id));
  return rows
    .map((row) => ({
      id: row.id,
      repoId: row.repoId,
      // Of a delivery to this very group, those that nobody has met yet belong to it as well.
      targetIds: group === undefined || row.group === group ? null : (row.targets ?? []),
      hosts: row.targets?.length ?? 0,
    }))
    .filter((one) => one.targetIds === null || one.targetIds.length > 0)
    .sort((a, b) => a.hosts - b.hosts);
}
