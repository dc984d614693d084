// A check that the engine runs: looks at the hosts, repairs what differs if it is to, and says when the next one is due.
import type { Context } from '@/lib/context';
import { checkNow } from '@/lib/deliveries/verify/check-now';
import type { Verification } from '@/lib/deliveries/verify/verification';
import type { JobHost, VerifyJob } from '@/lib/deliveries/verify/verify-job';
import { toAppError } from '@/lib/errors';
import { repair } from './repair';

/** For all hosts of one delivery. */
const LIMIT_MS = 20 * 60_000;
/** Hosts that differ are looked at again soon: whether it lasts is what people are told. */
const SOON_SECONDS = 300;
/** The files themselves are compared once a day, and with each check while some are known to differ. */
const DEEP_HOURS = 24;

export interface CheckRun {
  hosts: number;
  differing: number;
  /** Hosts whose files were to be compared as well. */
  deep: number;
  repair: string | null;
}

/** Null if the delivery is gone. Throws only what is wrong here. */
export async function runCheck(
  ctx: Context,
  { deliveryId, deep }: { deliveryId: string; deep?: boolean | undefined },
  options: { signal?: AbortSignal } = {},
): Promise<CheckRun | null> {
  // Each host has its own day: one that is away, or differs, is no reason to read every file of all others.
  const wantsDeep = ({ row }: Pick<JobHost, 'row'>) => deep === true || isDeepDue(row);
  const jobs: VerifyJob[] = [];
  const verification = await checkNow(ctx, deliveryId, {
    deep: wantsDeep,
    limitMs: LIMIT_MS,
    signal: options.signal,
    onJob: (job) => jobs.push(job),
  });
  const [job] = jobs;
  if (verification === null || job === undefined) return null;
  await setNext(ctx, deliveryId, verification);
  const repairId = await repair(ctx, job.delivery, verification).catch((error: unknown) => {
    ctx.log.error({ err: toAppError(error), delivery_id: deliveryId }, 'hosts that differ could not be delivered to');
    return null;
  });
  return {
    hosts: verification.hosts.length,
    differing: verification.hosts.filter(({ state }) => state !== 'in_sync').length,
    deep: job.hosts.filter(wantsDeep).length,
    repair: repairId,
  };
}

/** Whether the files of a host are to be compared again. A time in the future comes from a wrong clock. */
function isDeepDue({ state, changedCount, deepVerifiedAt }: JobHost['row']): boolean {
  if (state === 'never') return false;
  if ((changedCount ?? 0) > 0 || deepVerifiedAt === null) return true;
  const age = Date.now() - deepVerifiedAt.getTime();
  return age < 0 || age > DEEP_HOURS * 3_600_000;
}

/** From now: a check that took long is not followed by another at once. */
async function setNext({ db }: Context, deliveryId: string, { in_sync: isInSync, hosts }: Verification): Promise<void> {
  const isCalm = isInSync || hosts.length === 0;
  await db.$client`
    update deliveries set next_verify_at = now() +
      (case when ${isCalm} then verify_interval_seconds else least(verify_interval_seconds, ${SOON_SECONDS}) end)
        * interval '1 second'
    where id = ${deliveryId} and verify_interval_seconds is not null`;
}
