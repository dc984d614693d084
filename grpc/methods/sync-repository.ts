import { z } from 'zod';
import { requireWriter } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { repoOfNumber } from '@/lib/repos/numbers';
import { getRun } from '@/lib/runs/get-run';
import { hasEnded } from '@/lib/runs/run';
import { requestSync } from '@/lib/sync/request/request-sync';
import type { Asked } from '../handle';
import { repositoryId } from '../messages';
import type { SyncResponse } from '../types/freshet/v1/SyncResponse';
import { waitFor, waitSeconds } from './wait';

export const syncRequest = z.object({ repository_id: repositoryId });

/** Throws what `requestSync` throws. */
export async function syncRepository(asked: Asked<z.infer<typeof syncRequest>>): Promise<SyncResponse> {
  const { ctx, request } = asked;
  requireWriter(ctx);
  const seconds = waitSeconds(asked);
  const id = await repoOfNumber(ctx, request.repository_id);
  const { repo, runId } = await requestSync(ctx, id, { trigger: 'api' });
  if (seconds === 0) {
    const started = { commits_synced: 0, message: 'The sync has started.', task_id: runId };
    return { repository_id: request.repository_id, status: repo.status, ...started };
  }
  await waitFor(asked, runId, seconds);
  const [after, run] = await Promise.all([getRepo(ctx, id), getRun(ctx, runId)]);
  const ended = run.status === 'unchanged' ? 'There was nothing new.' : 'It is up to date.';
  return {
    repository_id: request.repository_id,
    status: after.status,
    commits_synced: run.commits_synced,
    message: run.error ?? (hasEnded(run) ? ended : 'The sync goes on.'),
    task_id: runId,
  };
}
