// Every ten minutes: what nothing alive backs is repaired.
import { sweep as sweepNow } from '@/lib/sync/sweep';
import { inngest } from '../client';
import { systemContext } from '../context';

export const sweep = inngest.createFunction(
  { id: 'sweep', triggers: [{ cron: '*/10 * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => await step.run('sweep', () => sweepNow(systemContext())),
);
