import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeWorkers } from '@/lib/indexing/analyze/worker-pool';
import { addIndexedRepo } from './_indexing';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
beforeAll(async () => {
  api = await startApi();
  await addIndexedRepo(
    api,
    'symbols',
    new Map([
      ['src/a.ts', 'export class Widget {\n  draw() {}\n}\n'],
      ['src/b.ts', "import { Widget } from './a';\nnew Widget().draw();\n"],
    ]),
  );
});
afterAll(async () => {
  await closeWorkers();
  await api.close();
});

async function ask(query: string, expected = 200) {
  const response = await call('GET', `/api/v1/symbols${query}`);
  const body = await response.text();
  expect(response.status, body).toBe(expected);
  return JSON.parse(body);
}

it('answers definitions and references with their places', async () => {
  const { items, next_cursor: next, exact } = await ask('?name=widget');
  expect([next, exact]).toEqual([null, true]);
  expect(items).toMatchObject([
    {
      name: 'Widget',
      kind: 'class',
      role: 'definition',
      scope: null,
      path: 'src/a.ts',
      language: 'TypeScript',
      line: 1,
      column: 13,
      end_column: 19,
      end_line: 3,
      is_public: true,
      label: 'syntactic',
    },
  ]);
  expect(Object.keys(items[0]).sort()).not.toContain('isVendored');
  const used = await ask('?name=draw&role=reference');
  expect(used.items).toMatchObject([{ path: 'src/b.ts', line: 2, kind: 'call', role: 'reference' }]);
  expect((await ask('?name=draw&kind=method')).items).toHaveLength(1);
  expect((await ask('?name=draw&kind=class')).items).toEqual([]);
});

it('refuses in words what it cannot read', async () => {
  expect((await ask('', 400)).detail).toMatch(/name/);
  expect((await ask('?name=a&kind=nonsense', 400)).code).toBe('invalid');
  expect((await ask('?name=a&repo=nowhere', 400)).detail).toMatch(/org\/name/);
  expect((await ask('?name=a&path=x', 400)).detail).toMatch(/repository/);
  expect((await ask('?name=a&repo=no/where', 404)).code).toBe('not_found');
  expect((await ask('?name=a&cursor=x', 400)).detail).toMatch(/cursor/);
  expect((await ask('?name=a&unknown=1', 400)).code).toBe('invalid');
});

it.each([
  ['sym:widget', [['src/a.ts', 1]]],
  ['sym:wid*', [['src/a.ts', 1]]],
  ['sym:d?aw', [['src/a.ts', 2]]],
  ['sym:idget*', []],
  ['draw -sym:wid*', [['src/b.ts', 2]]],
  [
    '(sym:wid* OR lang:go) OR new',
    [
      ['src/a.ts', 1],
      ['src/b.ts', 1],
    ],
  ],
] as const)('%s finds files that define the name, with the line that does', async (q, expected) => {
  const response = await call('GET', `/api/v1/search?q=${encodeURIComponent(q)}`);
  const { results } = await response.json();
  const found = results.map(({ path, matches }: { path: string; matches: { line: number }[] }) => [
    path,
    matches[0]?.line,
  ]);
  expect(found.sort()).toEqual(expected);
});
