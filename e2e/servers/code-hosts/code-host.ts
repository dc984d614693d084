// A code host for tests: one owner's repositories, over the documented APIs of GitHub, GitLab, Gitea and Bitbucket.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerBitbucket, answerBitbucketServer } from './code-host-bitbucket';
import { answerGitea, answerGithub, answerGitlab } from './code-host-kinds';

export interface ThereRepo {
  id: number;
  name: string;
  isPrivate?: boolean;
  isFork?: boolean;
  isArchived?: boolean;
  description?: string;
  /** If it has moved to another owner. */
  owner?: string;
  /** Instead of one on this server. */
  cloneUrl?: string;
}

export interface CodeHost {
  url: string;
  owner: string;
  /** What the owner has; change it as it would change there. */
  repos: ThereRepo[];
  /** Ids that the list leaves out, as one does that is cut: by their ids they are still found. */
  unlisted: Set<number>;
  /** What the owner's own page says that there are; null: as many as there are. */
  announces: number | null;
  /** Answers the next request in its place; returns false to let it through. */
  fault: ((request: IncomingMessage, response: ServerResponse) => boolean) | null;
  /** Every request: its path with query, and who asked. */
  asked: { path: string; authorization: string | undefined }[];
  close: () => Promise<void>;
}

export interface Asked {
  host: CodeHost;
  path: string;
  query: URLSearchParams;
  /** Of the owner, in the order of their ids, as far as the list has them. */
  listed: ThereRepo[];
  /** Where repositories are cloned from. */
  cloneUrl: (repo: ThereRepo) => string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** By the beginning of the path, as on the hosts themselves. */
const KINDS: [prefix: string, answer: (asked: Asked) => Answer | null][] = [
  ['/api/v3', answerGithub],
  ['/api/v4', answerGitlab],
  ['/api/v1', answerGitea],
  ['/rest/api/1.0', answerBitbucketServer],
  ['/2.0', answerBitbucket],
];

/** Starts one on a free port of 127.0.0.1. */
export async function startCodeHost(owner = 'acme'): Promise<CodeHost> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', host.url);
    host.asked.push({ path: request.url ?? '', authorization: request.headers.authorization });
    if (host.fault?.(request, response)) return;
    const kind = KINDS.find(([prefix]) => pathname.startsWith(`${prefix}/`));
    const answer = kind?.[1]({
      host,
      path: decodeURIComponent(pathname.slice(kind[0].length)),
      query: searchParams,
      listed: host.repos.filter(({ id, owner: other }) => other === undefined && !host.unlisted.has(id)),
      cloneUrl: (repo) => repo.cloneUrl ?? `${host.url}/${owner}/${repo.name}.git`,
    });
    const { status = 200, headers = {}, body } = answer ?? { status: 404, body: { message: 'Not Found' } };
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host: CodeHost = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    owner,
    repos: [],
    unlisted: new Set(),
    announces: null,
    fault: null,
    asked: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return host;
}

/** `count` repositories named `repo-000` and so on. */
export function manyRepos(count: number): ThereRepo[] {
  return Array.from({ length: count }, (_, i) => ({ id: i + 1, name: `repo-${String(i).padStart(3, '0')}` }));
}

/** One page, with the links that GitHub, GitLab and Gitea send. */
export function pageOf(asked: Asked, perPage: number, prefix: string) {
  const page = Number(asked.query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(asked.listed.length / perPage));
  const linkTo = (to: number, rel: string) => {
    const query = new URLSearchParams(asked.query);
    query.set('page', String(to));
    return `<${asked.host.url}${prefix}${asked.path}?${query}>; rel="${rel}"`;
  };
  const links = [page < last && linkTo(page + 1, 'next'), page < last && linkTo(last, 'last')].filter(Boolean);
  const items = asked.listed.slice((page - 1) * perPage, page * perPage);
  return { items, page, last, headers: links.length > 0 ? { link: links.join(', ') } : ({} as Record<string, string>) };
}
