// Gives every repository vectors of a model, in the background, one repository a step, and lets the model answer then.
import { isNull } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { embedRepo } from '@/lib/indexing/embed/embed';
import { activateModel } from '@/lib/text/embed/models';
import { inngest } from '../client';
import { systemContext } from '../context';
import { reembedRequested } from '../events';
import { abortSignal } from '../runner/abort';

export const reembed = inngest.createFunction(
  {
    id: 'reembed',
    triggers: [reembedRequested],
    concurrency: [{ limit: 1 }],
    // It is asked for again and again until it has worked, so one at a time is enough.
    singleton: { key: 'event.data.model_id', mode: 'skip' },
    retries: 3,
  },
  async ({ event, step, runId }) => {
    const { model_id: modelId } = event.data;
    const ctx = systemContext();
    const ids = await step.run('list', async () =>
      (await ctx.db.select({ id: repos.id }).from(repos).where(isNull(repos.deletedAt))).map((row) => row.id),
    );
    for (const id of ids) {
      await step.run(`embed ${id}`, () => embedRepo(ctx, id, { modelId, signal: abortSignal(runId) }));
    }
    await step.run('activate', () => activateModel(ctx, modelId));
    return { repos: ids.length };
  },
);
