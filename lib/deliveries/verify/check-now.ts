// One check of one delivery from its rows to its answer; whoever calls has looked at rights.
import type { Context } from '@/lib/context';
import { meetGroup } from '@/lib/deliveries/claim-targets';
import { type CheckOptions, checkHosts } from './check-hosts';
import { type Verification, verificationOf } from './verification';
import { readJob, type VerifyJob } from './verify-job';

export interface CheckNow extends Pick<CheckOptions, 'deep' | 'signal' | 'lookMs'> {
  targetIds?: readonly string[] | undefined;
  /** Milliseconds for all of it. */
  limitMs: number;
  /** Told what is checked, before the first host is looked at. */
  onJob?: (job: VerifyJob) => unknown;
}

/** Null if the delivery, or its repository, is gone. Hosts of its group that nobody has met yet are met. */
export async function checkNow(ctx: Context, deliveryId: string, options: CheckNow): Promise<Verification | null> {
  const limit = AbortSignal.timeout(options.limitMs);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  await meetItsGroup(ctx, deliveryId);
  const job = await readJob(ctx, deliveryId, options.targetIds, { signal });
  if (job === null) return null;
  await options.onJob?.(job);
  const { deep, lookMs } = options;
  const hosts = await checkHosts(ctx, job, { deep, signal, ...(lookMs === undefined ? {} : { lookMs }) });
  return verificationOf(deliveryId, hosts);
}

async function meetItsGroup(ctx: Context, deliveryId: string): Promise<void> {
  const [row] = await ctx.db.$client<{ group: string | null; org_id: string }[]>`
    select d."group", r.org_id from deliveries d join repos r on r.id = d.repo_id where d.id = ${deliveryId}`;
  if (row) await meetGroup(ctx.db, { id: deliveryId, orgId: row.org_id, group: row.group });
}
