// What Bitbucket answers about an owner's repositories, as its documentation has it: its cloud, and one's own server.
import type { Answer, Asked, ThereRepo } from './code-host';

export function answerBitbucket(asked: Asked): Answer | null {
  const { host, path, listed, query } = asked;
  const toRepo = (repo: ThereRepo) => ({
    uuid: `{uuid-${repo.id}}`,
    slug: repo.name,
    full_name: `${host.owner}/${repo.name}`,
    is_private: repo.isPrivate ?? false,
    description: repo.description ?? '',
    ...(repo.isFork ? { parent: { full_name: 'elsewhere/it' } } : {}),
    links: {
      clone: [
        { name: 'https', href: asked.cloneUrl(repo).replace('://', '://somebody@') },
        { name: 'ssh', href: `git@bitbucket.org:${host.owner}/${repo.name}.git` },
      ],
    },
  });
  if (path === `/repositories/${host.owner}`) {
    const perPage = Math.min(Number(query.get('pagelen') ?? 10), 100);
    // The cursor is the host's own business.
    const from = Number(query.get('cursor') ?? 0);
    const next = new URLSearchParams({ pagelen: String(perPage), cursor: String(from + perPage) });
    return {
      body: {
        size: host.announces ?? listed.length,
        pagelen: perPage,
        values: listed.slice(from, from + perPage).map(toRepo),
        ...(from + perPage < listed.length ? { next: `${host.url}/2.0${path}?${next}` } : {}),
      },
    };
  }
  const byId = new RegExp(`^/repositories/${host.owner}/\\{uuid-(\\d+)\\}$`).exec(path)?.[1];
  const found = host.repos.find(({ id, owner }) => String(id) === byId && owner === undefined);
  return found ? { body: toRepo(found) } : null;
}

export function answerBitbucketServer(asked: Asked): Answer | null {
  const { host, path, listed, query } = asked;
  if (path !== `/projects/${host.owner}/repos`) return null;
  const [start, limit] = [Number(query.get('start') ?? 0), Math.min(Number(query.get('limit') ?? 25), 100)];
  const values = listed.slice(start, start + limit).map((repo) => ({
    id: repo.id,
    slug: repo.name,
    public: !repo.isPrivate,
    archived: repo.isArchived ?? false,
    ...(repo.isFork ? { origin: { slug: 'it' } } : {}),
    links: { clone: [{ name: 'http', href: asked.cloneUrl(repo) }] },
  }));
  const isLastPage = start + limit >= listed.length;
  return {
    body: { size: values.length, limit, start, isLastPage, nextPageStart: isLastPage ? null : start + limit, values },
  };
}
