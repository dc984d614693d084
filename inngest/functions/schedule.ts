// Every minute: repositories whose interval has passed are synced.
import { requestDueSyncs } from '@/lib/sync/triggers/schedule';
import { inngest } from '../client';
import { systemContext } from '../context';

export const schedule = inngest.createFunction(
  { id: 'schedule', triggers: [{ cron: '* * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => await step.run('request', () => requestDueSyncs(systemContext())),
);
