// Files that hold the same are one result, whose copies can be asked for.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { type SearchInput, search } from './search';
import { addTestRepo, contextOf, type TestFile } from './testing';

const LICENCE = 'c'.repeat(40);
const SMALL = 'd'.repeat(40);
const COPIES = 30;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  const copy = (n: number, options: Partial<TestFile> = {}): TestFile => {
    return { text: 'Do with needle what you like.', sha: LICENCE, pathClass: String(n), ...options };
  };
  await addTestRepo(database.db, 'acme/web', {
    LICENSE: copy(0),
    ...Object.fromEntries(Array.from({ length: COPIES }, (_, n) => [`vendor/p${n}/LICENSE`, copy(n + 1)])),
    'src/needle.ts': { text: 'export const needle = 1;', defines: ['needle'], sha: SMALL },
    'src/other.ts': 'needle();',
  });
  await addTestRepo(database.db, 'acme/api', {
    LICENSE: copy(0),
    'lib/needle.ts': { text: 'export const needle = 1;', sha: SMALL },
  });
  await addTestRepo(database.db, 'acme/secret', { LICENSE: copy(0) }, { isPublic: false });
});
afterAll(() => database.close());

const find = (q: string, options: Partial<SearchInput> = {}) =>
  search(contextOf(database.db), { q, foldsCopies: true, ...options });

it('shows each content once, where its best file is, and counts all files', async () => {
  const { results, count, facets, next_cursor: next } = await find('needle');
  expect(results.map(({ path, also_in_count: copies }) => [path, copies])).toEqual([
    ['src/needle.ts', 1],
    ['src/other.ts', 0],
    ['LICENSE', COPIES + 1],
  ]);
  expect([count, next]).toEqual([COPIES + 5, null]);
  expect(facets.repos).toEqual([
    { value: 'acme/web', count: COPIES + 3 },
    { value: 'acme/api', count: 2 },
  ]);
  expect(results[0]).toMatchObject({
    blob_id: SMALL,
    also_in: [{ repo: 'acme/api', path: 'lib/needle.ts', ref: 'main', commit: 'a'.repeat(40) }],
  });
  expect(results[2]!.also_in).toHaveLength(10);
});

it('shows each file by itself unless it is asked to fold them', async () => {
  const { results, count, next_cursor: next } = await find('needle', { foldsCopies: false, limit: 100 });
  expect([results.length, count, next]).toEqual([COPIES + 5, COPIES + 5, null]);
  expect(results.every(({ also_in_count: copies }) => copies === 0)).toBe(true);
});

it('goes through pages of contents, each once', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await find('needle', { limit: 1, ...(cursor ? { cursor } : {}) });
    expect(page.count).toBe(COPIES + 5);
    seen.push(...page.results.map(({ path }) => path));
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(['src/needle.ts', 'src/other.ts', 'LICENSE']);
});

it('lists the copies of one by themselves, page by page', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await find('needle', { copiesOf: LICENCE, ...(cursor ? { cursor } : {}) });
    expect(page.count).toBe(COPIES + 2);
    expect(page.results.every(({ also_in_count: copies }) => copies === 0)).toBe(true);
    seen.push(...page.results.map(({ repo, path }) => `${repo} ${path}`));
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(COPIES + 2);
  const { next_cursor: other } = await find('needle', { limit: 1 });
  await expect(find('needle', { copiesOf: LICENCE, cursor: other! })).rejects.toMatchObject({ code: 'invalid' });
  expect(await find('needle', { copiesOf: 'e'.repeat(40) })).toMatchObject({ results: [], count: 0 });
});

it('tells nobody of copies that they may not see', async () => {
  const asOperator = await search(contextOf(database.db, { kind: 'operator' }), { q: 'needle', foldsCopies: true });
  expect(asOperator.results.find(({ path }) => path === 'LICENSE')?.also_in_count).toBe(COPIES + 2);
  expect(JSON.stringify(await find('needle', { copiesOf: LICENCE, limit: 100 }))).not.toContain('secret');
});

it('folds nothing where paths, folders or repositories are asked for', async () => {
  expect(await find('file:LICENSE', { limit: 100 })).toMatchObject({ count: COPIES + 2, next_cursor: null });
  expect((await find('file:LICENSE', { limit: 100 })).results).toHaveLength(COPIES + 2);
  expect((await find('type:path license', { limit: 100 })).results).toHaveLength(COPIES + 2);
  expect((await find('needle select:repo')).results.map(({ blob_id: id }) => id)).toEqual([null, null]);
});
