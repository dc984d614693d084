// Waits until the requests that came during or right after a run have settled, then starts the one run for all of them.
import { startFollowUp } from '@/lib/sync/request/follow-up';
import { inngest } from '../client';
import { systemContext } from '../context';
import { followUpRequested } from '../events';

/** Engines wait whole seconds. */
const SHORTEST_WAIT_MS = 1000;
/** Far longer than a follow-up waits, which is a quarter of a minute at most. */
const MOST_LOOKS = 30;

export const followUp = inngest.createFunction(
  {
    id: 'follow-up',
    triggers: [followUpRequested],
    concurrency: [{ limit: 1, key: 'event.data.repo_id' }],
    retries: 3,
  },
  async ({ event, step }) => {
    for (let look = 0; look < MOST_LOOKS; look++) {
      const waitMs = await step.run(`look ${look}`, () => startFollowUp(systemContext(), event.data.repo_id));
      if (waitMs === null) return;
      await step.sleep(`wait ${look}`, Math.max(SHORTEST_WAIT_MS, waitMs));
    }
  },
);
