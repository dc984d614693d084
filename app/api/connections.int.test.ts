// Connections against a server that speaks the hosts' APIs: what is new, renamed, private or vanished there, and lists that
// were cut.
import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionRepos, connections, repos } from '@/db/schema';
import { type CodeHost, manyRepos, startCodeHost } from '@/e2e/servers/code-hosts/code-host';
import { scheduleConnections } from '@/lib/connections/sync/schedule-connections';
import { syncConnection } from '@/lib/connections/sync/sync-connection';
import type { Context } from '@/lib/context';
import { log } from '@/lib/log';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let host: CodeHost;
let cookie: string;
let system: Context;

beforeAll(async () => {
  [api, host] = await Promise.all([startApi(), startCodeHost()]);
});
afterAll(async () => {
  await api.close();
  await host.close();
});
beforeEach(async () => {
  await api.reset();
  Object.assign(host, { repos: [], unlisted: new Set(), announces: null, fault: null, asked: [] });
  cookie = (await api.signIn('ada@x.example', { isAdmin: true })).cookie;
  system = { actor: { kind: 'system' }, db: api.db, env: api.env, log, send: (event) => api.send(event) };
});

const ask = async (method: string, path: string, body?: object, by = cookie) => {
  const response = await call(method, `/api/v1${path}`, { cookie: by, ...(body ? { body } : {}) });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
};
async function connect(more: object = {}): Promise<string> {
  const made = await ask('POST', '/connections', { host: host.url, source_type: 'github', owner: 'acme', ...more });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.id;
}
/** Asks for a sync and does what the engine would; returns the run, with its changes as "kind path". */
async function sync(id: string) {
  expect((await ask('POST', `/connections/${id}/sync`)).status).toBe(200);
  return await work(id);
}
async function work(id: string) {
  const event = api.events.findLast((one) => one.name === 'connection/sync.requested');
  if (event?.name !== 'connection/sync.requested') throw new Error('Nothing was asked for.');
  const { connection_id: connectionId, run_id: runId } = event.data;
  await syncConnection(system, { connectionId, runId });
  return await lastRun(id);
}
async function lastRun(id: string) {
  const [run] = (await ask('GET', `/connections/${id}/runs`)).body.items;
  const changes = run.changes as { kind: string; path: string; detail: string | null }[];
  return { ...run, told: changes.map(({ kind, path }) => `${kind} ${path}`) };
}
const here = async () => {
  const rows = await api.db.select().from(repos).orderBy(asc(repos.name));
  return rows.map(
    ({ name, isPublic, status }) => `${name}${isPublic ? '' : ' private'}${status === 'archived' ? ' archived' : ''}`,
  );
};
const passGrace = () =>
  api.db.update(connectionRepos).set({ missingSince: sql`${connectionRepos.missingSince} - interval '25 hours'` });

