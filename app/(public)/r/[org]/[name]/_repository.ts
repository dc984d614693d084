// What every page of a repository begins with: the repository, if the visitor may see it.
import { cache } from 'react';
import { type PageContext, pageContext } from '@/app/_context';
import { decodeSegment } from '@/app/_links';
import { orNotFound } from '@/app/_or-not-found';
import { AppError } from '@/lib/errors';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';
import { isLost } from '@/lib/repos/is-lost';

const find = cache(async (org: string, name: string) => {
  const ctx = await pageContext();
  return { ctx, repo: await orNotFound(findRepoByName(ctx, org, name)) };
});

/** Reads the repository that a route names, once per request; shows the 404 page where there is none. */
export async function repositoryOf(params: { org: string; name: string }) {
  const { ctx, repo } = await find(decodeSegment(params.org), decodeSegment(params.name));
  return { ctx, repo, name: `${repo.org}/${repo.name}` };
}

/** A route's revision segment: a full commit id, or else the short name of a branch or tag. */
export function revisionOf(segment: string): { ref: string } | { commit: string } {
  const revision = decodeSegment(segment);
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision) ? { commit: revision } : { ref: revision };
}

/** The commit that is shown where no branch or tag has it, for the header; null for all others. */
export async function lostCommitOf(
  ctx: PageContext,
  repoId: string,
  revision: { ref: string } | { commit: string },
): Promise<string | null> {
  return 'commit' in revision && (await isLost(ctx, repoId, revision.commit)) ? revision.commit : null;
}

/** A route's path segments as a path. */
export function pathOf(segments: string[] | undefined): string {
  return (segments ?? []).map(decodeSegment).join('/');
}

/** What stands for itself in a page: a copy that cannot be read, more than is read for a page, a server that is busy. */
const EXPLAINED: ReadonlySet<string> = new Set(['corrupt', 'too_large', 'timeout']);

/** What was read, or the sentence that says why it cannot be read just here or just now. Shows the 404 page as above. */
export async function readOrExplain<T>(work: Promise<T>): Promise<{ value: T } | { value: null; message: string }> {
  try {
    return { value: await orNotFound(work) };
  } catch (error) {
    const isExplained = error instanceof AppError && (error.code === 'limit' || EXPLAINED.has(error.kind ?? ''));
    if (isExplained) return { value: null, message: error.message };
    throw error;
  }
}
