// Repositories, by the names that people call them.
import { CliError, EXIT } from '../errors';
import { type Api, answer, type Schemas } from './client';
import { allOf, eachOf } from './pages';

export type Repo = Schemas['Repo'];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => UUID.test(text);
export const nameOf = (repo: { org: string; name: string }): string => `${repo.org}/${repo.name}`;

/** All repositories that the filter leaves, by name unless it says otherwise. */
export function eachRepo(
  api: Api,
  filter: {
    q?: string;
    org?: string;
    failing?: '1';
    sort?: 'name' | 'attention' | 'updated' | 'checked' | 'added' | 'size';
  } = {},
  max?: number,
): AsyncGenerator<Repo> {
  return eachOf(async (cursor) => {
    const query = { ...filter, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const page = await answer(api, api.client.GET('/api/v1/repos', { params: { query } }));
    return { items: page.repos, next: page.next_cursor };
  }, max);
}

/**
 * The repository that is meant: by `org/name`, by its id, or by its name alone if only one has it. Throws CliError
 * (not found; usage if several have that name).
 */
export async function findRepo(api: Api, text: string): Promise<Repo> {
  if (isUuid(text)) return await answer(api, api.client.GET('/api/v1/repos/{id}', { params: { path: { id: text } } }));
  const [org, name, ...rest] = text.replace(/\/+$/, '').split('/');
  const wanted = (name ?? org ?? '').toLowerCase();
  if (!wanted || rest.length > 0) throw new CliError(EXIT.usage, `A repository is written org/name, not ${text}.`);
  const filter = name === undefined ? { q: wanted } : { q: wanted, org: org ?? '' };
  const named = (await allOf(eachRepo(api, filter))).filter((repo) => repo.name.toLowerCase() === wanted);
  if (named.length > 1) {
    throw new CliError(
      EXIT.usage,
      `Several repositories are called ${text}: ${named.map(nameOf).join(', ')}. Say which.`,
    );
  }
  if (named[0]) return named[0];
  throw new CliError(
    EXIT.notFound,
    `There is no repository ${text} at ${api.profile.url}, or not for you. \`freshet repos\` lists those that you may see.`,
  );
}
