import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orgs, repos } from '@/db/schema';
import { type ApiWorld, call, HOST, startApi } from './_testing';

let api: ApiWorld;
let cookie: string;
let id: string;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  cookie = (await api.signIn('ada@example.com', { isAdmin: true })).cookie;
  const [org] = await api.db.insert(orgs).values({ name: 'acme' }).returning();
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: org?.id ?? '', name: 'rivers', url: 'https://127.0.0.1/acme/rivers', isPublic: true })
    .returning();
  id = repo?.id ?? '';
});

/** Every change that the API has; what is asked for is right, so that only the caller can be wrong. */
function changes(): [string, string, unknown?][] {
  return [
    ['POST', '/api/v1/repos', { url: 'https://127.0.0.1/acme/streams' }],
    ['PATCH', `/api/v1/repos/${id}`, { is_public: false }],
    ['DELETE', `/api/v1/repos/${id}`],
    ['POST', `/api/v1/repos/${id}/sync`],
    ['POST', `/api/repos/${id}/sync`],
    ['POST', `/api/v1/repos/${id}/confirm`, { commit: 'empty' }],
    ['POST', '/api/v1/repos/sync', { ids: [id] }],
    ['POST', '/api/v1/me/password', { current_password: 'x', new_password: 'a good long password' }],
    ['POST', '/api/v1/invites', { email: 'x@example.com' }],
    ['DELETE', `/api/v1/invites/${'0'.repeat(64)}`],
    ['PATCH', `/api/v1/people/${id}`, { name: 'x' }],
    ['DELETE', `/api/v1/people/${id}`],
    ['DELETE', `/api/v1/people/${id}/sessions`],
    ['POST', '/api/v1/webhooks/github/secret'],
    ['DELETE', '/api/v1/webhooks/github/secret'],
  ];
}

async function expectRefused(options: {
  status: number;
  code: string;
  headers?: Record<string, string>;
  cookie?: string;
}) {
  for (const [method, target, body] of changes()) {
    const response = await call(method, target, {
      ...(body === undefined ? {} : { body }),
      ...(options.headers ? { headers: options.headers } : {}),
      ...(options.cookie ? { cookie: options.cookie } : {}),
    });
    expect(response.headers.get('content-type'), `${method} ${target}`).toBe('application/problem+json');
    expect(await response.json(), `${method} ${target}`).toMatchObject({ status: options.status, code: options.code });
  }
  expect(await api.db.select().from(repos)).toMatchObject([{ isPublic: true, deletedAt: null, activeRunId: null }]);
  expect(api.events).toEqual([]);
}

describe('changes', () => {
  it('need somebody who is signed in', async () => {
    await expectRefused({ status: 401, code: 'unauthenticated' });
    await expectRefused({ status: 401, code: 'unauthenticated', cookie: 'freshet.session=forged' });
    await expectRefused({ status: 401, code: 'unauthenticated', headers: { authorization: 'Bearer abc' } });
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site, by its Origin alone', { origin: 'https://evil.example' }],
    ['another site, by Sec-Fetch-Site alone', { 'sec-fetch-site': 'cross-site' }],
    ['another subdomain', { origin: 'http://other.localhost:4321', 'sec-fetch-site': 'same-site' }],
    ['another port', { origin: 'http://localhost:9999' }],
    ['a sandboxed frame', { origin: 'null' }],
  ])('of a session are refused when %s asks', async (_what, headers) => {
    await expectRefused({ status: 403, code: 'forbidden', headers, cookie });
  });

  it('of a session are done for our own pages, and for programs that send no Origin', async () => {
    const own: Record<string, string>[] = [
      { origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      {},
    ];
    for (const headers of own) {
      const response = await call('PATCH', `/api/v1/repos/${id}`, { body: { is_public: true }, cookie, headers });
      expect(response.status).toBe(200);
    }
  });

  it('are done for pages at the public address, where a proxy names another host to us', async () => {
    api.setEnv({ FRESHET_PUBLIC_URL: 'https://code.example' });
    const { cookie } = await api.signIn('bo@example.com', { isAdmin: true });
    const headers = { origin: 'https://code.example', 'sec-fetch-site': 'same-origin' };
    const response = await call('PATCH', `/api/v1/repos/${id}`, { body: { is_public: true }, cookie, headers });
    expect(response.status).toBe(200);
  });

  it('are all refused on a read-only server, whoever asks and whether or not the thing exists', async () => {
    api.setEnv({ FRESHET_READ_ONLY: '1' });
    await expectRefused({ status: 403, code: 'forbidden', cookie });
    await expectRefused({ status: 403, code: 'forbidden' });
    const unknown = await call('POST', '/api/v1/repos/00000000-0000-4000-8000-000000000000/sync', { cookie });
    expect(unknown.status).toBe(403);
    expect((await call('GET', '/api/v1/repos')).status).toBe(200);
    expect((await call('GET', `/api/v1/repos/${id}`)).status).toBe(200);
  });
});

describe('without accounts', () => {
  beforeEach(() => api.setEnv({ FRESHET_AUTH: 'disabled' }));

  it('everything can be done on loopback names', async () => {
    for (const host of ['localhost:4321', '127.0.0.1:4321', '[::1]:4321', 'freshet.localhost']) {
      const response = await call('PATCH', `/api/v1/repos/${id}`, { body: { is_public: true }, headers: { host } });
      expect(response.status, host).toBe(200);
    }
    expect((await call('POST', `/api/v1/repos/${id}/sync`)).status).toBe(200);
    expect((await call('GET', '/api/auth/session')).status).toBe(404);
  });

  it('nothing can be read or changed under a name that only resolves to loopback', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:4321', '10.0.0.1', '']) {
      await expectRefused({ status: 403, code: 'forbidden', headers: { host } });
      expect((await call('GET', '/api/v1/repos', { headers: { host } })).status, host).toBe(403);
    }
  });

  it('a page of another site can still not make the browser change anything', async () => {
    await expectRefused({ status: 403, code: 'forbidden', headers: { origin: 'https://evil.example' } });
  });
});

