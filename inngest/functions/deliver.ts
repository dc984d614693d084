// One run of a delivery, up to the moment at which each of its hosts goes its own way. A run that waits for a sync ends here
// and is begun anew by the end of that sync, so that it holds nothing meanwhile.
import { failRun, makeReady } from '@/lib/deliveries/run/make-ready';
import { prepareRun } from '@/lib/deliveries/run/prepare-run';
import { sendHost } from '@/lib/deliveries/run/sweep-deliveries';
import { env } from '@/lib/env';
import { toAppError } from '@/lib/errors';
import { secondsToRetry } from '@/lib/sync/run/seconds-to-retry';
import { inngest } from '../client';
import { systemContext } from '../context';
import { engineError, waitAfter } from '../engine-error';
import { deliveryCancelled, deliveryRequested } from '../events';
import { abortSignal } from '../runner/abort';

const RETRIES = 3;

export const deliver = inngest.createFunction(
  {
    id: 'deliver',
    triggers: [deliveryRequested],
    concurrency: [{ limit: 1, key: 'event.data.run_id' }, { limit: env().concurrentDeliveries }],
    retries: RETRIES,
    cancelOn: [
      { event: 'repo/deleted', match: 'data.repo_id' },
      { event: deliveryCancelled.name, match: 'data.run_id' },
    ],
    onFailure: async ({ event, error }: { event: { data: { event: unknown } }; error: Error }) => {
      // Its last attempt may have had no database to write to.
      await failRun(systemContext(), deliveryRequested.parse(event.data.event).run_id, toAppError(error));
    },
  },
  async ({ event, step, attempt, runId: engineRunId }) => {
    const { run_id: runId, repo_id: repoId } = event.data;
    const ctx = systemContext();
    const { retrySeconds } = ctx.env;
    const doing = async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        throw engineError(error, attempt, retrySeconds);
      }
    };
    const prepared = await step.run('prepare', () => doing(() => prepareRun(ctx, runId)));
    if (prepared !== 'go') return { prepared };
    const hosts = await step.run('make ready', () =>
      doing(() =>
        makeReady(ctx, runId, {
          signal: abortSignal(engineRunId),
          retrySeconds: (failure) =>
            attempt >= RETRIES ? null : secondsToRetry(failure, waitAfter(attempt, retrySeconds)),
        }),
      ),
    );
    if (hosts === null) return { prepared };
    await step.run('send', () =>
      doing(async () => {
        for (const targetId of hosts) await sendHost(ctx, { repoId, runId, targetId });
      }),
    );
    return { prepared, hosts: hosts.length };
  },
);
