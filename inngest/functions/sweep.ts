// Every minute: what was accepted and not acted on is, what nothing alive backs is repaired, and what nobody syncs is
// audited.
import { auditIdle } from '@/lib/sync/upkeep/audit';
import { sweep as sweepNow } from '@/lib/sync/upkeep/sweep';
import { replayJournal } from '@/lib/webhooks/replay-journal';
import { inngest } from '../client';
import { runChores } from './chores';

export const sweep = inngest.createFunction(
  { id: 'sweep', triggers: [{ cron: '* * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) =>
    await runChores(step, { webhooks: (ctx) => replayJournal(ctx), sweep: sweepNow, audit: auditIdle }),
);
