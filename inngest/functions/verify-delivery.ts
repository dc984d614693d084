// Verifies the hosts of a delivery when the schedule, or somebody who cannot wait for so many, asks: one check of a
// delivery at a time.
import { runCheck } from '@/lib/deliveries/checks/run-check';
import { inngest } from '../client';
import { systemContext } from '../context';
import { verifyRequested } from '../events';
import { abortSignal } from '../runner/abort';

/** Deliveries that are checked at a time; how many hosts these are is bounded for all checks together. */
const AT_ONCE = 4;

export const verifyDelivery = inngest.createFunction(
  {
    id: 'verify-delivery',
    triggers: [verifyRequested],
    concurrency: [{ limit: 1, key: 'event.data.delivery_id' }, { limit: AT_ONCE }],
    // The schedule asks again.
    retries: 0,
    idempotency: 'event.data.check_id',
    cancelOn: [{ event: 'repo/deleted', match: 'data.repo_id' }],
    timeouts: { finish: '30m' },
  },
  async ({ event, step, runId }) =>
    await step.run('check', async () => {
      const { delivery_id: deliveryId, deep } = event.data;
      return await runCheck(systemContext(), { deliveryId, deep }, { signal: abortSignal(runId) });
    }),
);
