// The clients against servers that speak the hosts' documented APIs, over real HTTP.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CodeHost, manyRepos, startCodeHost } from '@/e2e/servers/code-hosts/code-host';
import { AppError } from '@/lib/errors';
import { bitbucketClient } from './bitbucket';
import { hostBase } from './host-address';
import { hostClient } from './host-client';
import { hostFetch } from './host-fetch';
import type { HostClient } from './host-repo';

let host: CodeHost;
beforeAll(async () => {
  host = await startCodeHost();
});
afterAll(() => host.close());
beforeEach(() => {
  Object.assign(host, { repos: [], unlisted: new Set(), announces: null, fault: null, asked: [] });
});

const KINDS = ['github', 'gitlab', 'gitea', 'bitbucket', 'bitbucket cloud'] as const;

async function client(
  kind: (typeof KINDS)[number],
  authorization: string | null = 'Bearer s3cret',
): Promise<HostClient> {
  const access = { authorization, policy: { allowedHosts: ['127.0.0.1'] }, signal: new AbortController().signal };
  if (kind !== 'bitbucket cloud') {
    return await hostClient({ host: hostBase(host.url), type: kind, owner: host.owner }, access);
  }
  const api = `${host.url}/2.0`;
  return bitbucketClient(api, host.owner, hostFetch({ ...access, api }));
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  const error = await work.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

describe.each(KINDS)('%s', (kind) => {
  const hasForms = kind !== 'bitbucket cloud';

  it('lists 230 repositories, page by page, with what is known of each', async () => {
    host.repos = manyRepos(230);
    Object.assign(host.repos[0] ?? {}, { isPrivate: true, description: 'ours\u0000 \u001b[31m', isFork: true });
    if (hasForms) Object.assign(host.repos[229] ?? {}, { isArchived: true });
    const { repos, incomplete } = await (await client(kind)).list();
    expect(incomplete).toBeNull();
    expect(repos.map(({ path }) => path)).toEqual(host.repos.map(({ name }) => name));
    expect(new Set(repos.map(({ hostId }) => hostId)).size).toBe(230);
    expect(repos[0]).toMatchObject({ isPublic: false, isFork: true, isArchived: false });
    expect(repos[0]?.description).not.toMatch(/\p{C}/u);
    expect(repos[229]).toMatchObject({ isPublic: true, isFork: false, isArchived: hasForms });
    expect(repos[1]?.cloneUrl).toBe(`${host.url}/acme/repo-001.git`);
    expect(host.asked.filter(({ path }) => /repos|projects|repositories/.test(path)).length).toBeGreaterThan(2);
    for (const { authorization } of host.asked) expect(authorization).toBe('Bearer s3cret');
  });

  it('waits as it is told, and goes on', async () => {
    host.repos = manyRepos(120);
    let limited = 0;
    host.fault = (request, response) => {
      if (limited === 3 || host.asked.length < 2 || /\/users\//.test(request.url ?? '')) return false;
      limited += 1;
      // In the three forms that there are.
      const reset = String(Math.floor(Date.now() / 1000) - 5);
      if (limited === 1) response.writeHead(429, { 'retry-after': '0' });
      if (limited === 2) response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset });
      if (limited === 3) response.writeHead(429, { 'ratelimit-remaining': '0', 'ratelimit-reset': '0' });
      response.end('{}');
      return true;
    };
    expect((await (await client(kind)).list()).repos).toHaveLength(120);
    expect(limited).toBe(3);
  });

  it('waits no longer than makes sense', async () => {
    host.fault = (_request, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end('{}');
      return true;
    };
    const error = await failure((await client(kind)).list());
    expect(error).toMatchObject({ code: 'limit', retryable: true, retryAfterSeconds: 3600 });
  });

  it('says so if the list was cut: broken off, damaged, or shorter than announced', async () => {
    host.repos = manyRepos(150);
    let pages = 0;
    host.fault = (request, response) => {
      pages += Number(/repos|projects|repositories/.test(request.url ?? ''));
      if (pages < 2) return false;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('[{"id": 1');
      setImmediate(() => response.destroy());
      return true;
    };
    expect(await failure((await client(kind)).list())).toMatchObject({
      code: 'upstream',
      kind: 'network',
      retryable: true,
    });
    host.fault = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('[{"id": "x"}]');
      return true;
    };
    expect(await failure((await client(kind)).list())).toMatchObject({ code: 'upstream' });
    host.fault = null;
    if (kind === 'bitbucket') return;
    host.announces = 200;
    expect((await (await client(kind)).list()).incomplete).toMatch(/200.*150/);
  });

  it('finds a repository by its id, and tells what is gone', async () => {
    host.repos = [
      { id: 7, name: 'rivers' },
      { id: 8, name: 'moved', owner: 'brooks' },
    ];
    const asked = await client(kind);
    const idOf = (id: number) => (hasForms ? String(id) : `{uuid-${id}}`);
    expect(await asked.has(idOf(7))).toBe(true);
    expect(await asked.has(idOf(8))).toBe(false);
    expect(await asked.has(idOf(9))).toBe(false);
  });

  it.each([
    [401, 'auth'],
    [403, 'auth'],
    [500, 'network'],
    [302, 'policy'],
  ])('status %i is of the kind %s', async (status, kindOfError) => {
    host.fault = (_request, response) => {
      response.writeHead(status, { location: 'http://169.254.169.254/latest' }).end('{}');
      return true;
    };
    const error = await failure((await client(kind)).list());
    expect(error).toMatchObject({ code: 'upstream', kind: kindOfError });
    expect(error.message).not.toContain('s3cret');
  });

  it('an owner that there is not is said to be that', async () => {
    const error = await failure(
      (await client(kind)).list().then(() => hostOf('nobody', kind).then((one) => one.list())),
    );
    expect(error).toMatchObject({ code: 'upstream', kind: 'not_found', message: expect.stringContaining('nobody') });
  });

  async function hostOf(owner: string, which: (typeof KINDS)[number]) {
    const before = host.owner;
    host.owner = owner;
    const made = await client(which);
    host.owner = before;
    return made;
  }
});

