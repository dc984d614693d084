// Every ten minutes: what nothing alive backs is repaired, and the embedded database is tidied.
import { maintainIdleDatabase } from '@/lib/sync/maintain-database';
import { sweep as sweepNow } from '@/lib/sync/sweep';
import { buildVectorIndexes } from '@/lib/text/embed/vector-index';
import { inngest } from '../client';
import { systemContext } from '../context';

export const sweep = inngest.createFunction(
  { id: 'sweep', triggers: [{ cron: '*/10 * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => {
    const swept = await step.run('sweep', () => sweepNow(systemContext()));
    const vacuumed = await step.run('maintain', () => maintainIdleDatabase(systemContext()));
    const indexes = await step.run('vector-indexes', () => buildVectorIndexes(systemContext()));
    return { ...swept, vacuumed, indexes };
  },
);
