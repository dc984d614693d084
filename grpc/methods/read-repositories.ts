// GetRepository and ListRepositories.
import { z } from 'zod';
import { orgOfNumber } from '@/lib/orgs/org-of-number';
import { listRepos } from '@/lib/repos/list-repos';
import { repoOfNumber } from '@/lib/repos/numbers';
import { MAX_PAGE } from '@/lib/repos/page-cursor';
import type { Asked } from '../handle';
import { number, repositories, repository, repositoryId, text } from '../messages';
import type { ListRepositoriesResponse } from '../types/freshet/v1/ListRepositoriesResponse';
import type { RepositoryResponse } from '../types/freshet/v1/RepositoryResponse';

export const getRequest = z.object({ repository_id: repositoryId });
export const listRequest = z.object({
  organisation_id: number,
  page_size: number.max(MAX_PAGE),
  page_token: text(4096),
});

/** Throws `not_found`. */
export async function getRepository({ ctx, request }: Asked<z.infer<typeof getRequest>>): Promise<RepositoryResponse> {
  return { repository: await repository(ctx, await repoOfNumber(ctx, request.repository_id)), message: '' };
}

/** Throws `not_found` for an organisation that is not there for the caller, and `invalid` for a foreign page token. */
export async function listRepositories({
  ctx,
  request,
}: Asked<z.infer<typeof listRequest>>): Promise<ListRepositoriesResponse> {
  const { organisation_id: org, page_size: limit, page_token: cursor } = request;
  const page = await listRepos(ctx, {
    ...(org > 0 ? { org: await orgOfNumber(ctx, org) } : {}),
    ...(limit > 0 ? { limit } : {}),
    ...(cursor ? { cursor } : {}),
  });
  return { repositories: await repositories(ctx, page.repos), next_page_token: page.next_cursor ?? '' };
}
