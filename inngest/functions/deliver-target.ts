// One run of a delivery on one host: hosts go side by side, each with attempts after 60, 120 and 240 s of its own.
import { deliverToHost, giveUpHost } from '@/lib/deliveries/run/deliver-to-host';
import { env } from '@/lib/env';
import { toAppError } from '@/lib/errors';
import { secondsToRetry } from '@/lib/sync/run/seconds-to-retry';
import { inngest } from '../client';
import { systemContext } from '../context';
import { engineError, waitAfter } from '../engine-error';
import { deliveryCancelled, targetDeliveryRequested } from '../events';
import { abortSignal } from '../runner/abort';

const RETRIES = 3;

export const deliverTarget = inngest.createFunction(
  {
    id: 'deliver-target',
    triggers: [targetDeliveryRequested],
    concurrency: [{ limit: 1, key: 'event.data.target_id' }, { limit: env().concurrentDeliveries }],
    retries: RETRIES,
    cancelOn: [
      { event: 'repo/deleted', match: 'data.repo_id' },
      { event: deliveryCancelled.name, match: 'data.run_id' },
    ],
    onFailure: async ({ event, error }: { event: { data: { event: unknown } }; error: Error }) => {
      const { run_id: runId, target_id: targetId } = targetDeliveryRequested.parse(event.data.event);
      // Its last attempt may have had no database to write to.
      await giveUpHost(systemContext(), { runId, targetId }, toAppError(error));
    },
  },
  async ({ event, step, attempt, runId: engineRunId }) =>
    await step.run('deliver', async () => {
      const ctx = systemContext();
      const { retrySeconds } = ctx.env;
      const { run_id: runId, target_id: targetId } = event.data;
      try {
        return await deliverToHost(
          ctx,
          { runId, targetId },
          {
            signal: abortSignal(engineRunId),
            retrySeconds: (failure) =>
              attempt >= RETRIES ? null : secondsToRetry(failure, waitAfter(attempt, retrySeconds)),
          },
        );
      } catch (error) {
        throw engineError(error, attempt, retrySeconds);
      }
    }),
);
