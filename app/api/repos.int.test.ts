import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orgs, repos, syncRuns } from '@/db/schema';
import { type Repo, repoSchema } from '@/lib/repos/repo';
import { decryptToken, loadSecret } from '@/lib/secrets';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let cookie: string;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  cookie = (await api.signIn('ada@example.com')).cookie;
});

async function add(body: Record<string, unknown>): Promise<Repo> {
  const response = await call('POST', '/api/v1/repos', { body, cookie });
  expect(response.status, await response.clone().text()).toBe(201);
  return repoSchema.parse(await response.json());
}

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = await response.json();
  expect(problem.status).toBe(response.status);
  return problem as { code: string; detail: string; status: number };
}

/** As if every run had ended. */
async function settle(): Promise<void> {
  await api.db.update(repos).set({ status: 'ready', activeRunId: null });
  await api.db.update(syncRuns).set({ status: 'succeeded' });
}

describe('adding a repository', () => {
  it('answers 201 with the whole repository, names it by its URL and starts its first run', async () => {
    const response = await call('POST', '/api/v1/repos', {
      body: { url: 'https://127.0.0.1/acme/rivers.git' },
      cookie,
    });
    expect(response.status).toBe(201);
    const repo = repoSchema.parse(await response.json());
    expect(repo).toMatchObject({ org: 'acme', name: 'rivers', kind: 'mirror', is_public: false, error: null });
    expect(response.headers.get('location')).toBe(`/api/v1/repos/${repo.id}`);
    expect(repo.active_run_id).not.toBeNull();
    expect(api.events).toEqual([
      { name: 'repo/sync.requested', id: repo.active_run_id, data: { repo_id: repo.id, run_id: repo.active_run_id } },
    ]);
  });

  it('keeps the token encrypted and shows it nowhere', async () => {
    const repo = await add({ url: 'https://127.0.0.1/acme/rivers', token: 'hush-hush-token' });
    expect(JSON.stringify(repo)).not.toContain('hush');
    expect(repo.has_token).toBe(true);
    const [row] = await api.db.select().from(repos).where(eq(repos.id, repo.id));
    expect(row?.tokenCiphertext?.toString('latin1')).not.toContain('hush');
    expect(decryptToken(row?.tokenCiphertext as Buffer, loadSecret(api.env))).toBe('hush-hush-token');
  });

  it.each([
    ['a private address', { url: 'https://10.0.0.1/a/b.git' }, /10\.0\.0\.1|private|allowed/i],
    ['a transport that runs commands', { url: 'ext::sh -c touch%20/tmp/x' }, /./],
    ['credentials in the URL', { url: 'https://me:secret-word@127.0.0.1/a/b' }, /credentials|user|password/i],
    ['no URL', {}, /url/],
    ['a kind that cannot be made yet', { url: 'https://127.0.0.1/a/b', kind: 'hosted' }, /hosted/],
    ['a path where no folder may be read', { path: '/srv/code' }, /FRESHET_LOCAL_ROOTS/],
    ['a folder as its url', { url: '/srv/code' }, /give it as path instead of url/],
    ['a folder as a file: url', { url: 'file:///srv/code' }, /give it as path instead of url/],
    ['a folder by half its path', { url: 'srv/code' }, /full path, beginning with a slash/],
    ['a url and a path', { url: 'https://127.0.0.1/a/b', path: '/srv/code' }, /one of them/],
    ['an unknown field', { url: 'https://127.0.0.1/a/b', colour: 'blue' }, /no field "colour"/],
    ['a wrong name', { url: 'https://127.0.0.1/a/b', name: '../etc' }, /Field name/],
    ['a branch that git would not have', { url: 'https://127.0.0.1/a/b', branches: ['a b'] }, /branch/],
    ['a token over ssh', { url: 'ssh://git@127.0.0.1/a/b', token: 'abc' }, /ssh/],
  ])('refuses %s with a reason', async (_what, body, reason) => {
    const response = await call('POST', '/api/v1/repos', { body, cookie });
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ status: 400, code: 'invalid' });
    expect(problem.detail).toMatch(reason);
    expect(JSON.stringify(problem)).not.toContain('secret-word');
    expect(await api.db.select().from(repos)).toEqual([]);
    expect(await api.db.select().from(orgs)).toEqual([]);
  });

  it('refuses a second repository of a name in any case, and leaves the first alone', async () => {
    const first = await add({ url: 'https://127.0.0.1/acme/rivers' });
    const response = await call('POST', '/api/v1/repos', {
      body: { url: 'https://127.0.0.1/other/x', org: 'ACME', name: 'Rivers' },
      cookie,
    });
    expect(await problemOf(response)).toMatchObject({ status: 409, code: 'conflict', repo_id: first.id });
    expect(await api.db.select().from(repos)).toHaveLength(1);
    expect(await api.db.select().from(orgs)).toHaveLength(1);
  });

  it('adds nothing where its first run cannot be queued', async () => {
    const send = api.send;
    api.send = () => Promise.reject(new Error('no engine'));
    const response = await call('POST', '/api/v1/repos', { body: { url: 'https://127.0.0.1/a/b' }, cookie });
    api.send = send;
    expect(response.status).toBe(500);
    expect(await api.db.select().from(repos)).toEqual([]);
  });

  it('refuses a body that is too large, no JSON, or not called JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    const large = await call('POST', '/api/v1/repos', { text: `"${'x'.repeat(70_000)}"`, headers, cookie });
    expect(await problemOf(large)).toMatchObject({ status: 413, code: 'limit' });
    const broken = await call('POST', '/api/v1/repos', { text: '{', headers, cookie });
    expect(await problemOf(broken)).toMatchObject({ status: 400 });
    const form = await call('POST', '/api/v1/repos', { text: 'url=x', cookie });
    expect(await problemOf(form)).toMatchObject({ status: 400, detail: expect.stringContaining('application/json') });
  });
});