it('a link to elsewhere gets no credential, and an endless list ends', async () => {
  host.repos = manyRepos(3);
  const elsewhere = await startCodeHost();
  host.fault = (request, response) => {
    if (/\/users\//.test(request.url ?? '')) return false;
    const link = `<${elsewhere.url}/api/v3/orgs/acme/repos?page=2>; rel="next"`;
    response.writeHead(200, { 'content-type': 'application/json', link }).end('[]');
    return true;
  };
  expect(await failure((await client('github')).list())).toMatchObject({ kind: 'policy' });
  expect(elsewhere.asked).toEqual([]);
  await elsewhere.close();
  host.fault = (request, response) => {
    if (/\/users\//.test(request.url ?? '')) return false;
    const link = `<${host.url}/api/v3/orgs/acme/repos?page=2>; rel="next"`;
    response.writeHead(200, { 'content-type': 'application/json', link }).end('[]');
    return true;
  };
  expect(await failure((await client('github')).list())).toMatchObject({
    message: expect.stringContaining('400 times'),
  });
});

it('asks no private address that is not listed, and gives no credential away over plain http', async () => {
  const signal = new AbortController().signal;
  const at = { host: host.url, type: 'gitea', owner: 'acme' } as const;
  const closed = await hostClient(at, { authorization: null, policy: { allowedHosts: [] }, signal });
  expect(await failure(closed.list())).toMatchObject({ code: 'invalid', kind: 'policy' });
  const resolve = async () => ['8.8.8.8'];
  const open = await hostClient(
    { ...at, host: 'http://git.example.org' },
    { authorization: 'Bearer s3cret', policy: { allowedHosts: [], resolve }, signal },
  );
  expect(await failure(open.list())).toMatchObject({ kind: 'policy', message: expect.stringContaining('plain http') });
  expect(host.asked).toEqual([]);
});

it.each([
  ['github.com', 'https://github.com'],
  ['https://GitHub.com/', 'https://github.com'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['https://example.org/gitlab/', 'https://example.org/gitlab'],
])('%s is asked at %s', (given, base) => {
  expect(hostBase(given)).toBe(base);
});

it.each(['', 'ssh://git@github.com', 'https://me:secret@github.com', 'https://github.com?x=1', 'file:///etc', 'a b'])(
  '%s is no host',
  (given) => {
    expect(() => hostBase(given)).toThrow(AppError);
  },
);
