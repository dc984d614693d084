// Every ten minutes: what nothing alive backs is repaired, the database is tidied, models are completed.
import { forgetOldAttempts } from '@/lib/accounts/throttle';
import { maintainIdleDatabase } from '@/lib/sync/maintain-database';
import { expireRewrites } from '@/lib/sync/record-rewrites';
import { sweep as sweepNow } from '@/lib/sync/sweep';
import { requestReembed } from '@/lib/text/embed/request-reembed';
import { buildVectorIndexes } from '@/lib/text/embed/vector-index';
import { inngest } from '../client';
import { systemContext } from '../context';

export const sweep = inngest.createFunction(
  { id: 'sweep', triggers: [{ cron: '*/10 * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => {
    const swept = await step.run('sweep', () => sweepNow(systemContext()));
    const vacuumed = await step.run('maintain', () => maintainIdleDatabase(systemContext()));
    const indexes = await step.run('vector-indexes', () => buildVectorIndexes(systemContext()));
    const models = await step.run('models', () => requestReembed(systemContext()));
    const expired = await step.run('rewrites', () => expireRewrites(systemContext()));
    const forgotten = await step.run('sign-ins', () => forgetOldAttempts(systemContext().db));
    return { ...swept, vacuumed, indexes, models, expired, forgotten };
  },
);
