// Bitbucket on a server of one's own: the repositories of a project, or of a user (~name).
import { z } from 'zod';
import type { HostClient, HostRepo } from './host-repo';
import { listingOf, MAX_HOST_REPOS } from './host-repo';
import { jsonOf, readAnswer } from './read-answer';

const repoSchema = z.object({
  id: z.int(),
  slug: z.string(),
  public: z.boolean().default(false),
  origin: z.unknown().optional(),
  archived: z.boolean().default(false),
  description: z.string().nullish(),
  links: z.object({ clone: z.array(z.object({ name: z.string(), href: z.string() })).default([]) }),
});
const pageSchema = z.object({
  values: z.array(repoSchema),
  isLastPage: z.boolean(),
  nextPageStart: z.int().nullish(),
});

/** `ask` is the way to its API, at `api`. */
export function bitbucketServerClient(api: string, owner: string, ask: typeof fetch): HostClient {
  const address = `${api}/projects/${encodeURIComponent(owner)}/repos`;
  async function list() {
    const found: HostRepo[] = [];
    for (let start: number | null = 0; start !== null; ) {
      const page: z.infer<typeof pageSchema> = await jsonOf(
        await ask(`${address}?limit=100&start=${start}`),
        pageSchema,
      );
      found.push(...page.values.map(toHostRepo));
      const next: number | null = page.isLastPage ? null : (page.nextPageStart ?? null);
      // One that goes back would go on for ever.
      start = next !== null && next > start && found.length < MAX_HOST_REPOS ? next : null;
    }
    return listingOf(found, null);
  }
  return {
    list: () => readAnswer(owner, list),
    // It knows repositories by their names alone: whether an id is still there, only the whole list tells.
    has: (hostId) => readAnswer(owner, async () => (await list()).repos.some((repo) => repo.hostId === hostId), false),
  };
}

function toHostRepo(repo: z.infer<typeof repoSchema>): HostRepo {
  const { href = '' } = repo.links.clone.find(({ name }) => name === 'http' || name === 'https') ?? {};
  return {
    hostId: String(repo.id),
    path: repo.slug,
    cloneUrl: href.replace(/^(https?:\/\/)[^/@]*@/, '$1'),
    isPublic: repo.public,
    isFork: repo.origin != null,
    isArchived: repo.archived,
    description: repo.description ?? '',
  };
}
