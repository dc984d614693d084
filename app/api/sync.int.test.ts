import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { type Repo, repoSchema } from '@/lib/repos/repo';
import { createRepo, type GitRepo } from '../../e2e/servers/git/git-repo';
import { startWorld, type World } from '../../e2e/servers/world';

let world: World;
let upstream: GitRepo;
let repo: Repo;
let made = 0;
let call: typeof import('./_testing').call;
let provideSurroundings: typeof import('@/app/_http/context').provideSurroundings;

beforeAll(async () => {
  world = await startWorld({ FRESHET_AUTH: 'disabled', FRESHET_RETRY_SECONDS: '3600' });
  // The engine's functions read the environment as they are loaded, and the routes load them.
  ({ call } = await import('./_testing'));
  ({ provideSurroundings } = await import('@/app/_http/context'));
  provideSurroundings(world.as({ kind: 'system' }));
});
afterAll(async () => {
  provideSurroundings(undefined);
  await world.close();
});
beforeEach(async () => {
  const name = `acme/repo-${made++}`;
  upstream = await createRepo(world.upstreams, name, { 'src/river.ts': 'export const spring = 1;\n' });
  const added = await call('POST', '/api/v1/repos', { body: { url: `${world.git.url}/${upstream.name}` } });
  repo = await world.settle((await added.json()).id);
  expect(repo).toMatchObject({ status: 'ready', error: null });
  world.git.requests.length = 0;
});

async function sync(query = '', id = repo.id, base = '/api/v1'): Promise<Response> {
  return await call('POST', `${base}/repos/${id}/sync${query}`);
}

async function found(word: string): Promise<string[]> {
  const response = await call('GET', `/api/v1/search?q=${word}+repo:${repo.org}/${repo.name}`);
  return (await response.json()).results.map((result: { path: string }) => result.path);
}

/** Makes upstream hang until the returned function is called. */
function hold(): () => void {
  world.git.faults.push({ match: upstream.name, hang: true });
  return () => {
    world.git.faults.length = 0;
  };
}

describe('POST /sync', () => {
  it('answers 200 with the whole repository, a run started, and soon what was pushed is found', async () => {
    const commit = await upstream.commit({ 'src/river.ts': 'export const estuary = 2;\n' });
    const response = await sync();
    expect(response.status).toBe(200);
    const body = repoSchema.parse(await response.json());
    expect(body).toMatchObject({ id: repo.id, name: repo.name, error: null });
    expect(body.active_run_id).not.toBeNull();
    const after = await world.settle(repo.id);
    expect(after).toMatchObject({ status: 'ready', head_commit: commit });
    expect(await found('estuary')).toEqual(['src/river.ts']);
    expect(await found('spring')).toEqual([]);
  });

  it('with ?wait= answers when the run has ended, at either address', async () => {
    for (const [base, word] of [
      ['/api/v1', 'meander'],
      ['/api', 'oxbow'],
    ] as const) {
      const commit = await upstream.commit({ 'src/river.ts': `export const ${word} = 2;\n` });
      const response = await sync('?wait=60', repo.id, base);
      expect(await response.json()).toMatchObject({ status: 'ready', head_commit: commit, active_run_id: null });
      expect(await found(word)).toEqual(['src/river.ts']);
    }
  });

  it('of an unchanged head indexes nothing, asks upstream once, and still moves checked_at', async () => {
    const response = await sync('?wait=60');
    const after = repoSchema.parse(await response.json());
    expect(after).toMatchObject({ status: 'ready', indexed_at: repo.indexed_at, head_commit: repo.head_commit });
    expect(Date.parse(after.checked_at ?? '')).toBeGreaterThan(Date.parse(repo.checked_at ?? ''));
    const [run] = await world.runs(repo.id);
    expect(run).toMatchObject({ status: 'unchanged', files_added: 0, files_changed: 0, bytes_indexed: 0 });
    expect(world.git.requests.filter((request) => request.method === 'POST').length).toBeLessThanOrEqual(1);
  });

  it('is refused with 409 while a run is under way, and the run goes on', async () => {
    const release = hold();
    expect((await sync()).status).toBe(200);
    const busy = await sync();
    expect(busy.status).toBe(409);
    expect(await busy.json()).toMatchObject({ code: 'conflict', status: 409 });
    const many = await call('POST', '/api/v1/repos/sync', { body: { ids: [repo.id, 'nonsense'] } });
    expect((await many.json()).outcomes).toMatchObject([
      { repo_id: repo.id, outcome: 'refused', code: 'conflict', run_id: null },
      { repo_id: 'nonsense', outcome: 'refused', code: 'not_found' },
    ]);
    release();
    expect((await call('DELETE', `/api/v1/repos/${repo.id}`)).status).toBe(204);
    expect((await sync()).status).toBe(404);
  });

  it('that fails keeps what is found, the folder and the last good commit, and works again after', async () => {
    const commit = await upstream.commit({ 'src/river.ts': 'export const delta = 3;\n' });
    world.git.faults.push({ match: upstream.name, status: 500 });
    const response = await sync('?wait=60');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: 'error',
      error: expect.stringMatching(/./),
      head_commit: repo.head_commit,
      indexed_at: repo.indexed_at,
    });
    expect(await found('spring')).toEqual(['src/river.ts']);
    world.git.faults.length = 0;
    const again = await sync('?wait=60');
    expect(await again.json()).toMatchObject({ status: 'ready', error: null, head_commit: commit });
    expect(await found('delta')).toEqual(['src/river.ts']);
  });

  it('brings a copy back that is gone from the disk', async () => {
    await rm(mirrorDir(world.env.dataDir, repo.id), { recursive: true });
    expect(await (await sync('?wait=60')).json()).toMatchObject({ status: 'ready', error: null });
    expect((await call('GET', `/api/v1/repos/${repo.id}/tree`)).status).toBe(200);
  });

  it('refuses a wait that is none', async () => {
    for (const query of ['?wait=soon', '?wait=-1', '?wait=99999', '?weight=1']) {
      expect((await sync(query)).status, query).toBe(400);
    }
  });
});

