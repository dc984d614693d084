import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { branches, indexedRefs, orgs, repos } from '@/db/schema';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { createRepo, type GitRepo } from '../../e2e/servers/git/git-repo';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let mirror: GitRepo;
let id: string;
let first: string;
let second: string;

beforeAll(async () => {
  api = await startApi();
  const [org] = await api.db.insert(orgs).values({ name: 'acme', isOpen: true }).returning();
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: org?.id ?? '', name: 'rivers', isPublic: true, defaultBranch: 'main', url: 'https://127.0.0.1/x' })
    .returning();
  id = repo?.id ?? '';
  const dir = mirrorDir(api.env.dataDir, id);
  mirror = await createRepo(path.dirname(dir), path.basename(dir), [
    ['README.md', '# Rivers\n'],
    ['src/main.ts', 'export const one = 1;\n'],
    ['src/page.html', '<script>alert(1)</script>'],
    ['src/lib/deep.ts', 'deep\n'],
    ['picture.png', Buffer.from([0x89, 0x50, 0, 1, 2, 3])],
    ['passwords', { link: '/etc/passwd' }],
    ['module', { submodule: 'a'.repeat(40) }],
    [Buffer.from([0x6e, 0x61, 0xff, 0x6d, 0x65]), 'odd\n'],
    ['--upload-pack=x', 'option\n'],
    [':(top)magic', 'magic\n'],
    ['big.txt', 'x'.repeat(3 * 1024 * 1024)],
  ]);
  first = await mirror.tip();
  second = await mirror.commit({ 'src/main.ts': 'export const two = 2;\n' });
  await mirror.tag('v1', first);
  await mirror.tag('v1-annotated', first, { annotated: true });
  await api.db.insert(branches).values({ repoId: id, name: 'main', commitSha: second });
  await api.db
    .insert(indexedRefs)
    .values({ repoId: id, ref: 'main', commitSha: first, indexedAt: new Date(), fileCount: 11, sizeBytes: 1 });
});
afterAll(() => api.close());

const get = (target: string, headers: Record<string, string> = {}) =>
  call('GET', `/api/v1/repos/${id}/${target}`, { headers });
const read = async (target: string) => await (await get(target)).json();

describe('a folder', () => {
  it('is listed at the commit that search shows, folders included', async () => {
    const tree = await read('tree');
    expect(tree).toMatchObject({ repo_id: id, ref: 'main', commit: first, path: '', next_cursor: null });
    const types = Object.fromEntries(
      tree.entries.map((entry: { name: string; type: string }) => [entry.name, entry.type]),
    );
    expect(types).toMatchObject({ src: 'dir', 'README.md': 'file', passwords: 'link', module: 'submodule' });
    expect(types['na\\xffme']).toBe('file');
    const src = await read('tree?path=/src/');
    expect(src.entries).toMatchObject([
      { name: 'lib', path: 'src/lib', type: 'dir', size_bytes: null },
      { name: 'main.ts', path: 'src/main.ts', type: 'file', mode: 100644, size_bytes: 22 },
      { name: 'page.html', path: 'src/page.html' },
    ]);
  });

  it('is read at a tag, annotated or not, as the commit it names', async () => {
    for (const tag of ['v1', 'v1-annotated']) {
      expect(await read(`tree?ref=${tag}`)).toMatchObject({ ref: tag, commit: first });
      expect(await read(`blob?ref=${tag}&path=README.md`)).toMatchObject({ commit: first, content: '# Rivers\n' });
    }
  });

  it('is paged within one commit, also when the branch moves meanwhile', async () => {
    const page = await read('tree?limit=2&path=src');
    expect(page.entries).toHaveLength(2);
    await api.db.update(indexedRefs).set({ commitSha: second });
    const rest = await read(`tree?limit=2&path=src&cursor=${page.next_cursor}`);
    await api.db.update(indexedRefs).set({ commitSha: first });
    expect(rest).toMatchObject({ commit: first, entries: [{ name: 'page.html' }], next_cursor: null });
  });

  it.each([
    ['path=nowhere', 404],
    ['path=README.md', 404],
    ['path=src/../..', 400],
    ['path=a//b', 400],
    ['ref=nope', 404],
    ['ref=--all', 404],
    [`commit=${'b'.repeat(40)}`, 404],
    ['commit=HEAD', 400],
    ['commit=abc', 400],
    [`commit=${'c'.repeat(40)}&ref=main`, 400],
    ['limit=9999', 400],
  ])('%s is answered %i', async (query, status) => {
    expect((await get(`tree?${query}`)).status).toBe(status);
  });
});

describe('a file', () => {
  it('is read at the indexed commit, another commit, and a tag', async () => {
    expect(await read('blob?path=src/main.ts')).toMatchObject({ commit: first, content: 'export const one = 1;\n' });
    expect(await read(`blob?path=src/main.ts&commit=${second}`)).toMatchObject({ content: 'export const two = 2;\n' });
    expect(await read('blob?path=src/main.ts&ref=v1')).toMatchObject({ ref: 'v1', commit: first });
  });

  it('is a link’s own text, never what it points at', async () => {
    const link = await read('blob?path=passwords');
    expect(link).toMatchObject({ mode: 120000, content: '/etc/passwd' });
  });

  it('has no content where it is binary or too large', async () => {
    expect(await read('blob?path=picture.png')).toMatchObject({ is_binary: true, content: null, size_bytes: 6 });
    expect(await read('blob?path=big.txt')).toMatchObject({ is_too_large: true, content: null, size_bytes: 3145728 });
  });

  it('is found whatever its name is', async () => {
    for (const name of ['na\\xffme', '--upload-pack=x', ':(top)magic']) {
      expect((await get(`blob?path=${encodeURIComponent(name)}`)).status, name).toBe(200);
    }
  });

  it.each([['src'], ['module'], ['nowhere.ts'], ['src/main.ts/x'], ['passwords/x']])('%s is none', async (name) => {
    expect((await get(`blob?path=${name}`)).status).toBe(404);
  });

  it('comes raw as a type that no browser runs', async () => {
    for (const [target, headers] of [
      ['blob?path=src/page.html&raw=1', {}],
      ['blob?path=src/page.html', { accept: 'text/plain' }],
      ['blob?path=src/page.html', { accept: 'application/octet-stream, */*;q=0.1' }],
    ] as const) {
      const response = await get(target, headers);
      expect(await response.text()).toBe('<script>alert(1)</script>');
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain('sandbox');
    }
    const picture = await get('blob?path=picture.png&raw=1');
    expect(picture.headers.get('content-type')).toBe('application/octet-stream');
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(Buffer.from([0x89, 0x50, 0, 1, 2, 3]));
    expect((await get('blob?path=big.txt&raw=1')).headers.get('content-type')).toContain('text/plain');
    const browser = await get('blob?path=src/page.html', { accept: 'text/html,*/*' });
    expect(browser.headers.get('content-type')).toBe('application/json');
  });
});

it('says so where the copy on this server is damaged or gone', async () => {
  await writeFile(path.join(mirror.dir, 'HEAD'), 'garbage');
  const damaged = await get('tree');
  expect(damaged.status).toBe(503);
  await rm(mirror.dir, { recursive: true });
  for (const target of ['tree', 'blob?path=README.md', `tree?commit=${first}`]) {
    const response = await get(target);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'internal', detail: expect.stringContaining('Sync it') });
  }
});
