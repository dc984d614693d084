// Bitbucket's cloud: the repositories of a workspace.
import { z } from 'zod';
import type { HostClient, HostRepo } from './host-repo';
import { listingOf, MAX_HOST_REPOS } from './host-repo';
import { jsonOf, readAnswer } from './read-answer';

const repoSchema = z.object({
  uuid: z.string(),
  full_name: z.string(),
  slug: z.string(),
  is_private: z.boolean(),
  parent: z.unknown().optional(),
  description: z.string().nullish(),
  links: z.object({ clone: z.array(z.object({ name: z.string(), href: z.string() })) }),
});
const pageSchema = z.object({
  size: z.int().nullish(),
  next: z.string().nullish(),
  values: z.array(repoSchema),
});

/** `ask` is the way to its API, at `api`. */
export function bitbucketClient(api: string, owner: string, ask: typeof fetch): HostClient {
  const workspace = encodeURIComponent(owner);
  return {
    list: () =>
      readAnswer(owner, async () => {
        const found: HostRepo[] = [];
        let announced: number | null = null;
        for (let next: string | null = `${api}/repositories/${workspace}?pagelen=100`; next !== null; ) {
          const page: z.infer<typeof pageSchema> = await jsonOf(await ask(next), pageSchema);
          announced = page.size ?? announced;
          found.push(...page.values.map(toHostRepo));
          next = found.length < MAX_HOST_REPOS ? (page.next ?? null) : null;
        }
        return listingOf(found, announced);
      }),
    has: (hostId) =>
      readAnswer(
        owner,
        async () => {
          // By its id within the workspace, whatever it is called now.
          await jsonOf(await ask(`${api}/repositories/${workspace}/${encodeURIComponent(hostId)}`), repoSchema);
          return true;
        },
        false,
      ),
  };
}

function toHostRepo(repo: z.infer<typeof repoSchema>): HostRepo {
  const { href = '' } = repo.links.clone.find(({ name }) => name === 'https' || name === 'http') ?? {};
  return {
    hostId: repo.uuid,
    path: repo.slug,
    // It names whoever asked as the user.
    cloneUrl: href.replace(/^(https?:\/\/)[^/@]*@/, '$1'),
    isPublic: !repo.is_private,
    isFork: repo.parent != null,
    isArchived: false,
    description: repo.description ?? '',
  };
}
