// Which commit a name stands for, over the API and for pages: a branch, a tag or a commit that are called alike.
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { branches, indexedRefs, orgs, repos } from '@/db/schema';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { findBranchAcross } from '@/lib/browse/find-branch-across';
import { findRefs } from '@/lib/browse/find-refs';
import { readBlob } from '@/lib/browse/read-blob';
import type { Actor, Context } from '@/lib/context';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let mirror: GitRepo;
let id: string;
let first: string;
const odd = 'ab'.repeat(20);

beforeAll(async () => {
  api = await startApi();
  const [org] = await api.db.insert(orgs).values({ name: 'acme', isOpen: true }).returning();
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: org?.id ?? '', name: 'rivers', isPublic: true, defaultBranch: 'main', url: 'https://127.0.0.1/x' })
    .returning();
  id = repo?.id ?? '';
  const dir = mirrorDir(api.env.dataDir, id);
  mirror = await createRepo(path.dirname(dir), path.basename(dir), {
    'a.txt': 'main',
    '\\x41': 'backslash',
    A: 'letter',
  });
  first = await mirror.tip();
  const second = await mirror.commit({ 'a.txt': 'tagged' });
  for (const tag of ['v1', 'v1.9', 'v1.10', 'release/2', 'größe']) {
    await mirror.tag(tag, second, { annotated: tag === 'v1.9' });
  }
  await mirror.setBranch('main', first);
  const tips = new Map([['main', first]]);
  for (const name of [odd, first, 'v1', 'feature/x', 'refs/heads/main']) {
    tips.set(name, await mirror.commit({ 'a.txt': `branch ${name}` }, { branch: name, from: null }));
  }
  const topics = Array.from({ length: 30 }, (_, n) => `topic/${n}`);
  for (const topic of topics) tips.set(topic, first);
  await mirror.git(['update-ref', '--stdin'], topics.map((topic) => `create refs/heads/${topic} ${first}\n`).join(''));
  await api.db.insert(branches).values([...tips].map(([name, commitSha]) => ({ repoId: id, name, commitSha })));
  await api.db
    .insert(indexedRefs)
    .values({ repoId: id, ref: 'main', commitSha: first, indexedAt: new Date(), fileCount: 3, sizeBytes: 1 });
});
afterAll(() => api.close());

const context = (actor: Actor = { kind: 'anonymous' }): Context => ({ ...api, actor });
const textAt = async (revision: { name?: string; ref?: string }) =>
  (await readBlob(context(), { repoId: id, path: 'a.txt', ...revision })).content;

it('a name in an address is a commit’s where there is one, then a branch’s, then a tag’s', async () => {
  for (const [name, content] of [
    [first, 'main'],
    [first.toUpperCase(), 'main'],
    [odd, `branch ${odd}`],
    ['v1', 'branch v1'],
    ['v1.9', 'tagged'],
    ['größe', 'tagged'],
    ['refs/tags/v1', 'tagged'],
    [`refs/heads/${first}`, `branch ${first}`],
    ['refs/heads/main', 'main'],
    ['refs/heads/refs/heads/main', 'branch refs/heads/main'],
  ] as const) {
    expect(await textAt({ name }), name).toBe(content);
  }
  for (const name of [
    '',
    'nope',
    'refs/heads/',
    'refs/tags/nope',
    'cd'.repeat(20),
    'ab'.repeat(32),
    'v1^{}',
    'HEAD',
    '*',
  ]) {
    await expect(textAt({ name }), name).rejects.toMatchObject({ code: 'not_found' });
  }
});

it('over the API a ref is never taken for a commit, and a path is decoded once', async () => {
  const read = async (query: Record<string, string>) =>
    (await call('GET', `/api/v1/repos/${id}/blob?${new URLSearchParams(query)}`)).json();
  expect(await read({ path: 'a.txt', ref: first })).toMatchObject({ content: `branch ${first}` });
  expect(await read({ path: 'a.txt', commit: first })).toMatchObject({ content: 'main' });
  expect(await read({ path: '\\x41' })).toMatchObject({ content: 'backslash' });
  expect(await read({ path: '\\x5cx41' })).toMatchObject({ content: 'backslash' });
  expect(await read({ path: 'A' })).toMatchObject({ content: 'letter' });
  for (const path of ['%41', '\\x2e\\x2e/a.txt', 'a%2Etxt', 'x\\x2fa.txt']) {
    expect(await read({ path }), path).toMatchObject({ status: 404 });
  }
});

it('an address whose slashes are not escaped is found among branches and tags', async () => {
  const across = (ref: string, rest: string) => findBranchAcross(context(), id, ref, rest);
  expect(await across('feature', 'x/src/a.ts')).toEqual({ ref: 'feature/x', path: 'src/a.ts' });
  expect(await across('release', '2/a.txt')).toEqual({ ref: 'release/2', path: 'a.txt' });
  expect(await across('refs', 'tags/v1/a.txt')).toEqual({ ref: 'refs/tags/v1', path: 'a.txt' });
  expect(await across('refs', 'heads/feature/x')).toEqual({ ref: 'refs/heads/feature/x', path: '' });
  expect(await across('feature', 'y/a.ts')).toBeNull();
  expect(await across('main', 'a.ts')).toBeNull();
  expect(await across('main', '')).toBeNull();
});

it('branches and tags are found by a part of their names, so many and no more', async () => {
  const all = await findRefs(context(), id, { limit: 20 });
  expect(all.branches[0]).toEqual({ name: 'main', ref: 'main', isSearchable: true });
  expect([all.branches.length, all.hasMoreBranches]).toEqual([20, true]);
  expect(all.tags.map(({ ref }) => ref)).toEqual(['v1.10', 'v1.9', 'refs/tags/v1', 'release/2', 'größe']);
  const some = await findRefs(context(), id, { filter: 'TOPIC/2', limit: 20 });
  expect(some.branches.map(({ name }) => name)).toEqual([
    'topic/2',
    ...Array.from({ length: 10 }, (_, n) => `topic/2${n}`),
  ]);
  expect(some.tags).toEqual([]);
  const few = await findRefs(context(), id, { filter: 'v1', limit: 2 });
  expect([few.tags.map(({ name }) => name), few.hasMoreTags]).toEqual([['v1.10', 'v1.9'], true]);
  for (const filter of ['%', '_', "'", '\0', '*', 'nope']) {
    expect((await findRefs(context(), id, { filter: `${filter}zz`, limit: 5 })).branches, filter).toEqual([]);
  }
});
