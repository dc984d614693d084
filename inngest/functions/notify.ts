// Every minute: people are told of repositories that fail, are stale or work again.
import { collectNotifications } from '@/lib/notifications/collect';
import { deliverNews } from '@/lib/notifications/send/deliver';
import { inngest } from '../client';
import { runChores } from './chores';

/** Seconds after a start in which much is stale only because nobody was there to check it. */
const WARM_UP_SECONDS = 600;

export const notify = inngest.createFunction(
  { id: 'notify', triggers: [{ cron: '* * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) =>
    await runChores(step, {
      collect: (ctx) => collectNotifications(ctx, { tellsStale: process.uptime() > WARM_UP_SECONDS }),
      deliver: deliverNews,
    }),
);
