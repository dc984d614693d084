// What GitHub, GitLab and Gitea answer about an owner's repositories, as their documentation has it.
import { type Answer, type Asked, pageOf, type ThereRepo } from './code-host';

const size = (asked: Asked, name: string, most: number) => Math.min(Number(asked.query.get(name) ?? 20), most);

export function answerGithub(asked: Asked): Answer | null {
  const { host, path } = asked;
  const toRepo = (repo: ThereRepo) => ({
    id: repo.id,
    name: repo.name,
    full_name: `${repo.owner ?? host.owner}/${repo.name}`,
    owner: { login: repo.owner ?? host.owner, type: 'Organization' },
    private: repo.isPrivate ?? false,
    fork: repo.isFork ?? false,
    archived: repo.isArchived ?? false,
    description: repo.description ?? null,
    clone_url: asked.cloneUrl(repo),
    default_branch: 'main',
  });
  if (path === `/users/${host.owner}`) {
    const publicRepos = host.repos.filter(({ isPrivate, owner }) => !isPrivate && owner === undefined).length;
    return { body: { login: host.owner, id: 9, type: 'Organization', public_repos: host.announces ?? publicRepos } };
  }
  if (path === `/orgs/${host.owner}/repos`) {
    const { items, headers } = pageOf(asked, size(asked, 'per_page', 100), '/api/v3');
    return { headers, body: items.map(toRepo) };
  }
  const byId = /^\/repositories\/(\d+)$/.exec(path)?.[1];
  const found = host.repos.find(({ id }) => String(id) === byId);
  return found ? { body: toRepo(found) } : null;
}

export function answerGitlab(asked: Asked): Answer | null {
  const { host, path } = asked;
  const toProject = (repo: ThereRepo) => ({
    id: repo.id,
    path: repo.name.split('/').at(-1),
    path_with_namespace: `${repo.owner ?? host.owner}/${repo.name}`,
    visibility: repo.isPrivate ? 'private' : 'public',
    archived: repo.isArchived ?? false,
    description: repo.description ?? null,
    http_url_to_repo: asked.cloneUrl(repo),
    ...(repo.isFork ? { forked_from_project: { id: 1 } } : {}),
  });
  if (path === `/groups/${host.owner}/projects`) {
    const perPage = size(asked, 'per_page', 100);
    const { items, page, last, headers } = pageOf(asked, perPage, '/api/v4');
    const total = String(host.announces ?? asked.listed.length);
    const next = page < last ? String(page + 1) : '';
    return {
      headers: {
        ...headers,
        'x-total': total,
        'x-page': String(page),
        'x-next-page': next,
        'x-per-page': String(perPage),
      },
      body: items.map(toProject),
    };
  }
  const byId = /^\/projects\/(\d+)$/.exec(path)?.[1];
  const found = host.repos.find(({ id }) => String(id) === byId);
  return found ? { body: toProject(found) } : null;
}

export function answerGitea(asked: Asked): Answer | null {
  const { host, path } = asked;
  const toRepo = (repo: ThereRepo) => ({
    id: repo.id,
    name: repo.name,
    full_name: `${repo.owner ?? host.owner}/${repo.name}`,
    owner: { id: 3, login: repo.owner ?? host.owner },
    private: repo.isPrivate ?? false,
    internal: false,
    fork: repo.isFork ?? false,
    archived: repo.isArchived ?? false,
    description: repo.description ?? '',
    clone_url: asked.cloneUrl(repo),
  });
  if (path === `/orgs/${host.owner}/repos`) {
    // A server may give fewer than it is asked for.
    const { items, headers } = pageOf(asked, size(asked, 'limit', 30), '/api/v1');
    const total = String(host.announces ?? asked.listed.length);
    return { headers: { ...headers, 'x-total-count': total }, body: items.map(toRepo) };
  }
  const byId = /^\/repositories\/(\d+)$/.exec(path)?.[1];
  const found = host.repos.find(({ id }) => String(id) === byId);
  return found ? { body: toRepo(found) } : null;
}
