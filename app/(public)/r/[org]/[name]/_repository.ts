// What every page of a repository begins with: the repository, if the visitor may see it.
import { cache } from 'react';
import { pageContext } from '@/app/_context';
import { decodeSegment } from '@/app/_links';
import { orNotFound } from '@/app/_or-not-found';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';

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

/** A route's path segments as a path. */
export function pathOf(segments: string[] | undefined): string {
  return (segments ?? []).map(decodeSegment).join('/');
}
