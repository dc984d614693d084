import { describe, expect, it } from 'vitest';
import { sourceKey } from '@/lib/repos/source-key';
import {
  bitbucketPush,
  bitbucketServerPush,
  giteaPush,
  githubPush,
  githubRepository,
  gitlabPush,
  NONE,
  type Place,
} from '../testing';
import { parseBody } from './parse-body';
import { readPayload } from './read-payload';

const at: Place = { base: 'https://git.example', owner: 'acme', name: 'rivers' };
const hub = (event: string) => new Headers({ 'x-github-event': event });
const gitea = (event: string) => new Headers({ 'x-gitea-event': event });
const gitlab = (event: string) => new Headers({ 'x-gitlab-event': event });
const bitbucket = (event: string) => new Headers({ 'x-event-key': event });

describe('the repository', () => {
  it.each([
    ['github', hub('push'), githubPush(at)],
    ['github', hub('create'), { ref: 'v1', ref_type: 'tag', repository: githubRepository(at) }],
    ['gitlab', gitlab('Push Hook'), gitlabPush(at)],
    ['gitea', gitea('push'), giteaPush(at)],
    ['bitbucket', bitbucket('repo:push'), bitbucketPush(at)],
  ] as const)('is one, however %s spells it', (host, headers, payload) => {
    const keys = readPayload(host, headers, payload)?.addresses.map(sourceKey);
    expect([...new Set(keys)]).toEqual(['git.example/acme/rivers']);
  });

  it('has two paths on Bitbucket Server', () => {
    const news = readPayload('bitbucket', bitbucket('repo:refs_changed'), bitbucketServerPush(at, { hasLinks: true }));
    expect(news?.addresses.map(sourceKey)).toEqual(['git.example/acme/rivers', 'git.example/scm/acme/rivers']);
    expect(news?.place).toBeNull();
  });

  it('has only a project and a name on an older one', () => {
    const news = readPayload('bitbucket', bitbucket('repo:refs_changed'), bitbucketServerPush(at, { hasLinks: false }));
    expect(news).toMatchObject({ event: 'push', addresses: [], place: 'acme/rivers' });
  });

  it('is not where another one was mirrored from', () => {
    expect(readPayload('gitea', gitea('push'), giteaPush(at))?.addresses.join()).not.toContain('elsewhere');
  });
});

