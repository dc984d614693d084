// Webhooks as the hosts send them, signed: for tests and measurements.
import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookHost } from '@/db/schema';

const OLD = '6113728f27ae82c7b1a177c8d03f9e96e0adf246';
const NEW = 'b3bf4a8f8ee5bd2bd5bc0a7b8f7b9ad9d2f6d0a1';
export const NONE = '0'.repeat(40);

/** The addresses of a repository on a host at `base`, such as `https://github.com`. */
export interface Place {
  base: string;
  owner: string;
  name: string;
}

const web = (at: Place) => `${at.base}/${at.owner}/${at.name}`;
const ssh = (at: Place) => `git@${new URL(at.base).hostname}:${at.owner}/${at.name}.git`;

export function githubRepository(at: Place) {
  return {
    id: 186853002,
    node_id: 'MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=',
    name: at.name,
    full_name: `${at.owner}/${at.name}`,
    private: false,
    owner: { name: at.owner, login: at.owner, id: 21031067, type: 'Organization' },
    html_url: web(at),
    url: web(at),
    git_url: `${web(at).replace(/^https?/, 'git')}.git`,
    ssh_url: ssh(at),
    clone_url: `${web(at)}.git`,
    svn_url: web(at),
    default_branch: 'main',
    pushed_at: 1_763_680_000,
  };
}

export function githubPush(at: Place, options: Record<string, unknown> = {}) {
  return {
    ref: 'refs/heads/main',
    before: OLD,
    after: NEW,
    repository: githubRepository(at),
    pusher: { name: 'octo', email: 'octo@example.com' },
    sender: { login: 'octo', id: 583231 },
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `${web(at)}/compare/6113728f27ae...b3bf4a8f8ee5`,
    commits: [{ id: NEW, message: 'Measure the größte river', added: [], removed: [], modified: ['README.md'] }],
    head_commit: { id: NEW, message: 'Measure the größte river' },
    ...options,
  };
}

export function giteaPush(at: Place, options: Record<string, unknown> = {}) {
  return {
    ref: 'refs/heads/main',
    before: OLD,
    after: NEW,
    compare_url: `${web(at)}/compare/6113728f27ae...b3bf4a8f8ee5`,
    commits: [{ id: NEW, message: 'Measure the first river\n', url: `${web(at)}/commit/${NEW}` }],
    total_commits: 1,
    repository: {
      id: 140,
      owner: { id: 1, login: at.owner, username: at.owner },
      name: at.name,
      full_name: `${at.owner}/${at.name}`,
      html_url: web(at),
      ssh_url: ssh(at),
      clone_url: `${web(at)}.git`,
      original_url: 'https://elsewhere.example/mirrored/from',
      website: '',
      default_branch: 'main',
    },
    pusher: { id: 1, login: 'octo' },
    ...options,
  };
}

export function gitlabPush(at: Place, options: Record<string, unknown> = {}) {
  return {
    object_kind: 'push',
    event_name: 'push',
    before: OLD,
    after: NEW,
    ref: 'refs/heads/main',
    checkout_sha: NEW,
    user_name: 'John Smith',
    project_id: 15,
    project: {
      id: 15,
      name: at.name,
      web_url: web(at),
      git_ssh_url: ssh(at),
      git_http_url: `${web(at)}.git`,
      namespace: at.owner,
      path_with_namespace: `${at.owner}/${at.name}`,
      default_branch: 'main',
      homepage: web(at),
      url: ssh(at),
      ssh_url: ssh(at),
      http_url: `${web(at)}.git`,
    },
    commits: [{ id: NEW, message: 'Measure the first river' }],
    total_commits_count: 1,
    repository: {
      name: at.name,
      url: ssh(at),
      description: '',
      homepage: web(at),
      git_http_url: `${web(at)}.git`,
      git_ssh_url: ssh(at),
      visibility_level: 0,
    },
    ...options,
  };
}

