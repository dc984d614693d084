// The targets that a caller may see: of one organisation, one group, or all.
import { and, eq, sql } from 'drizzle-orm';
import { targets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleOrg } from '@/lib/orgs/visible-org';
import { type Target, toTarget } from './target';
import { visibleTarget, visibleTargets } from './visible-targets';

/** Throws `not_found` for an organisation that the caller may not see. */
export async function listTargets(
  ctx: Pick<Context, 'actor' | 'db'>,
  { org, group }: { org?: string | undefined; group?: string | undefined } = {},
): Promise<Target[]> {
  const only = org === undefined ? undefined : await visibleOrg(ctx, org);
  const condition = and(
    only && eq(targets.orgId, only.id),
    group === undefined ? undefined : eq(sql`lower(${targets.group})`, group.toLowerCase()),
  );
  return (await visibleTargets(ctx, condition)).map(toTarget);
}

/** Throws `not_found` also for one that the caller may not see. */
export async function getTarget(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<Target> {
  return toTarget(await visibleTarget(ctx, id));
}
