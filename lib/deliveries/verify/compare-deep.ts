// The deep check: the files on hosts beside the tree of the commit that each of them says it has.

import type { Context } from '@/lib/context';
import { sendRulesOf } from '@/lib/deliveries/send-rules';
import { toAppError } from '@/lib/errors';
import { commitExists } from '@/lib/git/read/log';
import type { Comparison, StagedTree } from '@/lib/release/spec';
import { stageTree } from '@/lib/release/tree/stage-tree';
import { hostTurns } from './host-turns';
import { compareOnHost } from './look-at-host';
import { within } from './time-limit';
import type { JobHost, VerifyJob } from './verify-job';

/** Reading every file on a host takes its time. */
const COMPARE_MS = 15 * 60_000;

/** For each target by its id: what differs there, or why that is not known. */
export async function compareDeep(
  ctx: Context,
  job: VerifyJob,
  open: readonly { host: JobHost; commit: string }[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Comparison | { problem: string }>> {
  const found = new Map<string, Comparison | { problem: string }>();
  // A delivery has one staged tree: commits follow one another, the hosts of one stand side by side.
  for (const commit of new Set(open.map((one) => one.commit))) {
    const hosts = open.filter((one) => one.commit === commit).map((one) => one.host);
    const tell = (problem: string) => {
      for (const { target } of hosts) if (!found.has(target.id)) found.set(target.id, { problem });
    };
    let staged: StagedTree | undefined;
    try {
      if (!(await commitExists(job.dir, commit, { signal }))) {
        tell('this server does not have that commit.');
        continue;
      }
      staged = await stage(ctx, job, commit, signal);
      const tree = staged;
      await Promise.all(
        hosts.map((host) =>
          hostTurns(ctx, async () => found.set(host.target.id, await compare(ctx, job, host, tree, signal))),
        ),
      );
    } catch (error) {
      tell(toAppError(error).message);
    } finally {
      await staged?.close();
    }
  }
  return found;
}

async function stage(
  ctx: Context,
  job: VerifyJob,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<StagedTree> {
  return await stageTree(
    ctx,
    {
      repoId: job.repo.id,
      dir: job.dir,
      commit,
      subfolder: job.delivery.subfolder,
      deliveryId: job.delivery.id,
    },
    signal ? { signal } : {},
  );
}

async function compare(
  ctx: Context,
  job: VerifyJob,
  { target }: JobHost,
  staged: StagedTree,
  signal: AbortSignal | undefined,
): Promise<Comparison | { problem: string }> {
  try {
    return await within(COMPARE_MS, signal, (inner) =>
      compareOnHost(ctx, target, staged, sendRulesOf(job.delivery), inner),
    );
  } catch (error) {
    return { problem: toAppError(error).message };
  }
}