describe('reading repositories', () => {
  it('shows visitors what is public, and nothing else exists for them', async () => {
    const open = await add({ url: 'https://127.0.0.1/acme/open', is_public: true });
    const shut = await add({ url: 'https://127.0.0.1/acme/shut' });
    const seen = await (await call('GET', '/api/v1/repos')).json();
    expect(seen.repos.map((repo: Repo) => repo.name)).toEqual(['open']);
    expect((await call('GET', `/api/v1/repos/${open.id}`)).status).toBe(200);
    for (const what of ['', '/runs', '/branches', '/commits', '/tree', '/blob?path=a']) {
      expect((await call('GET', `/api/v1/repos/${shut.id}${what}`)).status, what).toBe(404);
    }
    expect((await call('GET', `/api/v1/runs/${shut.active_run_id}`)).status).toBe(404);
    expect((await call('GET', `/api/v1/runs/${shut.active_run_id}/events`)).status).toBe(404);
    expect((await call('GET', `/api/v1/runs/${open.active_run_id}`)).status).toBe(200);
    const all = await (await call('GET', '/api/v1/repos', { cookie })).json();
    expect(all.repos).toHaveLength(2);
  });

  it('pages by organisation and name without gaps', async () => {
    for (const name of ['c', 'A', 'b']) await add({ url: `https://127.0.0.1/Zed/${name}` });
    await add({ url: 'https://127.0.0.1/acme/z' });
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = await (await call('GET', `/api/v1/repos?limit=1${query}`, { cookie })).json();
      names.push(...page.repos.map((repo: Repo) => `${repo.org}/${repo.name}`));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(names).toEqual(['acme/z', 'Zed/A', 'Zed/b', 'Zed/c']);
    const org = await (await call('GET', '/api/v1/repos?org=ZED', { cookie })).json();
    expect(org.repos).toHaveLength(3);
  });

  it('refuses queries it does not know, and cursors it did not make', async () => {
    const cases: [string, RegExp][] = [
      ['colour=blue', /no parameter "colour"/],
      ['limit=0', /limit/],
      ['limit=1&limit=2', /twice/],
      ['cursor=bm9uc2Vuc2U', /cursor/],
      [`cursor=${Buffer.from('["\\u0000","a"]').toString('base64url')}`, /cursor/],
    ];
    for (const [query, reason] of cases) {
      const problem = await problemOf(await call('GET', `/api/v1/repos?${query}`));
      expect(problem).toMatchObject({ status: 400, code: 'invalid' });
      expect(problem.detail).toMatch(reason);
    }
  });

  it('answers 404 for ids that are none, and for addresses that are none', async () => {
    for (const id of ['1', 'undefined', "'; drop table repos", '00000000-0000-0000-0000-000000000000', '%00']) {
      expect((await problemOf(await call('GET', `/api/v1/repos/${id}`, { cookie }))).code).toBe('not_found');
      expect((await problemOf(await call('POST', `/api/v1/repos/${id}/sync`, { cookie }))).code).toBe('not_found');
      expect((await problemOf(await call('GET', `/api/v1/runs/${id}`, { cookie }))).code).toBe('not_found');
    }
    expect(await problemOf(await call('GET', '/api/v1/nothing/here'))).toMatchObject({ status: 404 });
    expect(await problemOf(await call('DELETE', '/api/v1/repos/x/y/z'))).toMatchObject({ status: 404 });
  });
});

