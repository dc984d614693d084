// Every ten minutes: the database is tidied, models are completed, and what was kept long enough is let go.
import { forgetOldAttempts } from '@/lib/accounts/throttle';
import { maintainIdleDatabase } from '@/lib/sync/maintain-database';
import { pruneRuns } from '@/lib/sync/prune-runs';
import { expireRewrites } from '@/lib/sync/record-rewrites';
import { requestReembed } from '@/lib/text/embed/request-reembed';
import { buildVectorIndexes } from '@/lib/text/embed/vector-index';
import { inngest } from '../client';
import { systemContext } from '../context';

export const maintain = inngest.createFunction(
  { id: 'maintain', triggers: [{ cron: '*/10 * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => {
    const vacuumed = await step.run('database', () => maintainIdleDatabase(systemContext()));
    const runs = await step.run('runs', () => pruneRuns(systemContext()));
    const rewrites = await step.run('rewrites', () => expireRewrites(systemContext()));
    const attempts = await step.run('sign-ins', () => forgetOldAttempts(systemContext().db));
    const models = await step.run('models', () => requestReembed(systemContext()));
    const indexes = await step.run('vector-indexes', () => buildVectorIndexes(systemContext()));
    return { vacuumed, runs, rewrites, attempts, models, indexes };
  },
);
