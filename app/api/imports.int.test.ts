// Imports of many repositories: the file of another installation, a pasted list, a folder.
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orgMembers, orgs, repos } from '@/db/schema';
import { createWorkTree } from '@/e2e/servers/git/work-tree';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let cookie: string;
let folder: string;

beforeAll(async () => {
  api = await startApi();
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'freshet-imports-')));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await api.reset();
  cookie = (await api.signIn('ada@x.example', { isAdmin: true })).cookie;
});

async function importing(body: Record<string, unknown>, by = cookie) {
  const response = await call('POST', '/api/v1/imports', { body, cookie: by });
  return { status: response.status, ...(await response.json()) };
}
const ofJson = (entries: unknown, more: object = {}) =>
  importing({ format: 'repos.json', content: JSON.stringify(entries), ...more });
const listed = async () => {
  const { repos: all } = await (await call('GET', '/api/v1/repos', { cookie })).json();
  return all as {
    id: string;
    org: string;
    name: string;
    url: string;
    path: string;
    added_at: string;
    status: string;
  }[];
};

const entry = (name: string, more: object = {}) => ({
  id: randomUUID(),
  url: `https://127.0.0.1/acme/${name}.git`,
  name,
  status: 'ready',
  added_at: '2024-03-01T10:00:00.000Z',
  indexed_at: '2024-03-02T10:00:00.000Z',
  file_count: 12,
  head_commit: 'a'.repeat(40),
  ...more,
});