export function bitbucketPush(at: Place, change: Record<string, unknown> = {}) {
  const target = (hash: string) => ({ type: 'commit', hash });
  return {
    push: {
      changes: [
        {
          old: { name: 'main', type: 'branch', target: target(OLD) },
          new: { name: 'main', type: 'branch', target: target(NEW) },
          truncated: false,
          created: false,
          forced: false,
          closed: false,
          ...change,
        },
      ],
    },
    repository: {
      type: 'repository',
      full_name: `${at.owner}/${at.name}`,
      links: {
        self: { href: `https://api.bitbucket.org/2.0/repositories/${at.owner}/${at.name}` },
        html: { href: web(at) },
        avatar: { href: 'https://bytebucket.org/ravatar/1?ts=default' },
      },
      name: at.name,
      scm: 'git',
      is_private: true,
    },
    actor: { type: 'user', display_name: 'Emma' },
  };
}

/** Bitbucket Server; with `hasLinks` as newer versions send it, without as older ones do. */
export function bitbucketServerPush(at: Place, options: { hasLinks: boolean }) {
  const { hostname } = new URL(at.base);
  const key = at.owner.toUpperCase();
  return {
    eventKey: 'repo:refs_changed',
    date: '2026-11-19T10:00:00+1100',
    actor: { name: 'admin', emailAddress: 'admin@example.com', id: 1, displayName: 'Administrator', type: 'NORMAL' },
    repository: {
      slug: at.name,
      id: 84,
      name: at.name,
      scmId: 'git',
      state: 'AVAILABLE',
      forkable: true,
      project: { key, id: 84, name: at.owner, public: false, type: 'NORMAL' },
      public: false,
      ...(options.hasLinks
        ? {
            links: {
              clone: [
                { href: `ssh://git@${hostname}:7999/${at.owner}/${at.name}.git`, name: 'ssh' },
                { href: `${at.base}/scm/${at.owner}/${at.name}.git`, name: 'http' },
              ],
              self: [{ href: `${at.base}/projects/${key}/repos/${at.name}/browse` }],
            },
          }
        : {}),
    },
    changes: [
      {
        ref: { id: 'refs/heads/main', displayId: 'main', type: 'BRANCH' },
        refId: 'refs/heads/main',
        fromHash: OLD,
        toHash: NEW,
        type: 'UPDATE',
      },
    ],
  };
}

/** A push to `at`, as its host sends it. */
export const PUSH: Record<WebhookHost, { event: string; payload: (at: Place) => unknown }> = {
  github: { event: 'push', payload: githubPush },
  gitlab: { event: 'Push Hook', payload: gitlabPush },
  gitea: { event: 'push', payload: giteaPush },
  bitbucket: { event: 'repo:push', payload: bitbucketPush },
};

export function hmacOf(secret: string, body: string | Buffer): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** The headers that a host sends with `body`; `delivery` null: no id. */
export function headersOf(
  host: WebhookHost,
  options: { secret: string; body: string | Buffer; event?: string; delivery?: string | null; contentType?: string },
): Record<string, string> {
  const hex = hmacOf(options.secret, options.body);
  const event = options.event ?? PUSH[host].event;
  const id = options.delivery === null ? null : (options.delivery ?? randomUUID());
  const delivery = (name: string): Record<string, string> => (id === null ? {} : { [name]: id });
  const common = { 'content-type': options.contentType ?? 'application/json' };
  switch (host) {
    case 'github':
      return {
        ...common,
        ...delivery('x-github-delivery'),
        'x-github-event': event,
        'x-hub-signature': `sha1=${'0'.repeat(40)}`,
        'x-hub-signature-256': `sha256=${hex}`,
      };
    case 'gitlab':
      return {
        ...common,
        ...delivery('x-gitlab-event-uuid'),
        'x-gitlab-event': event,
        'x-gitlab-token': options.secret,
      };
    case 'gitea':
      return { ...common, ...delivery('x-gitea-delivery'), 'x-gitea-event': event, 'x-gitea-signature': hex };
    case 'bitbucket':
      return { ...common, ...delivery('x-request-uuid'), 'x-event-key': event, 'x-hub-signature': `sha256=${hex}` };
  }
}
