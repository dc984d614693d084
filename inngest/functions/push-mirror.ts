// Pushes a repository on to one of its mirrors: one push of a mirror at a time, with attempts after 60, 120 and 240 s.
import { env } from '@/lib/env';
import { toAppError } from '@/lib/errors';
import { failPush } from '@/lib/push-mirrors/push-state';
import { runPush } from '@/lib/push-mirrors/run-push';
import { secondsToRetry } from '@/lib/sync/run/seconds-to-retry';
import { inngest } from '../client';
import { systemContext } from '../context';
import { engineError, waitAfter } from '../engine-error';
import { pushRequested } from '../events';
import { abortSignal } from '../runner/abort';

const RETRIES = 3;

export const pushMirror = inngest.createFunction(
  {
    id: 'push-mirror',
    triggers: [pushRequested],
    concurrency: [{ limit: 1, key: 'event.data.mirror_id' }, { limit: env().concurrentSyncs }],
    retries: RETRIES,
    idempotency: 'event.data.push_id',
    cancelOn: [{ event: 'repo/deleted', match: 'data.repo_id' }],
    onFailure: async ({ event, error }: { event: { data: { event: unknown } }; error: Error }) => {
      const { push_id: pushId } = pushRequested.parse(event.data.event);
      // Its last attempt may have had no database to write to.
      await failPush(systemContext(), pushId, { failure: toAppError(error), details: null, retrySeconds: null });
    },
  },
  async ({ event, step, attempt, runId }) =>
    await step.run('push', async () => {
      const ctx = systemContext();
      const { retrySeconds } = ctx.env;
      try {
        return await runPush(ctx, event.data.push_id, {
          signal: abortSignal(runId),
          retrySeconds: (failure) =>
            attempt >= RETRIES ? null : secondsToRetry(failure, waitAfter(attempt, retrySeconds)),
        });
      } catch (error) {
        throw engineError(error, attempt, retrySeconds);
      }
    }),
);
