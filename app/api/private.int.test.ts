// A private repository of others is nowhere: not in lists, counts, facets, suggestions, streams, notices or errors.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexedRefs, orgMembers, orgs, repoShares, repos, syncRuns } from '@/db/schema';
import { similarCode } from '@/lib/search/similar';
import { addTestRepo, contextOf, embedTestFiles, type TestRepo } from '@/lib/search/testing';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let secret: TestRepo;
let open: TestRepo;
let foreignOrg: string;
let runId: string;
const people: Record<string, { id: string; cookie: string }> = {};
const [OUTSIDE, INSIDE] = [
  ['', 'outside'],
  ['viewer', 'guest', 'root'],
];

beforeAll(async () => {
  api = await startApi();
  const { db } = api;
  for (const name of ['outside', 'viewer', 'guest', 'root']) {
    people[name] = await api.signIn(`${name}@x.example`, { isAdmin: name === 'root' });
  }
  people[''] = { id: '', cookie: '' };
  const [org] = await db.insert(orgs).values({ name: 'hidden' }).returning();
  foreignOrg = org?.id ?? '';
  await db.insert(orgMembers).values({ orgId: foreignOrg, userId: people.viewer?.id ?? '', role: 'viewer' });
  secret = await addTestRepo(
    db,
    'hidden/secret',
    { 'src/osprey.zig': 'const ospreyNest = 1;\nconst heronNest = 2;\n', 'odd.rs': 'fn ospreyNest() {}\n' },
    { isPublic: false },
  );
  open = await addTestRepo(db, 'acme/open', { 'a.ts': 'const heronNest = 1;\n' });
  await db.insert(repoShares).values({ repoId: secret.id, userId: people.guest?.id ?? '', can: 'read' });
  await db
    .update(repos)
    .set({ status: 'error', errorKind: 'auth', error: 'The token is refused.', failingSince: new Date() })
    .where(eq(repos.id, secret.id));
  const [run] = await db
    .insert(syncRuns)
    .values({ repoId: secret.id, trigger: 'manual', status: 'running' })
    .returning();
  runId = run?.id ?? '';
});
afterAll(() => api?.close());

const get = async (target: string, name: string) => await call('GET', target, { cookie: people[name]?.cookie ?? '' });
const read = async (target: string, name: string) => {
  const text = await (await get(target, name)).text();
  return { text, json: JSON.parse(text) };
};
const search = async (q: string, name: string) => (await read(`/api/v1/search?q=${encodeURIComponent(q)}`, name)).json;

describe.each(OUTSIDE)('for “%s”', (name) => {
  it('search finds, counts and names nothing of it, and says what it would say if it were not there', async () => {
    const both = await search('heronNest', name);
    expect(both).toMatchObject({ count: 1, exact: true, facets: { repos: [{ value: 'acme/open', count: 1 }] } });
    for (const q of [
      'ospreyNest',
      'osprey',
      'ospreynest case:no',
      'lang:zig heronNest',
      'file:odd',
      '/osprey.*/',
      'osprey mode:meaning',
    ]) {
      const found = await search(q, name);
      expect(found, q).toMatchObject({
        results: [],
        count: 0,
        next_cursor: null,
        facets: { repos: [], languages: [] },
      });
    }
    const there = await search('repo:hidden/secret osprey', name);
    const notThere = await search('repo:hidden/nothing osprey', name);
    expect(there.notice.replace('secret', 'nothing')).toBe(notThere.notice);
    const excluded = await search('heronNest -repo:hidden/secret', name);
    expect(excluded.notice).toBe(
      (await search('heronNest -repo:hidden/nothing', name)).notice.replace('nothing', 'secret'),
    );
    expect((await read(`/api/v1/search?q=osprey&repo_id=${secret.id}`, name)).json).toMatchObject({ count: 0 });
  });

  it('nothing of it is offered while somebody types', async () => {
    for (const q of ['repo:s', 'repo:hidden/', 'org:h', 'file:osp', 'file:odd.rs', 'osprey', 'secret', 'lang:']) {
      const { text } = await read(`/api/v1/suggest?q=${encodeURIComponent(q)}`, name);
      for (const word of ['secret', 'hidden', 'osprey', 'odd.rs']) expect(text, q).not.toContain(word);
    }
  });

  it('lists and the counts of organisations leave it out', async () => {
    for (const target of ['/api/v1/repos', '/api/v1/repos?org=hidden', '/api/v1/orgs', '/api/v1/search?q=nest']) {
      const { text } = await read(target, name);
      for (const word of ['secret', 'hidden', secret.id, foreignOrg, 'osprey'])
        expect(text, target).not.toContain(word);
    }
    expect((await get('/api/v1/orgs/hidden', name)).status).toBe(404);
  });

  it('code that is like it is not found by it, nor asked for of it', async () => {
    const asked = { repoId: secret.id, path: 'odd.rs', startLine: 1, endLine: 1 };
    const actor =
      name === ''
        ? ({ kind: 'anonymous' } as const)
        : ({ kind: 'user', userId: people[name]?.id ?? '', isAdmin: false } as const);
    await embedTestFiles(contextOf(api.db));
    await expect(similarCode(contextOf(api.db, actor), asked)).rejects.toMatchObject({ code: 'not_found' });
    const like = { repoId: open.id, path: 'a.ts', startLine: 1, endLine: 1 };
    const found = await similarCode(contextOf(api.db, actor), like);
    expect(JSON.stringify(found)).not.toContain('hidden');
  });

  it('the marker of what is searchable does not move with it', async () => {
    const marker = async () => (await read('/api/v1/search/marker', name)).json.marker;
    const before = await marker();
    await api.db
      .update(indexedRefs)
      .set({ indexedAt: new Date(Date.now() + Math.floor(Math.random() * 1e6)) })
      .where(eq(indexedRefs.repoId, secret.id));
    expect(await marker()).toBe(before);
  });

  it('its id, its run and its stream answer as those of nothing do', async () => {
    const nothing = '00000000-0000-4000-8000-000000000000';
    const targets = [
      (id: string) => `/api/v1/repos/${id}`,
      (id: string) => `/api/v1/repos/${id}/branches`,
      (id: string) => `/api/v1/repos/${id}/tree`,
      (id: string) => `/api/v1/repos/${id}/blob?path=odd.rs&raw=1`,
      (id: string) => `/api/v1/repos/${id}/runs`,
      (id: string) => `/api/v1/repos/${id}/rewrites`,
    ];
    for (const target of targets) {
      const [there, notThere] = [await get(target(secret.id), name), await get(target(nothing), name)];
      expect([there.status, await there.text()]).toEqual([404, await notThere.text()]);
    }
    for (const target of [(id: string) => `/api/v1/runs/${id}`, (id: string) => `/api/v1/runs/${id}/events`]) {
      const [there, notThere] = [await get(target(runId), name), await get(target(nothing), name)];
      expect([there.status, await there.text()]).toEqual([404, await notThere.text()]);
    }
  });
});

