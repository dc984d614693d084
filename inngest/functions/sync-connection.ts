// Brings the repositories of a connection in step with what its code host has.
import { syncConnection as syncNow } from '@/lib/connections/sync/sync-connection';
import { env } from '@/lib/env';
import { inngest } from '../client';
import { systemContext } from '../context';
import { engineError } from '../engine-error';
import { connectionSyncRequested } from '../events';

export const syncConnection = inngest.createFunction(
  {
    id: 'sync-connection',
    triggers: [connectionSyncRequested],
    concurrency: [{ limit: 1, key: 'event.data.connection_id' }, { limit: 2 }],
    retries: 3,
  },
  async ({ event, step, attempt }) =>
    await step.run('sync', async () => {
      const { connection_id: connectionId, run_id: runId } = event.data;
      const ctx = systemContext();
      try {
        return await syncNow(ctx, { connectionId, runId });
      } catch (error) {
        // What the host did wrong is an outcome of the run; this is about what is ours.
        ctx.log.error({ err: error, connection_id: connectionId }, 'a connection could not be synced yet');
        throw engineError(error, attempt, env().retrySeconds);
      }
    }),
);
