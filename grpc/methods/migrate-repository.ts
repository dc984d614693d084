import { z } from 'zod';
import { requireWriter } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { migrateRepo } from '@/lib/repos/manage/migrate-repo';
import { repoOfNumber } from '@/lib/repos/numbers';
import type { Asked } from '../handle';
import { repositoryId, text } from '../messages';
import type { MigrationResponse } from '../types/freshet/v1/MigrationResponse';
import { waitFor, waitSeconds } from './wait';

export const migrateRequest = z.object({
  repository_id: repositoryId,
  source_url: text(2048).min(1, 'names no source'),
  force: z.boolean(),
});

/** Throws what `migrateRepo` throws. */
export async function migrateRepository(asked: Asked<z.infer<typeof migrateRequest>>): Promise<MigrationResponse> {
  const { ctx, request } = asked;
  requireWriter(ctx);
  const seconds = waitSeconds(asked);
  const id = await repoOfNumber(ctx, request.repository_id);
  const { repo, runId } = await migrateRepo(ctx, id, { source_url: request.source_url, force: request.force });
  const target = repo.migration?.url ?? request.source_url;
  if (runId === null) {
    const message = `It will be moved to ${target} as soon as the run under way has ended.`;
    return { repository_id: request.repository_id, status: 'pending', message, task_id: '' };
  }
  await waitFor(asked, runId, seconds);
  const after = seconds > 0 ? await getRepo(ctx, id) : repo;
  const isOver = seconds > 0 && (after.migration === null || after.status === 'error');
  return {
    repository_id: request.repository_id,
    status: isOver ? after.status : 'cloning',
    message: isOver ? (after.error ?? `It follows ${after.url} now.`) : `It is being moved to ${target}.`,
    task_id: runId,
  };
}