it('the status page and the counts of health are of what somebody may see', async () => {
  const failing = async (name: string) => (await read('/api/v1/status', name)).json;
  expect((await failing('outside')).freshness).toMatchObject({ repositories: 1, failing: 0, auth_errors: 0 });
  expect((await failing('outside')).worst).toEqual([]);
  expect((await failing('viewer')).worst).toMatchObject([{ need: 'token', repo: { name: 'secret' } }]);
  const health = async (name: string) => (await read('/api/health', name)).json.attention;
  await expect.poll(() => health('outside')).toMatchObject({ failing: 0, auth_errors: 0 });
  await expect.poll(() => health('viewer')).toMatchObject({ failing: 1, auth_errors: 1 });
  await expect.poll(() => health('root')).toMatchObject({ failing: 1, auth_errors: 1 });
});

it('what is held back is told to those alone who may inspect it', async () => {
  await api.db
    .update(repos)
    .set({ heldBackCommit: 'b'.repeat(40), heldBackReason: 'Lost.' })
    .where(eq(repos.id, secret.id));
  for (const [name, standing] of [
    ['viewer', 'failing'],
    ['guest', 'failing'],
    ['root', 'held_back'],
  ] as const) {
    const repo = (await read(`/api/v1/repos/${secret.id}`, name)).json;
    expect(repo, name).toMatchObject({ standing, held_back: standing === 'failing' ? null : { reason: 'Lost.' } });
    const status = (await read('/api/v1/status', name)).json;
    expect(status.freshness.held_back, name).toBe(standing === 'failing' ? 0 : 1);
    expect(status.worst[0].need, name).toBe(standing === 'failing' ? 'token' : 'confirmation');
    const found = await search('ospreyNest', name);
    expect(found.results[0].standing, name).toBe(standing);
  }
});

describe.each(INSIDE)('for “%s”', (name) => {
  it('it is there everywhere', async () => {
    expect(await search('ospreyNest', name)).toMatchObject({
      count: 2,
      facets: { repos: [{ value: 'hidden/secret', count: 2 }] },
    });
    expect((await search('heronNest', name)).count).toBe(2);
    const { json } = await read('/api/v1/repos', name);
    expect(json.repos.map((repo: { name: string }) => repo.name)).toEqual(['open', 'secret']);
    expect((await read('/api/v1/orgs/hidden', name)).json).toMatchObject({ repo_count: 1 });
    expect((await get(`/api/v1/runs/${runId}`, name)).status).toBe(200);
  });
});

it('a run that is followed ends for whoever loses the right, and goes on for others', async () => {
  const follow = async (name: string) => {
    const response = await get(`/api/v1/runs/${runId}/events`, name);
    expect(response.status).toBe(200);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    return { reader, next: async () => new TextDecoder().decode((await reader.read()).value) };
  };
  const [viewer, guest, root] = [await follow('viewer'), await follow('guest'), await follow('root')];
  for (const { next } of [viewer, guest, root]) expect(await next()).toContain('event: progress');
  await api.db.delete(orgMembers).where(eq(orgMembers.userId, people.viewer?.id ?? ''));
  expect(await viewer.next()).toContain('event: gone');
  await api.db.delete(repoShares);
  expect(await guest.next()).toContain('event: gone');
  await api.db.update(syncRuns).set({ status: 'succeeded', endedAt: new Date() }).where(eq(syncRuns.id, runId));
  expect(await root.next()).toContain('event: end');
  expect((await search('ospreyNest', 'viewer')).count).toBe(0);
  for (const { reader } of [viewer, guest, root]) await reader.cancel();
});