describe('the event', () => {
  const deleted = { deleted: true, after: NONE };
  const created = { created: true, before: NONE };
  it.each([
    ['push', hub('push'), githubPush(at)],
    ['tag', hub('push'), githubPush(at, { ref: 'refs/tags/v1', ...created })],
    ['branch_created', hub('push'), githubPush(at, created)],
    ['branch_deleted', hub('push'), githubPush(at, deleted)],
    ['branch_created', hub('create'), { ref: 'x', ref_type: 'branch', repository: githubRepository(at) }],
    ['branch_deleted', hub('delete'), { ref: 'x', ref_type: 'branch', repository: githubRepository(at) }],
    ['tag', hub('delete'), { ref: 'v1', ref_type: 'tag', repository: githubRepository(at) }],
    ['ping', hub('ping'), { zen: 'Keep it logically awesome.', hook_id: 1, repository: githubRepository(at) }],
    ['ignored', hub('issues'), { action: 'opened', repository: githubRepository(at) }],
    ['ignored', new Headers(), githubPush(at)],
  ] as const)('of GitHub is %s', (event, headers, payload) => {
    expect(readPayload('github', headers, payload)?.event).toBe(event);
  });

  it.each([
    ['push', giteaPush(at)],
    ['branch_created', giteaPush(at, { before: NONE })],
    ['branch_deleted', giteaPush(at, { after: NONE })],
    ['tag', giteaPush(at, { ref: 'refs/tags/v1' })],
  ] as const)('of Gitea and Forgejo is %s', (event, payload) => {
    expect(readPayload('gitea', gitea('push'), payload)?.event).toBe(event);
    expect(readPayload('gitea', new Headers({ 'x-forgejo-event': 'push' }), payload)?.event).toBe(event);
  });

  it.each([
    ['push', gitlabPush(at)],
    ['tag', gitlabPush(at, { object_kind: 'tag_push', event_name: 'tag_push', ref: 'refs/tags/v1', before: NONE })],
    ['branch_created', gitlabPush(at, { before: NONE })],
    ['branch_deleted', gitlabPush(at, { after: NONE, checkout_sha: null })],
    ['push', { event_name: 'repository_update', project: { git_http_url: 'https://git.example/acme/rivers.git' } }],
    ['ignored', { object_kind: 'merge_request', project: { web_url: 'https://git.example/acme/rivers' } }],
  ] as const)('of GitLab is %s', (event, payload) => {
    expect(readPayload('gitlab', gitlab('Push Hook'), payload)?.event).toBe(event);
  });

  const tag = { name: 'v1', type: 'tag' };
  it.each([
    ['push', 'repo:push', bitbucketPush(at)],
    ['branch_created', 'repo:push', bitbucketPush(at, { old: null, created: true })],
    ['branch_deleted', 'repo:push', bitbucketPush(at, { new: null, closed: true })],
    ['tag', 'repo:push', bitbucketPush(at, { old: null, new: tag })],
    ['push', 'repo:refs_changed', bitbucketServerPush(at, { hasLinks: true })],
    ['ping', 'diagnostics:ping', { test: true }],
    ['ignored', 'pullrequest:created', bitbucketPush(at)],
  ] as const)('of Bitbucket is %s', (event, name, payload) => {
    expect(readPayload('bitbucket', bitbucket(name), payload)?.event).toBe(event);
  });

  it('keeps a short and plain form of the host’s own name', () => {
    expect(readPayload('github', hub('issues'), {})?.name).toBe('issues');
    expect(readPayload('github', hub('x'.repeat(500)), {})?.name).toHaveLength(60);
    expect(readPayload('github', new Headers(), {})?.name).toBe('unnamed');
  });
});

describe('what is not as expected', () => {
  it.each([null, 'text', 5, []])('%j is no payload', (body) => {
    for (const host of ['github', 'gitlab', 'gitea', 'bitbucket'] as const) {
      expect(readPayload(host, new Headers(), body), host).toBeNull();
    }
  });

  it.each([
    ['github', hub('push'), { ref: 5, repository: { clone_url: {}, ssh_url: 7, html_url: 'https://git.example/a/b' } }],
    [
      'gitlab',
      gitlab('Push Hook'),
      { object_kind: 'push', project: [], repository: { url: 'https://git.example/a/b' } },
    ],
    [
      'bitbucket',
      bitbucket('repo:push'),
      { push: 1, repository: { links: { html: { href: 'https://git.example/a/b' }, clone: 1 } } },
    ],
  ] as const)('is left out of what %s sends, and the rest is read', (host, headers, body) => {
    expect(readPayload(host, headers, body)).toMatchObject({ event: 'push', addresses: ['https://git.example/a/b'] });
  });
});

describe('the body', () => {
  const payload = githubPush(at);
  it('is JSON, or a form that holds it', () => {
    expect(parseBody(Buffer.from(JSON.stringify(payload)), 'application/json')).toEqual(payload);
    expect(parseBody(Buffer.from(JSON.stringify(payload)), null)).toEqual(payload);
    const form = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    expect(parseBody(Buffer.from(form), 'application/x-www-form-urlencoded; charset=utf-8')).toEqual(payload);
  });

  it('is nothing else', () => {
    expect(parseBody(Buffer.from('{"ref":'), 'application/json')).toBeNull();
    expect(parseBody(Buffer.from('other=1'), 'application/x-www-form-urlencoded')).toBeNull();
    expect(parseBody(Buffer.alloc(0), 'application/json')).toBeNull();
    expect(parseBody(Buffer.from([0xff, 0x00]), 'application/json')).toBeNull();
  });
});
