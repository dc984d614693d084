// The table of contents of a sync: fetch, reset, plan, index, publish, embed.
import { env } from '@/lib/env';
import { RunReplaced, type StageOptions } from '@/lib/sync/run/run-stage';
import { fetchRepo } from '@/lib/sync/stages/fetch-repo';
import { embedRun, indexRepo, planRepo, publishRepo } from '@/lib/sync/stages/index-repo';
import { resetRepo } from '@/lib/sync/stages/reset-repo';
import { inngest } from '../client';
import { systemContext } from '../context';
import { engineError, waitAfter } from '../engine-error';
import { runCancelled, syncRequested } from '../events';
import { abortSignal } from '../runner/abort';
import { endRun } from './end-run';

const RETRIES = 3;

export const syncRepo = inngest.createFunction(
  {
    id: 'sync-repo',
    triggers: [syncRequested],
    concurrency: [{ limit: 1, key: 'event.data.repo_id' }, { limit: env().concurrentSyncs }],
    retries: RETRIES,
    idempotency: 'event.data.run_id',
    cancelOn: [
      { event: 'repo/deleted', match: 'data.repo_id' },
      { event: runCancelled.name, match: 'data.run_id' },
    ],
    // Later than the run's own limit, which tells people what happened.
    timeouts: { finish: `${Math.ceil((env().runTimeoutMs * 1.5) / 1000)}s` },
    onFailure: endRun,
  },
  async ({ event, step, attempt, runId: engineRunId }) => {
    const { run_id: runId } = event.data;
    const ctx = systemContext();
    const stage = async <T>(name: string, timeoutMs: number, work: (options: StageOptions) => Promise<T>) =>
      await step.run(name, async (): Promise<T | null> => {
        try {
          const retrySeconds = attempt >= RETRIES ? null : waitAfter(attempt, ctx.env.retrySeconds);
          return await work({ signal: abortSignal(engineRunId), retrySeconds, timeoutMs });
        } catch (error) {
          if (error instanceof RunReplaced) return null;
          throw engineError(error, attempt, ctx.env.retrySeconds);
        }
      });

    const { fetchTimeoutMs, runTimeoutMs } = ctx.env;
    const fetched = await stage('fetch', fetchTimeoutMs, (options) => fetchRepo(ctx, runId, options));
    if (!fetched || fetched.isUnchanged) return { fetched };
    const reset = await stage('reset', runTimeoutMs, (options) => resetRepo(ctx, runId, fetched.headBranch, options));
    const plan = reset && (await stage('plan', runTimeoutMs, (options) => planRepo(ctx, runId, options)));
    const index = plan && (await stage('index', runTimeoutMs, (options) => indexRepo(ctx, runId, options)));
    const publish = index && (await stage('publish', runTimeoutMs, (options) => publishRepo(ctx, runId, options)));
    const outcome = plan?.is_changed ? 'succeeded' : 'unchanged';
    const embed = publish && (await stage('embed', runTimeoutMs, (options) => embedRun(ctx, runId, outcome, options)));
    return { fetched, reset, plan, index, publish, embed };
  },
);