describe('changing a repository', () => {
  it('changes what is given and nothing else', async () => {
    const repo = await add({ url: 'https://127.0.0.1/acme/rivers', token: 'abc' });
    await settle();
    const body = { name: 'streams', org: 'water', is_public: true, sync_interval_seconds: 300 };
    const response = await call('PATCH', `/api/v1/repos/${repo.id}`, { body, cookie });
    const changed = repoSchema.parse(await response.json());
    const { next_check_at: nextCheckAt } = changed;
    expect(nextCheckAt).not.toBeNull();
    expect(changed).toEqual({
      ...repo,
      ...body,
      next_check_at: nextCheckAt,
      status: 'ready',
      standing: 'fresh',
      active_run_id: null,
    });
    expect(api.events).toHaveLength(1);
  });

  it('drops the token where the host changes, and keeps it where only the path does', async () => {
    const repo = await add({ url: 'https://127.0.0.1/acme/rivers', token: 'abc' });
    await settle();
    const target = `/api/v1/repos/${repo.id}`;
    const moved = await call('PATCH', target, { body: { url: 'https://127.0.0.1/acme/streams' }, cookie });
    expect(await moved.json()).toMatchObject({ has_token: true, url: expect.stringContaining('streams') });
    await settle();
    const gone = await call('PATCH', target, { body: { url: 'http://127.0.0.1:9/acme/streams' }, cookie });
    expect(await gone.json()).toMatchObject({ has_token: false });
  });

  it('starts a run for other branches, or lets one follow the run under way', async () => {
    const repo = await add({ url: 'https://127.0.0.1/acme/rivers' });
    const busy = await call('PATCH', `/api/v1/repos/${repo.id}`, { body: { branches: ['next'] }, cookie });
    expect(busy.status).toBe(200);
    expect(api.events).toHaveLength(1);
    const [row] = await api.db.select().from(repos);
    expect(row?.dirty).toBe(true);
    await settle();
    await call('PATCH', `/api/v1/repos/${repo.id}`, { body: { branches: null }, cookie });
    expect(api.events).toHaveLength(2);
  });

  it('refuses a name that is taken, and says by which', async () => {
    const one = await add({ url: 'https://127.0.0.1/acme/one' });
    const two = await add({ url: 'https://127.0.0.1/acme/two' });
    const response = await call('PATCH', `/api/v1/repos/${two.id}`, { body: { name: 'ONE' }, cookie });
    expect(await problemOf(response)).toMatchObject({ status: 409, code: 'conflict', repo_id: one.id });
  });
});

describe('deleting a repository', () => {
  it('is gone at once, also while it is busy, and its name is free again', async () => {
    const repo = await add({ url: 'https://127.0.0.1/acme/rivers', is_public: true });
    expect((await call('DELETE', `/api/v1/repos/${repo.id}`, { cookie })).status).toBe(204);
    expect(api.events.at(-1)).toMatchObject({ name: 'repo/run.cancelled', data: { run_id: repo.active_run_id } });
    for (const target of [`/api/v1/repos/${repo.id}`, `/api/v1/runs/${repo.active_run_id}`]) {
      expect((await call('GET', target, { cookie })).status).toBe(404);
    }
    expect((await call('DELETE', `/api/v1/repos/${repo.id}`, { cookie })).status).toBe(404);
    await add({ url: 'https://127.0.0.1/acme/rivers' });
  });

  it('lies in the bin until it is restored, or purged, which nothing takes back', async () => {
    const repo = await add({ url: 'https://127.0.0.1/acme/rivers', is_public: true });
    const binned = async () => (await (await call('GET', '/api/v1/repos/bin', { cookie })).json()).items;
    expect(await binned()).toEqual([]);
    await call('DELETE', `/api/v1/repos/${repo.id}`, { cookie });
    expect(await binned()).toMatchObject([{ id: repo.id, org: 'acme', name: 'rivers' }]);
    const restored = await call('POST', `/api/v1/repos/${repo.id}/restore`, { cookie });
    expect(await restored.json()).toMatchObject({ id: repo.id, is_public: true });
    expect(await binned()).toEqual([]);
    await settle();
    await call('DELETE', `/api/v1/repos/${repo.id}`, { cookie });
    expect((await call('DELETE', `/api/v1/repos/${repo.id}?purge=true`, { cookie })).status).toBe(204);
    expect(api.events.at(-1)).toMatchObject({ name: 'repo/deleted', data: { repo_id: repo.id } });
    for (const again of [`/api/v1/repos/${repo.id}?purge=true`, `/api/v1/repos/${repo.id}`]) {
      expect((await call('DELETE', again, { cookie })).status).toBe(404);
    }
    expect((await call('POST', `/api/v1/repos/${repo.id}/restore`, { cookie })).status).toBe(404);
    const other = await add({ url: 'https://127.0.0.1/acme/brooks' });
    expect((await call('DELETE', `/api/v1/repos/${other.id}?purge=true`, { cookie })).status).toBe(204);
    expect(await binned()).toEqual([]);
    expect((await call('DELETE', `/api/v1/repos/${other.id}?purge=maybe`, { cookie })).status).toBe(400);
  });

  it('stays marked for the sweep where the engine cannot be told', async () => {
    const repo = await add({ url: 'https://127.0.0.1/acme/rivers' });
    const send = api.send;
    api.send = () => Promise.reject(new Error('no engine'));
    expect((await call('DELETE', `/api/v1/repos/${repo.id}?purge=true`, { cookie })).status).toBe(204);
    api.send = send;
    const [row] = await api.db.select().from(repos);
    expect(row?.purgedAt).not.toBeNull();
  });
});
