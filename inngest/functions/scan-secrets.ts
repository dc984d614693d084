// Looks for secrets in a repository's default branch: one scan of a repository at a time. A scan that fails says so where
// it is looked at; it is tried again only if it could not be written down.
import { env } from '@/lib/env';
import { forgetScan } from '@/lib/secret-scans/request-scan';
import { scanRepo } from '@/lib/secret-scans/scan-repo';
import { inngest } from '../client';
import { systemContext } from '../context';
import { engineError } from '../engine-error';
import { secretsRequested } from '../events';
import { abortSignal } from '../runner/abort';

const RETRIES = 3;

export const scanSecrets = inngest.createFunction(
  {
    id: 'scan-secrets',
    triggers: [secretsRequested],
    concurrency: [{ limit: 1, key: 'event.data.repo_id' }, { limit: 1 }],
    retries: RETRIES,
    cancelOn: [{ event: 'repo/deleted', match: 'data.repo_id' }],
    // Later than the scan's own limit, which is written down with it.
    timeouts: { finish: `${Math.ceil((env().runTimeoutMs * 1.5) / 1000)}s` },
    onFailure: async ({ event }: { event: { data: { event: unknown } } }) => {
      await forgetScan(systemContext(), secretsRequested.parse(event.data.event).repo_id);
    },
  },
  async ({ event, step, attempt, runId }) =>
    await step.run('scan', async () => {
      const ctx = systemContext();
      const { repo_id: repoId, commit } = secretsRequested.parse(event);
      try {
        return await scanRepo(ctx, repoId, commit, { signal: abortSignal(runId) });
      } catch (error) {
        throw engineError(error, attempt, ctx.env.retrySeconds);
      }
    }),
);
