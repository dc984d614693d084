// GitLab, its cloud or one's own server: the projects of a group, with its subgroups, or of a user.
import { z } from 'zod';
import type { HostClient, HostListing, HostRepo } from './host-repo';
import { listingOf } from './host-repo';
import { jsonOf, readAnswer } from './read-answer';

const projectSchema = z.object({
  id: z.int(),
  path_with_namespace: z.string(),
  http_url_to_repo: z.string(),
  visibility: z.string().default('private'),
  forked_from_project: z.unknown().optional(),
  archived: z.boolean().default(false),
  description: z.string().nullish(),
});
const answerSchema = z.object({
  data: z.array(projectSchema),
  paginationInfo: z.object({ total: z.number().nullish().catch(null) }),
});

/** `ask` is the way to its API, at `api`. */
export async function gitlabClient(api: string, owner: string, ask: typeof fetch): Promise<HostClient> {
  const [{ Groups, Users, Projects }, { createRequesterFn }] = await Promise.all([
    import('@gitbeaker/core'),
    import('@gitbeaker/requester-utils'),
  ]);
  const requesterFn = createRequesterFn(
    async (_service, request) => request,
    async (endpoint, options = {}) => {
      const { searchParams, headers } = options as { searchParams?: string; headers?: Record<string, string> };
      const query = searchParams ? `?${searchParams}` : '';
      const response = await ask(`${api}/${endpoint}${query}`, { headers: headers ?? {} });
      const body = await jsonOf(response, z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]));
      return { body: body as never, headers: Object.fromEntries(response.headers), status: response.status };
    },
  );
  // Its own address is never used: our requests name theirs. No token either, which our fetch has.
  const options = { host: api, requesterFn, rateLimits: {} };
  const paging = { perPage: 100, pagination: 'offset', showExpanded: true, maxPages: 100 } as const;

  const toListing = (answer: unknown): HostListing => {
    const { data, paginationInfo } = answerSchema.parse(answer);
    // A personal project may be listed with the groups that it is shared with.
    const own = data.filter(({ path_with_namespace: path }) => isBelow(path, owner));
    const shared = data.length - own.length;
    const { total } = paginationInfo;
    return listingOf(
      own.map((project) => toHostRepo(project, owner)),
      Number.isFinite(total) && total != null ? total - shared : null,
    );
  };

  return {
    list: () =>
      readAnswer(owner, async () => {
        const ofGroup = await readAnswer(
          owner,
          () => new Groups(options).allProjects(owner, { ...paging, includeSubgroups: true, withShared: false }),
          null,
        );
        return toListing(ofGroup ?? (await new Users(options).allProjects(owner, paging as never)));
      }),
    has: (hostId) =>
      readAnswer(
        owner,
        async () => {
          const project = projectSchema.parse(await new Projects(options).show(Number(hostId)));
          return isBelow(project.path_with_namespace, owner);
        },
        false,
      ),
  };
}

function isBelow(path: string, owner: string): boolean {
  return path.toLowerCase().startsWith(`${owner.toLowerCase()}/`);
}

function toHostRepo(project: z.infer<typeof projectSchema>, owner: string): HostRepo {
  return {
    hostId: String(project.id),
    path: project.path_with_namespace.slice(owner.length + 1),
    cloneUrl: project.http_url_to_repo,
    isPublic: project.visibility === 'public',
    isFork: project.forked_from_project != null,
    isArchived: project.archived,
    description: project.description ?? '',
  };
}