describe('what no value may be', () => {
  const pack = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');

  it.each([
    ['a NUL in a parameter', 'GET', () => '/api/v1/repos?org=a%00b', undefined],
    ['a NUL in a name', 'POST', () => '/api/v1/repos', { url: 'https://127.0.0.1/a/b', name: 'a\0b' }],
    ['a NUL in a key', 'PATCH', () => `/api/v1/repos/${id}`, { 'is_\0public': true }],
    ['a NUL within a list', 'PATCH', () => `/api/v1/repos/${id}`, { branches: ['main', 'a\0'] }],
    ['a date that is none in a cursor', 'GET', () => runs(['2026-99-99 10:00:00+00', id]), undefined],
    ['a time beyond all time in a cursor', 'GET', () => runs(['9'.repeat(40), id]), undefined],
    ['a cursor of other things', 'GET', () => runs([[], {}]), undefined],
  ])('%s is the caller’s mistake', async (_what, method, target, body) => {
    const response = await call(method, target(), { cookie, ...(body ? { body } : {}) });
    expect(await response.json()).toMatchObject({ status: 400, code: 'invalid' });
  });

  it('but the largest time that a cursor can hold is only far away', async () => {
    expect((await call('GET', runs(['9'.repeat(16), id]), { cookie })).status).toBe(200);
  });

  const runs = (position: unknown) => `/api/v1/repos/${id}/runs?cursor=${pack(position)}`;
});

it('never says more of an unexpected error than that it was logged', async () => {
  const { db } = api;
  api.db = new Proxy(db, {
    get: (target, key) => {
      if (key === 'select') throw new Error('password=hunter2 at /srv/secret');
      return Reflect.get(target, key);
    },
  });
  const response = await call('GET', '/api/v1/repos');
  api.db = db;
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ code: 'internal', retryable: true });
  expect(text).not.toMatch(/hunter2|srv/);
});

describe('health', () => {
  const ask = (execute: () => Promise<unknown>) => {
    const { db } = api;
    api.db = new Proxy(db, { get: (target, key) => (key === 'execute' ? execute : Reflect.get(target, key)) });
    return call('GET', '/api/health', { headers: { host: 'any.example' } }).finally(() => {
      api.db = db;
    });
  };

  it('does not wait for a busy database, and says so when it fails', async () => {
    const well = await ask(() => Promise.resolve());
    expect(well.status).toBe(200);
    expect(await well.json()).toMatchObject({ status: 'ok', read_only: false, version: expect.any(String) });
    let finish = (_: unknown) => {};
    const busy = await ask(
      () =>
        new Promise((_resolve, reject) => {
          finish = reject;
        }),
    );
    expect(busy.status).toBe(200);
    finish(new Error('gone'));
    const failing = await ask(() => Promise.reject(new Error('gone')));
    expect(failing.status).toBe(503);
    expect(await failing.json()).toMatchObject({ status: 'failing' });
  });
});
