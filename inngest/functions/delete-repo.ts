// Removes what a deleted repository leaves: the sync under way is cancelled by the same event.
import { env } from '@/lib/env';
import { removeRepo } from '@/lib/sync/upkeep/remove-repo';
import { inngest } from '../client';
import { systemContext } from '../context';
import { engineError } from '../engine-error';
import { repoDeleted } from '../events';

export const deleteRepo = inngest.createFunction(
  {
    id: 'delete-repo',
    triggers: [repoDeleted],
    concurrency: [{ limit: 1, key: 'event.data.repo_id' }],
    retries: 3,
  },
  async ({ event, step, attempt }) =>
    await step.run('remove', async () => {
      try {
        return await removeRepo(systemContext(), event.data.repo_id);
      } catch (error) {
        const ctx = systemContext();
        ctx.log.error({ err: error, repo_id: event.data.repo_id }, 'a deleted repository could not be removed yet');
        throw engineError(error, attempt, env().retrySeconds);
      }
    }),
);
