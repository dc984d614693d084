import { z } from 'zod';
import { requireWriter } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { repoOfNumber } from '@/lib/repos/numbers';
import type { Asked } from '../handle';
import { repositoryId } from '../messages';
import type { DeleteRepositoryResponse } from '../types/freshet/v1/DeleteRepositoryResponse';

export const deleteRequest = z.object({ repository_id: repositoryId });

/** Throws what `deleteRepo` throws. */
export async function deleteRepository({
  ctx,
  request,
}: Asked<z.infer<typeof deleteRequest>>): Promise<DeleteRepositoryResponse> {
  requireWriter(ctx);
  const id = await repoOfNumber(ctx, request.repository_id);
  const { org, name } = await getRepo(ctx, id);
  await deleteRepo(ctx, id);
  return { repository_id: request.repository_id, message: `${org}/${name} was deleted.` };
}
