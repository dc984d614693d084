// Every minute: what nothing alive backs is repaired, and what nobody syncs is audited.
import { auditIdle } from '@/lib/sync/audit';
import { sweep as sweepNow } from '@/lib/sync/sweep';
import { inngest } from '../client';
import { runChores } from './chores';

export const sweep = inngest.createFunction(
  { id: 'sweep', triggers: [{ cron: '* * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => await runChores(step, { sweep: sweepNow, audit: auditIdle }),
);
