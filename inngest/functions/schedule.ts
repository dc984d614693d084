// Every quarter of a minute: repositories whose time has come are synced.
import { requestDueSyncs } from '@/lib/sync/request/schedule';
import { inngest } from '../client';
import { systemContext } from '../context';

/** Looks per minute: cron has no shorter interval than a minute, but checks have. */
const LOOKS = 4;

export const schedule = inngest.createFunction(
  { id: 'schedule', triggers: [{ cron: '* * * * *' }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => {
    let requested = 0;
    for (let look = 0; look < LOOKS; look++) {
      if (look > 0) await step.sleep(`wait ${look}`, (60 / LOOKS) * 1000);
      requested += await step.run(`request ${look}`, () => requestDueSyncs(systemContext()));
    }
    return { requested };
  },
);
