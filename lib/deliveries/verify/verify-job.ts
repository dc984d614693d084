// What one check of a delivery is about: its rules, its hosts as they are written down, and what they should have.
import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { deliveries, deliveryReleases, deliveryTargets, orgs, repoNames, repos, targets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { wantedCommit } from '@/lib/deliveries/wanted-commit';
import { toAppError } from '@/lib/errors';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { type RepoRow, selectRepos } from '@/lib/repos/repo';

export type DeliveryRules = typeof deliveries.$inferSelect;

/** A host of the delivery as it is written down. */
export interface JobHost {
  target: typeof targets.$inferSelect;
  row: typeof deliveryTargets.$inferSelect;
  /** Of what was last made live there. */
  digest: string | null;
  /** A delivery or a roll-back works on it now. */
  isBusy: boolean;
}

export interface VerifyJob {
  delivery: DeliveryRules;
  repo: RepoRow;
  /** Names that the repository has and had, in small letters. */
  names: string[];
  dir: string;
  hosts: JobHost[];
  wanted: { commit: string; ref: string } | null;
  wantedProblem: string | undefined;
}

/**
 * Reads it anew; null if the delivery or its repository is gone. Hosts that are disabled are left out, and with `targetIds`
 * all others. Nobody's rights are looked at.
 */
export async function readJob(
  ctx: Context,
  deliveryId: string,
  targetIds: readonly string[] | undefined,
  options: { signal?: AbortSignal } = {},
): Promise<VerifyJob | null> {
  const system: Context = { ...ctx, actor: { kind: 'system' } };
  const [delivery] = await ctx.db.select().from(deliveries).where(eq(deliveries.id, deliveryId));
  if (!delivery) return null;
  const [repo] = await selectRepos(system).where(and(eq(repos.id, delivery.repoId), sql`${repos.deletedAt} is null`));
  if (!repo) return null;
  const [hosts, names, found] = await Promise.all([
    hostsOf(ctx, { delivery, orgId: repo.orgId }, targetIds),
    namesOf(ctx, repo),
    wantedOf(system, repo, delivery, options),
  ]);
  return { delivery, repo, names, dir: mirrorDir(ctx.env.dataDir, repo.id), hosts, ...found };
}

/** Those that left its group, or are of another organisation than the repository is by now, are none of its own. */
async function hostsOf(
  ctx: Context,
  { delivery, orgId }: { delivery: DeliveryRules; orgId: string },
  targetIds: readonly string[] | undefined,
): Promise<JobHost[]> {
  return await ctx.db
    .select({
      target: getTableColumns(targets),
      row: getTableColumns(deliveryTargets),
      digest: deliveryReleases.digest,
      isBusy: sql<boolean>`(${targets.activeId} is not null and coalesce(${targets.activeUntil} > now(), false))`,
    })
    .from(deliveryTargets)
    .innerJoin(targets, eq(targets.id, deliveryTargets.targetId))
    .leftJoin(deliveryReleases, eq(deliveryReleases.id, deliveryTargets.releaseId))
    .where(
      and(
        eq(deliveryTargets.deliveryId, delivery.id),
        eq(targets.orgId, orgId),
        delivery.group === null ? undefined : eq(targets.group, delivery.group),
        targets.isEnabled,
        targetIds && sql`${targets.id} = any(${sql.param([...targetIds])}::uuid[])`,
      ),
    )
    .orderBy(asc(sql`lower(${targets.name})`), asc(targets.id));
}

async function namesOf({ db }: Context, repo: RepoRow): Promise<string[]> {
  const old = await db
    .select({ org: orgs.name, name: repoNames.name })
    .from(repoNames)
    .innerJoin(orgs, eq(orgs.id, repoNames.orgId))
    .where(eq(repoNames.repoId, repo.id));
  return [repo, ...old].map(({ org, name }) => `${org}/${name}`.toLowerCase());
}

/** A branch or a mirror that is gone is no failure of the hosts, which are looked at in any case. */
async function wantedOf(
  ctx: Context,
  repo: RepoRow,
  { ref }: DeliveryRules,
  options: { signal?: AbortSignal },
): Promise<Pick<VerifyJob, 'wanted' | 'wantedProblem'>> {
  try {
    const { id: repoId, kind, localPath, defaultBranch, headCommit } = repo;
    const dir = mirrorDir(ctx.env.dataDir, repoId);
    const from = { repoId, dir, kind, localPath, defaultBranch, headCommit };
    return { wanted: await wantedCommit(ctx, from, ref, options.signal), wantedProblem: undefined };
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'internal')
      ctx.log.warn({ err: known, repo_id: repo.id }, 'what hosts should have is not known');
    return { wanted: null, wantedProblem: `What it should have is not known: ${known.message}` };
  }
}
