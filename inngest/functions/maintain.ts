// Every ten minutes: tidies the database, completes models, and deletes what was kept long enough.
import { forgetEndedSessions } from '@/lib/accounts/sessions/end-sessions';
import { forgetOldAttempts } from '@/lib/accounts/throttle';
import { pruneAudit } from '@/lib/audit/prune';
import type { Context } from '@/lib/context';
import { pruneNotifications } from '@/lib/notifications/prune-deliveries';
import { expireRewrites } from '@/lib/sync/stages/record-rewrites';
import { maintainIdleDatabase } from '@/lib/sync/upkeep/maintain-database';
import { packMirrors } from '@/lib/sync/upkeep/pack-mirrors';
import { pruneRuns } from '@/lib/sync/upkeep/prune-runs';
import { rebuildWordIndex } from '@/lib/sync/upkeep/rebuild-word-index';
import { requestReembed } from '@/lib/text/embed/request-reembed';
import { buildVectorIndexes } from '@/lib/text/embed/vector-index';
import { forgetDeadTokens } from '@/lib/tokens/forget-dead-tokens';
import { inngest } from '../client';
import { runChores } from './chores';

/** In the order in which they are done. */
export const chores = {
  runs: pruneRuns,
  rewrites: expireRewrites,
  mirrors: packMirrors,
  notifications: pruneNotifications,
  'sign-ins': (ctx: Context) => forgetOldAttempts(ctx.db),
  sessions: (ctx: Context) => forgetEndedSessions(ctx.db),
  tokens: forgetDeadTokens,
  audit: pruneAudit,
  // After the chores that drop rows, so that their space is free at once.
  database: maintainIdleDatabase,
  words: (ctx: Context) => rebuildWordIndex(ctx),
  models: requestReembed,
  'vector-indexes': (ctx: Context) => buildVectorIndexes(ctx),
};

export const maintain = inngest.createFunction(
  { id: 'maintain', triggers: [{ cron: '*/10 * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => await runChores(step, chores),
);