describe('a connection', () => {
  it('shows what it would add and adds nothing, then adds it, then finds nothing to change', async () => {
    host.repos = [
      { id: 1, name: 'rivers', description: 'All of them.' },
      { id: 2, name: 'brooks', isPrivate: true },
      { id: 3, name: 'a-fork', isFork: true },
      { id: 4, name: 'old', isArchived: true },
      { id: 5, name: 'test-one' },
    ];
    const id = await connect({ exclude: ['test-*'] });
    const preview = await ask('POST', `/connections/${id}/preview`);
    expect(preview.body).toMatchObject({ listed: 5, left_out: 3, note: null });
    expect(preview.body.changes.map(({ kind, path }: { kind: string; path: string }) => `${kind} ${path}`)).toEqual([
      'added rivers',
      'added brooks',
    ]);
    expect(await here()).toEqual([]);
    expect((await ask('GET', `/connections/${id}`)).body).toMatchObject({ synced_at: null, next_sync_at: null });
    expect(await sync(id)).toMatchObject({ status: 'succeeded', listed: 5, told: ['added rivers', 'added brooks'] });
    expect(await here()).toEqual(['brooks private', 'rivers']);
    const [brooks] = await api.db.select().from(repos).orderBy(asc(repos.name));
    expect(brooks).toMatchObject({ url: `${host.url}/acme/brooks.git`, sourceType: 'github', kind: 'mirror' });
    expect(await sync(id)).toMatchObject({ status: 'unchanged', told: [] });
    await ask('PATCH', `/connections/${id}`, { forks: true, archived: true, exclude: [] });
    expect((await sync(id)).told.sort()).toEqual(['added a-fork', 'added old', 'added test-one']);
    const listed = await ask('GET', `/repos?connection=${id}`);
    expect(listed.body.repos).toHaveLength(5);
    expect((await ask('GET', `/repos?connection=${brooks?.id}`)).body.repos).toEqual([]);
  });

  it('follows renames by the id, and what turns private at once', async () => {
    host.repos = [
      { id: 1, name: 'rivers' },
      { id: 2, name: 'brooks' },
      { id: 3, name: 'lakes' },
    ];
    const id = await connect();
    await sync(id);
    const before = new Map((await api.db.select().from(repos)).map((repo) => [repo.name, repo.id]));
    await ask('PATCH', `/repos/${before.get('lakes')}`, { name: 'ours' });
    host.repos = [
      { id: 1, name: 'streams' },
      { id: 2, name: 'brooks', isPrivate: true },
      { id: 3, name: 'ponds' },
    ];
    const run = await sync(id);
    expect(run.told).toEqual(['hidden brooks', 'renamed streams', 'renamed ponds']);
    expect(run.changes[1].detail).toBe('It was called rivers.');
    // A name that somebody gave it here stays.
    expect(await here()).toEqual(['brooks private', 'ours', 'streams']);
    const after = await api.db.select().from(repos);
    expect(after.find(({ name }) => name === 'streams')).toMatchObject({
      id: before.get('rivers'),
      url: `${host.url}/acme/streams.git`,
    });
    expect(after.find(({ name }) => name === 'ours')?.url).toBe(`${host.url}/acme/ponds.git`);
    expect((await sync(id)).status).toBe('unchanged');
    Object.assign(host.repos[1] ?? {}, { isPrivate: false });
    expect((await sync(id)).told).toEqual(['published brooks']);
    // Two that take each other's names both follow, at the latest with the next sync.
    host.repos = [
      { id: 1, name: 'brooks' },
      { id: 2, name: 'streams' },
      { id: 3, name: 'ponds' },
    ];
    await sync(id);
    const swapped = await api.db.select().from(repos);
    expect(swapped.find(({ id: one }) => one === before.get('rivers'))?.url).toBe(`${host.url}/acme/brooks.git`);
    expect(swapped.find(({ id: one }) => one === before.get('brooks'))?.url).toBe(`${host.url}/acme/streams.git`);
  });

  it('archives what has vanished after the grace time, and takes it out again', async () => {
    host.repos = manyRepos(5);
    const id = await connect();
    await sync(id);
    const [gone] = host.repos.splice(0, 1);
    const first = await sync(id);
    expect(first.told).toEqual(['missing repo-000']);
    expect(first.changes[0].detail).toMatch(/24 hours\. Visitors do not see it/);
    // It may have turned private: visitors see it no more, members do.
    expect((await here())[0]).toBe('repo-000 private');
    expect((await sync(id)).status).toBe('unchanged');
    expect((await ask('GET', `/connections/${id}`)).body).toMatchObject({ repo_count: 5, missing_count: 1 });
    await passGrace();
    expect((await sync(id)).told).toEqual(['archived repo-000']);
    expect((await here())[0]).toBe('repo-000 private archived');
    expect((await sync(id)).status).toBe('unchanged');
    host.repos.unshift(gone as NonNullable<typeof gone>);
    expect((await sync(id)).told).toEqual(['returned repo-000', 'published repo-000']);
    expect((await here())[0]).toBe('repo-000');
    // What is moved to another owner has left as well.
    Object.assign(host.repos[4] ?? {}, { owner: 'brooks' });
    expect((await sync(id)).told).toEqual(['missing repo-004']);
  });

  it('takes nothing for vanished by a list that was cut, that is empty, or by an error', async () => {
    host.repos = manyRepos(10);
    const id = await connect();
    await sync(id);
    const before = await here();
    const untouched = async (says: RegExp) => {
      await passGrace();
      const run = await sync(id);
      expect(run).toMatchObject({ status: 'unchanged', told: [] });
      expect(run.note).toMatch(says);
      expect(await here()).toEqual(before);
    };
    // Shorter than announced; found by their ids after all; half of all at once; none at all.
    host.unlisted = new Set([1, 2]);
    await untouched(/says that there are 10, and listed 8/);
    host.announces = 8;
    await untouched(/still has repositories that it did not list/);
    host.unlisted = new Set([1, 2, 3, 4, 5, 6]);
    host.announces = 4;
    await untouched(/6 of 10 repositories are missing/);
    host.unlisted = new Set(host.repos.map(({ id: one }) => one));
    host.announces = 0;
    await untouched(/listed none/);
    host.fault = (request, response) => {
      if (!/\/orgs\//.test(request.url ?? '')) return false;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9999' }).write('[');
      setImmediate(() => response.destroy());
      return true;
    };
    expect(await sync(id)).toMatchObject({ status: 'failed', error_kind: 'network', told: [] });
    expect(await here()).toEqual(before);
    expect((await ask('GET', `/connections/${id}`)).body).toMatchObject({
      error: expect.stringContaining('did not answer'),
    });
    Object.assign(host, { fault: null, unlisted: new Set(), announces: null });
    expect(await sync(id)).toMatchObject({ status: 'unchanged', note: null });
    expect((await ask('GET', `/connections/${id}`)).body.error).toBeNull();
  });

  it('does not add again what somebody deleted here, and takes over what was added by hand', async () => {
    host.repos = manyRepos(2);
    const added = await ask('POST', '/repos', { url: `${host.url}/acme/repo-001`, org: 'acme', name: 'mine' });
    expect(added.status).toBe(201);
    const id = await connect();
    expect((await sync(id)).told).toEqual(['added repo-000', 'adopted repo-001']);
    expect(await here()).toEqual(['mine private', 'repo-000']);
    const [, first] = await api.db.select().from(repos).orderBy(asc(repos.name));
    await ask('DELETE', `/repos/${first?.id}`);
    expect(await sync(id)).toMatchObject({ status: 'unchanged' });
    await api.db.delete(repos).where(eq(repos.id, first?.id ?? ''));
    expect(await sync(id)).toMatchObject({ status: 'unchanged' });
    expect(await here()).toEqual(['mine private']);
  });

  it('says of each repository what is in its way, and adds the others', async () => {
    await ask('POST', '/repos', { url: 'https://127.0.0.1/other/rivers', org: 'acme', name: 'rivers' });
    host.repos = [
      { id: 1, name: 'rivers' },
      { id: 2, name: 'elsewhere', cloneUrl: 'https://evil.example/acme/elsewhere.git' },
      { id: 3, name: 'odd', cloneUrl: 'file:///etc/passwd' },
      { id: 4, name: 'brooks' },
    ];
    const id = await connect();
    const run = await sync(id);
    expect(run.told).toEqual(['skipped rivers', 'skipped elsewhere', 'skipped odd', 'added brooks']);
    for (const { detail } of run.changes.slice(0, 3)) expect(detail).toMatch(/\.$/);
    expect(run.changes[1].detail).toContain('another server');
    expect(await sync(id)).toMatchObject({ status: 'unchanged' });
  });
});

it('500 repositories come by pages, with a pause that the host asks for in the middle', async () => {
  host.repos = manyRepos(500);
  let pauses = 0;
  host.fault = (request, response) => {
    if (pauses > 0 || !/page=3/.test(request.url ?? '')) return false;
    pauses += 1;
    response.writeHead(429, { 'retry-after': '1' }).end('{"message": "slow down"}');
    return true;
  };
  const id = await connect({ source_type: 'gitlab', include: ['repo-49*'] });
  expect((await ask('POST', `/connections/${id}/preview`)).body).toMatchObject({
    listed: 500,
    left_out: 490,
    note: null,
  });
  expect(pauses).toBe(1);
  const run = await sync(id);
  expect(run).toMatchObject({ status: 'succeeded', listed: 500 });
  expect(run.told).toEqual(host.repos.slice(490).map(({ name }) => `added ${name}`));
  expect((await ask('GET', `/connections/${id}`)).body.repo_count).toBe(10);
});

describe('the schedule', () => {
  it('begins with the first sync that somebody asks for, and honours what the host asks', async () => {
    host.repos = manyRepos(1);
    const id = await connect();
    expect(await scheduleConnections(system)).toEqual({ started: 0, resumed: 0, givenUp: 0 });
    await sync(id);
    expect(await scheduleConnections(system)).toMatchObject({ started: 0 });
    await api.db.update(connections).set({ nextSyncAt: sql`now()` });
    host.fault = (_request, response) => {
      response.writeHead(429, { 'retry-after': '7200' }).end('{}');
      return true;
    };
    expect(await scheduleConnections(system)).toMatchObject({ started: 1 });
    expect(await work(id)).toMatchObject({ status: 'failed', trigger: 'schedule' });
    const { body } = await ask('GET', `/connections/${id}`);
    expect(Date.parse(body.next_sync_at) - Date.now()).toBeGreaterThan(7000 * 1000);
  });

  it('sends again what the engine has not had, and gives up what never ended', async () => {
    const id = await connect();
    await ask('POST', `/connections/${id}/sync`);
    expect((await ask('POST', `/connections/${id}/sync`)).status).toBe(409);
    api.events.length = 0;
    expect(await scheduleConnections(system)).toMatchObject({ resumed: 1 });
    const [event] = api.events;
    expect(event).toMatchObject({ name: 'connection/sync.requested' });
    await api.db.execute(sql`update connection_runs set created_at = now() - interval '3 hours'`);
    expect(await scheduleConnections(system)).toMatchObject({ givenUp: 1, resumed: 0 });
    // The one that was given up finds that it holds nothing any more.
    if (event?.name !== 'connection/sync.requested') throw new Error('No event.');
    const { connection_id: connectionId, run_id: runId } = event.data;
    expect(await syncConnection(system, { connectionId, runId })).toBeNull();
  });
});

describe('a credential of the organisation', () => {
  const newCredential = async (token: string, name = token) =>
    (await ask('POST', '/credentials', { org: 'acme', name, kind: 'token', token })).body.id as string;

  it('goes to the host alone, is that of every repository, and is changed in one place', async () => {
    await ask('POST', '/orgs', { slug: 'acme', name: 'Acme' });
    host.repos = manyRepos(2);
    const [first, second] = [await newCredential('s3cret-one'), await newCredential('s3cret-two')];
    const id = await connect({ credential_id: first });
    await sync(id);
    expect(new Set(host.asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer s3cret-one']));
    expect((await api.db.select().from(repos)).map((repo) => repo.credentialId)).toEqual([first, first]);
    await ask('PATCH', `/connections/${id}`, { credential_id: second });
    expect((await api.db.select().from(repos)).map((repo) => repo.credentialId)).toEqual([second, second]);
    const used = await ask('DELETE', `/credentials/${second}`);
    expect(used.status).toBe(409);
    expect(used.body.detail).toMatch(/acme/);
    host.fault = (_request, response) => {
      response.writeHead(401).end('{"message": "Bad credentials: s3cret-two"}');
      return true;
    };
    const run = await sync(id);
    expect(run).toMatchObject({ status: 'failed', error_kind: 'auth' });
    expect(JSON.stringify(run)).not.toContain('s3cret-two');
  });

  it('cannot be a key, nor that of another organisation', async () => {
    for (const slug of ['acme', 'brooks']) await ask('POST', '/orgs', { slug, name: slug });
    const key = (await ask('POST', '/credentials', { org: 'acme', name: 'key', kind: 'ssh_key' })).body.id;
    const connecting = { host: host.url, source_type: 'github', owner: 'acme' };
    expect(await ask('POST', '/connections', { ...connecting, credential_id: key })).toMatchObject({ status: 400 });
    const theirs = { ...connecting, org: 'brooks', credential_id: await newCredential('x') };
    expect(await ask('POST', '/connections', theirs)).toMatchObject({ status: 400 });
  });
});

it('is refused where it makes no sense', async () => {
  const one = { host: host.url, source_type: 'github', owner: 'acme' };
  const id = await connect();
  expect(await ask('POST', '/connections', one)).toMatchObject({ status: 409 });
  expect(await ask('POST', '/connections', { ...one, owner: 'ACME' })).toMatchObject({ status: 409 });
  for (const wrong of [
    { owner: '../../admin' },
    { owner: 'a b' },
    { source_type: 'custom' },
    { host: 'ssh://git@x.example' },
    { host: 'https://github.com', source_type: 'bitbucket' },
    { include: ['x'.repeat(300)] },
    { sync_interval_seconds: 5 },
  ]) {
    expect((await ask('POST', '/connections', { ...one, org: 'other', ...wrong })).status, JSON.stringify(wrong)).toBe(
      400,
    );
  }
  api.setEnv({ FRESHET_READ_ONLY: '1' });
  expect((await ask('POST', `/connections/${id}/preview`)).status).toBe(403);
  expect((await ask('POST', `/connections/${id}/sync`)).status).toBe(403);
  api.setEnv({});
  expect((await ask('DELETE', `/connections/${id}`)).status).toBe(204);
  expect((await ask('GET', `/connections/${id}`)).status).toBe(404);
});