it('syncs all of an organisation, with an outcome for each', async () => {
  const response = await call('POST', '/api/v1/repos/sync', { body: { org: repo.org } });
  const { outcomes } = await response.json();
  expect(outcomes.find((outcome: { repo_id: string }) => outcome.repo_id === repo.id)).toMatchObject({
    outcome: 'started',
    code: null,
  });
  expect((await call('POST', '/api/v1/repos/sync', { body: {} })).status).toBe(400);
  const typo = await call('POST', '/api/v1/repos/sync', { body: { org: `${repo.org}x` } });
  expect(await typo.json()).toMatchObject({
    status: 404,
    code: 'not_found',
    detail: `There is no organisation ${repo.org}x with repositories here.`,
  });
  await world.settle(repo.id);
});

it('syncs several by hand where a page asks for it', async () => {
  const headers = { 'sec-fetch-site': 'same-origin' };
  const response = await call('POST', '/api/v1/repos/sync', { body: { ids: [repo.id] }, headers });
  const { outcomes } = await response.json();
  const run = await (await call('GET', `/api/v1/runs/${outcomes[0].run_id}`)).json();
  expect(run).toMatchObject({ repo_id: repo.id, trigger: 'manual' });
  await world.settle(repo.id);
});

it('lists branches and commits as they are upstream', async () => {
  const tip = await upstream.commit({ 'a.txt': 'a' }, { branch: 'next', from: await upstream.tip() });
  const head = await upstream.commit({ 'b.txt': 'b' }, { message: 'Add b' });
  await sync('?wait=60');
  const { branches } = await (await call('GET', `/api/v1/repos/${repo.id}/branches`)).json();
  expect(branches).toMatchObject([
    { name: 'main', is_default: true, commit: head, indexed_commit: head },
    { name: 'next', is_default: false, commit: tip, indexed_commit: null },
  ]);
  const first = await (await call('GET', `/api/v1/repos/${repo.id}/commits?limit=1`)).json();
  expect(first.commits).toMatchObject([{ sha: head, subject: 'Add b' }]);
  const rest = await (await call('GET', `/api/v1/repos/${repo.id}/commits?cursor=${first.next_cursor}`)).json();
  expect(rest.commits).toHaveLength(1);
  const { runs } = await (await call('GET', `/api/v1/repos/${repo.id}/runs`)).json();
  expect(runs).toMatchObject([{ status: 'succeeded', new_head: head }, { trigger: 'initial' }]);
});
