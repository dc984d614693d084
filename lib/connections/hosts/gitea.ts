// Gitea and Forgejo: the repositories of an organisation or a user.
import { z } from 'zod';
import type { HostClient, HostRepo } from './host-repo';
import { listingOf, MAX_HOST_REPOS } from './host-repo';
import { nextPage } from './next-page';
import { jsonOf, readAnswer } from './read-answer';

const repoSchema = z.object({
  id: z.int(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  clone_url: z.string(),
  private: z.boolean(),
  internal: z.boolean().default(false),
  fork: z.boolean().default(false),
  archived: z.boolean().default(false),
  description: z.string().nullish(),
});

/** `ask` is the way to its API, at `api`. */
export function giteaClient(api: string, owner: string, ask: typeof fetch): HostClient {
  async function listFrom(first: string) {
    const found: HostRepo[] = [];
    let announced: number | null = null;
    for (let next: string | null = first; next !== null && found.length < MAX_HOST_REPOS; ) {
      const response: Response = await ask(next);
      const page: z.infer<typeof repoSchema>[] = await jsonOf(response, z.array(repoSchema));
      announced = Number(response.headers.get('x-total-count') ?? Number.NaN);
      found.push(...page.map(toHostRepo));
      next = page.length === 0 ? null : nextPage(response, next);
    }
    return listingOf(found, announced === null || Number.isNaN(announced) ? null : announced);
  }

  const name = encodeURIComponent(owner);
  return {
    list: () =>
      readAnswer(owner, async () => {
        const ofOrg = await readAnswer(owner, () => listFrom(`${api}/orgs/${name}/repos?limit=50&page=1`), null);
        return ofOrg ?? (await listFrom(`${api}/users/${name}/repos?limit=50&page=1`));
      }),
    has: (hostId) =>
      readAnswer(
        owner,
        async () => {
          const repo = await jsonOf(await ask(`${api}/repositories/${encodeURIComponent(hostId)}`), repoSchema);
          return repo.owner.login.toLowerCase() === owner.toLowerCase();
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
    // What everybody who has an account there may see is not for everybody.
    isPublic: !repo.private && !repo.internal,
    isFork: repo.fork,
    isArchived: repo.archived,
    description: repo.description ?? '',
  };
}