describe('the repos.json of a repo-search installation', () => {
  it('keeps ids, names and times, has everything synced, and changes nothing the second time', async () => {
    const { head_commit: _, ...older } = entry('brooks');
    const entries = [entry('rivers'), older, entry('lakes', { name: 'water/lakes-of-old', indexed_at: null })];
    expect(await ofJson(entries)).toMatchObject({ status: 200, created: 3, updated: 0, unchanged: 0, skipped: [] });
    expect((await listed()).map(({ id, org, name }) => [id, `${org}/${name}`])).toEqual([
      [entries[1]?.id, 'acme/brooks'],
      [entries[0]?.id, 'acme/rivers'],
      [entries[2]?.id, 'water/lakes-of-old'],
    ]);
    expect((await listed())[0]?.added_at).toBe('2024-03-01T10:00:00.000Z');
    const synced = api.events.flatMap((event) => (event.name === 'repo/sync.requested' ? [event.data.repo_id] : []));
    expect(synced.sort()).toEqual(entries.map(({ id }) => id).sort());
    const before = await listed();
    expect(await ofJson(entries)).toMatchObject({ created: 0, updated: 0, unchanged: 3, skipped: [] });
    expect(await listed()).toEqual(before);
  });

  it('brings in step what has another name or source by now', async () => {
    const one = entry('rivers');
    await ofJson([one]);
    const moved = { ...one, name: 'streams', url: 'https://127.0.0.1/acme/streams' };
    expect(await ofJson([moved])).toMatchObject({ created: 0, updated: 1, unchanged: 0 });
    expect(await listed()).toMatchObject([{ id: one.id, name: 'streams', url: moved.url }]);
    expect(await ofJson([moved])).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    expect(await ofJson([moved], { org: 'other' })).toMatchObject({ updated: 1 });
    expect(await listed()).toMatchObject([{ id: one.id, org: 'other', name: 'streams' }]);
  });

  it('says of each entry what is wrong with it, and adds the others', async () => {
    const good = [entry('rivers'), entry('brooks')];
    const secret = entry('secret', { url: 'https://me:hunter2@127.0.0.1/acme/secret' });
    const answer = await ofJson([
      good[0],
      null,
      'text',
      [1],
      { ...entry('no-id'), id: 'a1b2' },
      { ...entry('no-url'), url: 7 },
      entry('x', { name: '../../etc/passwd' }),
      entry('x', { name: '' }),
      entry('file', { url: 'file:///etc/passwd' }),
      entry('ext', { url: 'ext::sh -c id' }),
      entry('meta', { url: 'http://169.254.169.254/latest/meta-data' }),
      secret,
      { ...entry('twice'), id: good[0]?.id },
      entry('again', { url: 'git@127.0.0.1:acme/rivers.git' }),
      entry('rivers', { url: 'https://127.0.0.1/acme/other' }),
      entry('folder', { url: '/etc' }),
      entry('long', { url: `https://127.0.0.1/${'x'.repeat(3000)}` }),
      good[1],
    ]);
    expect(answer).toMatchObject({ status: 200, created: 2, updated: 0 });
    const reasons: [number, string][] = answer.skipped.map((one: { row: number; reason: string }) => [
      one.row,
      one.reason,
    ]);
    expect(reasons.map(([row]) => row)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
    for (const [row, reason] of reasons) expect(reason, `entry ${row}`).toMatch(/^[A-Z].{10,}\.$/);
    expect(Object.fromEntries(reasons)).toMatchObject({
      5: expect.stringContaining('UUID'),
      11: expect.stringContaining('metadata'),
      12: expect.stringContaining('password'),
      13: 'Entry 1 has the same id.',
      14: expect.stringContaining('is here already, as acme/rivers'),
      15: expect.stringContaining('acme/rivers already'),
    });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect((await listed()).map(({ name }) => name)).toEqual(['brooks', 'rivers']);
  });

  it.each([
    ['{"repos": []}', 400, /no list/],
    ['[{"id": ', 400, /not valid JSON/],
    ['', 400, /not valid JSON/],
    [JSON.stringify(Array(5001).fill({})), 413, /5001 entries/],
    [`[${' '.repeat(4 * 1024 ** 2)}]`, 400, /in parts/],
    [`[${' '.repeat(9 * 1024 ** 2)}]`, 413, /larger/],
  ])('that is none is refused as a whole: %.20s', async (content, status, says) => {
    const answer = await importing({ format: 'repos.json', content });
    expect(answer).toMatchObject({ status, detail: expect.stringMatching(says) });
    expect(await listed()).toEqual([]);
  });

  it('an empty one is fine', async () => {
    expect(await ofJson([])).toMatchObject({ status: 200, created: 0, updated: 0, unchanged: 0, skipped: [] });
  });

  it('takes no id over that belongs to what the caller may not see', async () => {
    const theirs = entry('rivers');
    await ofJson([theirs]);
    const bo = (await api.signIn('bo@x.example')).cookie;
    await api.db.update(orgs).set({ isOpen: false });
    const content = JSON.stringify([{ ...theirs, name: 'bo/mine', url: 'https://127.0.0.1/bo/mine' }]);
    const answer = await importing({ format: 'repos.json', content }, bo);
    expect(answer).toMatchObject({
      created: 0,
      updated: 0,
      skipped: [{ row: 1, reason: expect.stringContaining('taken') }],
    });
    expect(answer.skipped[0].reason).not.toContain('acme');
    expect(await listed()).toMatchObject([{ org: 'acme', name: 'rivers' }]);
  });
});

describe('a pasted list', () => {
  const content = [
    '\ufeff# our rivers',
    'https://127.0.0.1/acme/rivers   # the large one',
    '',
    '  git@127.0.0.1:acme/rivers.git',
    'https://127.0.0.1/acme/brooks.git\r',
    'https://127.0.0.1:8443/acme/rivers',
    'https://127.0.0.1/acme/brooks/ ',
    'this is no address',
    '--upload-pack=evil',
    'http://169.254.169.254/acme/rivers',
  ].join('\n');

  it('may have comments, blank lines and duplicates; a second time it changes nothing and says so', async () => {
    const answer = await importing({ format: 'urls', content, org: 'water' });
    expect(answer).toMatchObject({ status: 200, created: 2, updated: 0, unchanged: 0 });
    const rows = (list: { row: number }[]) => list.map(({ row }) => row);
    // The one on another port is another source of the same name.
    expect(rows(answer.skipped)).toEqual([4, 6, 7, 8, 9, 10]);
    expect(answer.skipped[0].reason).toBe('Line 2 names the same source.');
    expect(answer.skipped[1].reason).toContain('water/rivers already');
    expect((await listed()).map(({ org, name }) => `${org}/${name}`)).toEqual(['water/brooks', 'water/rivers']);
    const again = await importing({ format: 'urls', content, org: 'water' });
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(again.skipped).toEqual(answer.skipped);
    // Also under another organisation: the source is what counts.
    expect(await importing({ format: 'urls', content: 'ssh://git@127.0.0.1/acme/rivers' })).toMatchObject({
      created: 0,
      unchanged: 1,
    });
  });

  it('asks for the right to add, in the organisation that is named and in each that is not', async () => {
    const one = { format: 'urls', content: 'https://127.0.0.1/acme/rivers' };
    expect((await importing({ ...one }, '')).status).toBe(401);
    const bo = await api.signIn('bo@x.example');
    const [acme] = await api.db.insert(orgs).values({ name: 'acme' }).returning();
    await api.db.insert(orgMembers).values({ orgId: acme?.id ?? '', userId: bo.id, role: 'viewer' });
    expect(await importing({ ...one, org: 'acme' }, bo.cookie)).toMatchObject({ status: 403 });
    expect(await importing(one, bo.cookie)).toMatchObject({
      status: 200,
      created: 0,
      skipped: [{ row: 1, url: 'https://127.0.0.1/acme/rivers', reason: expect.stringContaining('may do this') }],
    });
    api.setEnv({ FRESHET_READ_ONLY: '1' });
    expect(await importing(one)).toMatchObject({ status: 403 });
  });

  it('twice at once adds each once', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `https://127.0.0.1/acme/river-${i}`).join('\n');
    const answers = await Promise.all([1, 2].map(() => importing({ format: 'urls', content: lines, org: 'acme' })));
    expect(answers.reduce((sum, { created }) => sum + created, 0)).toBe(20);
    for (const answer of answers) expect(answer.skipped).toEqual([]);
    expect(await api.db.$count(repos)).toBe(20);
  });
});

