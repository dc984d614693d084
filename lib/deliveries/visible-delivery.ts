// One delivery, or one run of it, for a caller who may do something to its repository's deliveries.
import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { deliveries, deliveryRuns } from '@/db/schema';
import { requireMay } from '@/lib/access/require-may';
import { repoSubject } from '@/lib/access/standing-to';
import type { RepoVerb } from '@/lib/access/verbs';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { visibleTo } from '@/lib/repos/visible-repo';
import { type DeliveryRow, selectDeliveries } from './delivery';
import { type DeliveryRun, type LogWanted, selectDeliveryRuns, toDeliveryRun } from './delivery-run';

type Asking = Pick<Context, 'actor'> & { db: Pick<Db, 'select'> };

/**
 * Reads a delivery's row for a caller who may do `verb`. Throws `not_found` if there is none or the caller may not see its
 * repository's deliveries, else what `requireMay` throws.
 */
export async function visibleDelivery(
  ctx: Asking,
  id: string,
  verb: RepoVerb = 'repo.see-deliveries',
): Promise<DeliveryRow> {
  const [row] = await selectDeliveries(ctx)
    .where(and(isId(id) ? eq(deliveries.id, id) : sql`false`, isKnown(ctx, verb)))
    .limit(1);
  if (!row) throw new AppError('not_found', 'There is no such delivery.');
  requireMay(ctx, verb, repoSubject({ ...row.repo, role: row.role, share: row.share }));
  return row;
}

/** Whoever may see it, and a program that may do this one thing to it. */
function isKnown(ctx: Pick<Context, 'actor'>, verb: RepoVerb): SQL | undefined {
  return or(visibleTo(ctx, 'repo.see-deliveries'), visibleTo(ctx, verb));
}

/** Throws `not_found` if there is none or the caller may not see its repository's deliveries. */
export async function getDeliveryRun(
  ctx: Asking,
  id: string,
  { log = 'all', verb = 'repo.see-deliveries' }: { log?: LogWanted; verb?: RepoVerb } = {},
): Promise<DeliveryRun> {
  const [row] = await selectDeliveryRuns(ctx, log)
    .where(and(isId(id) ? eq(deliveryRuns.id, id) : sql`false`, isKnown(ctx, verb)))
    .limit(1);
  if (!row) throw new AppError('not_found', 'There is no such delivery run.');
  return toDeliveryRun(row);
}
