// Every ten minutes: the database is tidied, models are completed, and what was kept long enough is let go.
import { forgetOldAttempts } from '@/lib/accounts/throttle';
import { pruneNotifications } from '@/lib/notifications/prune-deliveries';
import { maintainIdleDatabase } from '@/lib/sync/maintain-database';
import { pruneRuns } from '@/lib/sync/prune-runs';
import { expireRewrites } from '@/lib/sync/record-rewrites';
import { requestReembed } from '@/lib/text/embed/request-reembed';
import { buildVectorIndexes } from '@/lib/text/embed/vector-index';
import { inngest } from '../client';
import { runChores } from './chores';

export const maintain = inngest.createFunction(
  { id: 'maintain', triggers: [{ cron: '*/10 * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) =>
    await runChores(step, {
      database: maintainIdleDatabase,
      runs: pruneRuns,
      rewrites: expireRewrites,
      notifications: pruneNotifications,
      'sign-ins': (ctx) => forgetOldAttempts(ctx.db),
      models: requestReembed,
      'vector-indexes': (ctx) => buildVectorIndexes(ctx),
    }),
);
