// Every minute: acts on accepted deliveries that are still in files, repairs what dead processes left behind, audits what
// nobody syncs, starts the connections that are due, and has the hosts checked whose time has come.
import { scheduleConnections } from '@/lib/connections/sync/schedule-connections';
import { requestDueChecks } from '@/lib/deliveries/checks/request-due-checks';
import { sweepDeliveries } from '@/lib/deliveries/run/sweep-deliveries';
import { sweepPushes } from '@/lib/push-mirrors/sweep-pushes';
import { sweepScans } from '@/lib/secret-scans/request-scan';
import { auditIdle } from '@/lib/sync/upkeep/audit';
import { sweep as sweepNow } from '@/lib/sync/upkeep/sweep';
import { replayJournal } from '@/lib/webhooks/replay-journal';
import { inngest } from '../client';
import { runChores } from './chores';

export const sweep = inngest.createFunction(
  { id: 'sweep', triggers: [{ cron: '* * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) =>
    await runChores(step, {
      webhooks: (ctx) => replayJournal(ctx),
      sweep: sweepNow,
      connections: scheduleConnections,
      pushes: sweepPushes,
      checks: requestDueChecks,
      secrets: sweepScans,
      deliveries: sweepDeliveries,
      audit: auditIdle,
    }),
);
