// The same source a second time is pointed out, whatever its spelling.
import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orgs, repos } from '@/db/schema';
import { createWorkTree } from '@/e2e/servers/git/work-tree';
import { refuseSameSource } from '@/lib/repos/manage/same-source';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let cookie: string;
let folder: string;

beforeAll(async () => {
  api = await startApi();
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'freshet-same-')));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await api.reset();
  cookie = (await api.signIn('ada@x.example')).cookie;
});

const other = { org: 'other', name: 'streams' };
const add = (body: Record<string, unknown>) => call('POST', '/api/v1/repos', { body, cookie });

describe('a source that is here already', () => {
  it.each([
    ['https://127.0.0.1/acme/rivers', 'https://127.0.0.1/acme/rivers.git'],
    ['https://127.0.0.1/acme/rivers', 'https://127.0.0.1/acme/rivers/'],
    ['https://127.0.0.1/acme/rivers.git', 'https://127.0.0.1:443/acme/rivers'],
    ['https://127.0.0.1/acme/rivers', 'http://127.0.0.1/Acme/Rivers'],
    ['https://127.0.0.1/acme/rivers', 'ssh://git@127.0.0.1/acme/rivers.git'],
    ['https://127.0.0.1/acme/rivers', 'git@127.0.0.1:acme/rivers.git'],
    ['ssh://git@127.0.0.1:2222/acme/rivers', 'https://127.0.0.1/acme/rivers'],
  ])('%s, then %s', async (first, second) => {
    const one = await (await add({ url: first, org: 'acme', name: 'rivers' })).json();
    expect(one.id).toBeDefined();
    const refused = await add({ url: second, org: 'other', name: 'streams' });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      code: 'conflict',
      title: 'Here already',
      repo_id: one.id,
      detail: expect.stringContaining('as acme/rivers.'),
    });
    expect(await api.db.select().from(repos)).toHaveLength(1);
    // Who means it may.
    const again = await add({ url: second, org: 'other', name: 'streams', again: true });
    expect(again.status).toBe(201);
    expect(await again.json()).toMatchObject({ org: 'other', name: 'streams' });
  });

  it.each([
    ['https://127.0.0.1/acme/rivers', 'https://127.0.0.1/acme/rivers2'],
    ['https://127.0.0.1/acme/rivers', 'https://127.0.0.1:8443/acme/rivers'],
    ['ssh://git@127.0.0.1:2222/acme/rivers', 'ssh://git@127.0.0.1:2223/acme/rivers'],
    ['https://127.0.0.1/acme/rivers', 'https://127.0.0.1/x/acme/rivers'],
  ])('is not another one: %s, then %s', async (first, second) => {
    expect((await add({ url: first })).status).toBe(201);
    expect((await add({ url: second, org: 'other', name: 'streams' })).status).toBe(201);
  });

  it('is a folder in whatever spelling', async () => {
    api.setEnv({ FRESHET_LOCAL_ROOTS: folder });
    const here = path.join(folder, 'rivers');
    await mkdir(path.join(here, '.git'), { recursive: true });
    await symlink(here, path.join(folder, 'linked'));
    const ctx = { ...api, actor: { kind: 'operator' as const } };
    const [org] = await api.db.insert(orgs).values({ name: 'acme', isOpen: true }).returning();
    await api.db.insert(repos).values({ orgId: org?.id ?? '', name: 'rivers', kind: 'local', localPath: here });
    for (const localPath of [here, path.join(folder, 'linked'), path.join(here, '.git')]) {
      const again = refuseSameSource(ctx, { localPath, url: null, sourceKey: null }, other);
      await expect(again).rejects.toMatchObject({ code: 'conflict', title: 'Here already' });
    }
    await refuseSameSource(ctx, { localPath: folder, url: null, sourceKey: null }, other);
  });

  it('does not exist for whoever may not see it, nor once it is deleted', async () => {
    const url = 'https://127.0.0.1/acme/rivers';
    const one = await (await add({ url })).json();
    const source = { url, sourceKey: '127.0.0.1/acme/rivers' };
    await refuseSameSource({ ...api, actor: { kind: 'anonymous' } }, source, other);
    expect((await call('DELETE', `/api/v1/repos/${one.id}`, { cookie })).status).toBeLessThan(300);
    expect((await add({ url, org: 'other', name: 'streams' })).status).toBe(201);
  });
});

describe('another source for a repository', () => {
  const url = (name: string) => `https://127.0.0.1/acme/${name}`;
  const change = (id: string, body: Record<string, unknown>) => call('PATCH', `/api/v1/repos/${id}`, { body, cookie });
  const added = async (body: Record<string, unknown>): Promise<string> => (await (await add(body)).json()).id;

  it.each(['https://127.0.0.1/acme/rivers.git', 'http://127.0.0.1/Acme/Rivers', 'git@127.0.0.1:acme/rivers.git'])(
    'that is here already is pointed out, unless it is meant: %s',
    async (spelling) => {
      const [rivers, lakes] = [await added({ url: url('rivers') }), await added({ url: url('lakes') })];
      const refused = await change(lakes, { url: spelling });
      expect(refused.status).toBe(409);
      expect(await refused.json()).toMatchObject({
        code: 'conflict',
        title: 'Here already',
        repo_id: rivers,
        detail: expect.stringMatching(/as acme\/rivers\..*again in the API/),
      });
      const before = await (await call('GET', `/api/v1/repos/${lakes}`, { cookie })).json();
      expect(before).toMatchObject({ url: url('lakes') });
      expect((await change(lakes, { url: spelling, again: true })).status).toBe(200);
    },
  );

  it('may be its own in another spelling, and whatever else is changed is no matter of sources', async () => {
    const rivers = await added({ url: url('rivers') });
    expect((await change(rivers, { url: `${url('rivers')}.git` })).status).toBe(200);
    const second = await added({ url: url('rivers'), ...other, again: true });
    expect((await change(second, { url: `${url('rivers')}/` })).status).toBe(200);
    expect((await change(second, { is_public: true, name: 'brooks', token: 'a-token' })).status).toBe(200);
    // Another port is another server, and the one that has it is here.
    const elsewhere = await added({ url: 'https://127.0.0.1:8443/acme/rivers', name: 'elsewhere' });
    expect((await change(elsewhere, { url: url('rivers') })).status).toBe(409);
  });

  it('is a folder in whatever spelling', async () => {
    api.setEnv({ FRESHET_LOCAL_ROOTS: folder });
    const ids = [];
    for (const name of ['one', 'two']) {
      const { dir } = await createWorkTree(path.join(folder, name), { 'a.txt': `${name}\n` });
      ids.push(await added({ path: dir }));
    }
    const [one = '', two = ''] = ids;
    const refused = await change(two, { path: path.join(folder, 'one', '.git') });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ repo_id: one });
    expect((await change(two, { path: path.join(folder, 'two', '.git') })).status).toBe(200);
    expect((await change(two, { path: path.join(folder, 'one'), again: true })).status).toBe(200);
  });
});
