import { z } from 'zod';
import { requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { orgOfNumber } from '@/lib/orgs/org-of-number';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { newRepoSchema } from '@/lib/repos/manage/repo-settings';
import type { Asked } from '../handle';
import { number, repository, text } from '../messages';
import type { RepositoryResponse } from '../types/freshet/v1/RepositoryResponse';

export const createRequest = z.object({
  name: text(100),
  description: text(500),
  source_url: text(2048),
  source_type: text(20),
  organisation_id: number,
  is_public: z.boolean(),
});

/** Throws what `addRepo` throws, and `not_found` for an organisation that is not there for the caller. */
export async function createRepository({
  ctx,
  request,
}: Asked<z.infer<typeof createRequest>>): Promise<RepositoryResponse> {
  requireWriter(ctx);
  const { name, description, source_url: url, source_type: type, organisation_id: org, is_public } = request;
  const input = newRepoSchema.safeParse({
    ...(name ? { name } : {}),
    ...(description ? { description } : {}),
    ...(url ? { url } : {}),
    ...(type ? { source_type: type } : {}),
    ...(org > 0 ? { org: await orgOfNumber(ctx, org) } : {}),
    is_public,
  });
  if (!input.success) {
    const said = input.error.issues.map((issue) => [...issue.path, issue.message].join(': ')).join('; ');
    throw new AppError('invalid', `The repository cannot be created: ${said}.`);
  }
  const { id, org: slug, name: made } = await addRepo(ctx, input.data);
  return { repository: await repository(ctx, id), message: `${slug}/${made} was added.` };
}
