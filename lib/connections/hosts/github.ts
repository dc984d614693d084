// GitHub, its cloud or one's own server: the repositories of an organisation or a user.
import { z } from 'zod';
import type { HostClient, HostRepo } from './host-repo';
import { listingOf, MAX_HOST_REPOS } from './host-repo';
import { readAnswer } from './read-answer';

const repoSchema = z.object({
  id: z.int(),
  full_name: z.string(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  clone_url: z.string(),
  private: z.boolean(),
  fork: z.boolean(),
  archived: z.boolean().default(false),
  description: z.string().nullish(),
});
const ownerSchema = z.object({
  login: z.string(),
  type: z.string(),
  public_repos: z.int().nullish(),
});

/** `ask` is the way to its API, at `api`. */
export async function githubClient(api: string, owner: string, ask: typeof fetch): Promise<HostClient> {
  const [{ Octokit }, { paginateRest }] = await Promise.all([
    import('@octokit/core'),
    import('@octokit/plugin-paginate-rest'),
  ]);
  const octokit = new (Octokit.plugin(paginateRest))({ baseUrl: api, request: { fetch: ask } });

  /** By a token of the user's own, the private ones are listed elsewhere. */
  async function listAddress({ type, login }: z.infer<typeof ownerSchema>): Promise<string> {
    if (type === 'Organization') return `/orgs/${encodeURIComponent(login)}/repos?type=all`;
    const me = await octokit.request('GET /user').catch(() => null);
    const isOwn = z.object({ login: z.string() }).safeParse(me?.data).data?.login === login;
    return isOwn ? '/user/repos?affiliation=owner' : `/users/${encodeURIComponent(login)}/repos?type=owner`;
  }

  return {
    list: () =>
      readAnswer(owner, async () => {
        const { data } = await octokit.request(`GET /users/${encodeURIComponent(owner)}`);
        const known = ownerSchema.parse(data);
        const found: HostRepo[] = [];
        for await (const page of octokit.paginate.iterator(`GET ${await listAddress(known)}`, { per_page: 100 })) {
          found.push(...z.array(repoSchema).parse(page.data).map(toHostRepo));
          if (found.length >= MAX_HOST_REPOS) break;
        }
        return listingOf(found, known.public_repos ?? null);
      }),
    has: (hostId) =>
      readAnswer(
        owner,
        async () => {
          const { data } = await octokit.request(`GET /repositories/${encodeURIComponent(hostId)}`);
          return repoSchema.parse(data).owner.login.toLowerCase() === owner.toLowerCase();
        },
        false,
      ),
  };
}

function toHostRepo(repo: z.infer<typeof repoSchema>): HostRepo {
  return {
    hostId: String(repo.id),
    path: repo.name,
    cloneUrl: repo.clone_url,
    isPublic: !repo.private,
    isFork: repo.fork,
    isArchived: repo.archived,
    description: repo.description ?? '',
  };
}
