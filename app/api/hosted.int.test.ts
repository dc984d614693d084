// Repositories that are hosted here, as the API makes and changes them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readHead } from '@/lib/git/mirror/refs';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let cookie: string;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  await api.reset();
  cookie = (await api.signIn('ada@example.com')).cookie;
});
afterAll(() => api.close());

const add = (body: object) => call('POST', '/api/v1/repos', { cookie, body });

describe('a repository without a source', () => {
  it('is made at once, empty and ready to be pushed to', async () => {
    const answer = await add({ org: 'acme', name: 'new', description: ' What it is ', default_branch: 'trunk' });
    expect(answer.status).toBe(201);
    const repo = await answer.json();
    expect(repo).toMatchObject({
      ...{ org: 'acme', name: 'new', description: 'What it is', kind: 'hosted', status: 'ready', standing: 'fresh' },
      ...{ url: null, path: null, default_branch: 'trunk', is_bare: true, allows_forced_pushes: false },
    });
    expect(answer.headers.get('location')).toBe(`/api/v1/repos/${repo.id}`);
    expect(await readHead(mirrorDir(api.env.dataDir, repo.id))).toBeNull();
    expect(api.events).toEqual([]);
  });

  it.each([
    ['no name', { org: 'acme' }, /org and name/],
    ['no organisation', { name: 'new' }, /org and name/],
    ['a token', { org: 'acme', name: 'new', token: 'secret' }, /token is about a source/],
    [
      'a url and its kind',
      { org: 'acme', name: 'new', kind: 'hosted', url: 'https://127.0.0.1/a/b' },
      /neither url nor path/,
    ],
    ['a default branch of a mirror', { url: 'https://127.0.0.1/a/b', default_branch: 'x' }, /hosted here/],
    ['a branch that git would not have', { org: 'acme', name: 'new', default_branch: 'a..b' }, /branch/],
    ['a branch like an option', { org: 'acme', name: 'new', default_branch: '-x' }, /branch/],
    ['a description of two lines', { org: 'acme', name: 'new', description: 'a\nb' }, /one line/],
  ])('is refused with %s', async (_what, body, words) => {
    const answer = await add(body);
    expect(answer.status).toBe(400);
    expect((await answer.json()).detail).toMatch(words);
  });

  it('has a name of its own', async () => {
    await add({ org: 'acme', name: 'new' });
    expect((await add({ org: 'acme', name: 'New' })).status).toBe(409);
  });

  it('is made by nobody on a server that only reads, nor by visitors', async () => {
    const body = { org: 'acme', name: 'new' };
    expect((await call('POST', '/api/v1/repos', { body })).status).toBe(401);
    api.setEnv({ FRESHET_READ_ONLY: '1' });
    expect((await add(body)).status).toBe(403);
  });

  it('gets another default branch and other rules, which mirrors do not have', async () => {
    const repo = await (await add({ org: 'acme', name: 'new' })).json();
    const change = (body: object, id = repo.id) => call('PATCH', `/api/v1/repos/${id}`, { cookie, body });
    const changed = await (
      await change({ default_branch: 'next', allows_forced_pushes: true, description: 'x' })
    ).json();
    expect(changed).toMatchObject({ default_branch: 'next', allows_forced_pushes: true, description: 'x' });
    const mirror = await (await add({ url: 'https://127.0.0.1/acme/mirror.git' })).json();
    expect((await change({ default_branch: 'next' }, mirror.id)).status).toBe(400);
    expect((await change({ allows_forced_pushes: true }, mirror.id)).status).toBe(400);
    expect((await change({ description: 'A copy' }, mirror.id)).status).toBe(200);
  });
});