describe('a folder', () => {
  it('adds every repository in it, and none beyond the roots', async () => {
    const root = path.join(folder, 'roots');
    for (const name of ['team/rivers', 'team/brooks', 'lakes']) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await createWorkTree(path.join(root, name), { 'a.txt': 'water' });
    }
    await mkdir(path.join(root, 'empty/deep'), { recursive: true });
    const elsewhere = path.join(folder, 'elsewhere');
    await createWorkTree(elsewhere, { 'a.txt': 'water' });
    await symlink(elsewhere, path.join(root, 'link'));
    api.setEnv({ FRESHET_LOCAL_ROOTS: root });
    const answer = await importing({ format: 'folder', content: root, org: 'here' });
    expect(answer).toMatchObject({ status: 200, created: 3, skipped: [] });
    expect((await listed()).map((repo) => repo.path)).toEqual(
      ['team/brooks', 'lakes', 'team/rivers'].map((name) => path.join(root, name)),
    );
    expect(await importing({ format: 'folder', content: root, org: 'here' })).toMatchObject({
      created: 0,
      unchanged: 3,
    });
    expect(await importing({ format: 'folder', content: elsewhere })).toMatchObject({ status: 400 });
    expect(await importing({ format: 'folder', content: path.join(root, 'empty') })).toMatchObject({
      status: 400,
      detail: expect.stringContaining('no git repository'),
    });
    api.setEnv({});
    expect(await importing({ format: 'folder', content: root })).toMatchObject({
      status: 400,
      detail: expect.stringContaining('FRESHET_LOCAL_ROOTS'),
    });
  });
});
