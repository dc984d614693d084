// What every page of a repository begins with: the repository, if the visitor may see it.
import { headers } from 'next/headers';
import { permanentRedirect, redirect } from 'next/navigation';
import { cache } from 'react';
import { decodeParams, type Escaped } from '@/app/_http/address';
import { type PageContext, pageContext } from '@/app/_http/context';
import { ADDRESS_HEADER, addressNow } from '@/app/_http/old-name';
import { orNotFound } from '@/app/_http/or-not-found';
import { repoHref } from '@/app/_links';
import { findBranchAcross } from '@/lib/browse/find-branch-across';
import type { RefChoice } from '@/lib/browse/find-refs';
import { isLost } from '@/lib/browse/is-lost';
import { listBranches } from '@/lib/browse/list-branches';
import { nameOfBranch } from '@/lib/browse/revision-name';
import { AppError } from '@/lib/errors';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';
import type { Repo } from '@/lib/repos/repo';

const find = cache(async (org: string, name: string) => {
  const ctx = await pageContext();
  return { ctx, repo: await orNotFound(findRepoByName(ctx, org, name)) };
});

/** Reads the repository that a route names, once per request; shows the 404 page if there is none. */
export async function repositoryOf(params: { org: Escaped; name: Escaped }) {
  const route = decodeParams(params);
  const { ctx, repo } = await find(route.org, route.name);
  if (`${route.org}/${route.name}`.toLowerCase() !== `${repo.org}/${repo.name}`.toLowerCase()) await leadOn(repo);
  return { ctx, repo, name: `${repo.org}/${repo.name}` };
}

/** To the same page under the name that the repository has now. */
async function leadOn(repo: Repo): Promise<void> {
  const address = (await headers()).get(ADDRESS_HEADER) ?? '';
  permanentRedirect(addressNow(address, repo) ?? repoHref(`${repo.org}/${repo.name}`));
}

/** The commit that is shown if no branch or tag has it, for the header; null for all others. */
export async function lostCommitOf(
  ctx: PageContext,
  repoId: string,
  shown: { ref: string | null; commit: string } | null,
): Promise<string | null> {
  return shown?.ref === null && (await isLost(ctx, repoId, shown.commit)) ? shown.commit : null;
}

export type Explained<T> = { value: T } | { value: null; message: string };

/** What stands for itself in a page: a copy that cannot be read, more than is read for a page, a server that is busy. */
const EXPLAINED: ReadonlySet<string> = new Set(['corrupt', 'too_large', 'timeout']);

/** What was read, or the sentence that says why it cannot be read just here or just now. Shows the 404 page as above. */
export async function readOrExplain<T>(work: Promise<T>): Promise<Explained<T>> {
  try {
    return { value: await orNotFound(work) };
  } catch (error) {
    const isExplained = error instanceof AppError && (error.code === 'limit' || EXPLAINED.has(error.kind ?? ''));
    if (isExplained) return { value: null, message: error.message };
    throw error;
  }
}

/** As it is; but if there is nothing at an address whose ref has slashes that are not escaped, goes to what it means. */
export async function orAcross<T>(
  work: Promise<T>,
  at: { ctx: PageContext; repo: Repo; ref: string; path: string },
  hrefOf: (ref: string, path: string) => string,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found' || error.kind !== undefined) throw error;
    const across = await findBranchAcross(at.ctx, at.repo.id, at.ref, at.path);
    if (across) redirect(hrefOf(across.ref, across.path));
    throw error;
  }
}

/** The branches that the menu of a page begins with: it finds the others, and tags, when it is opened. */
export async function firstBranches(ctx: PageContext, repoId: string): Promise<RefChoice[]> {
  const { branches } = await listBranches(ctx, repoId, { limit: 20 });
  return branches.map(({ name, indexed_commit }) => ({
    name,
    ref: nameOfBranch(name),
    isSearchable: indexed_commit !== null,
  }));
}
