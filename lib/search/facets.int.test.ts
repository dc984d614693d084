// Facets of a query with filters: what was not chosen is there to be chosen beside it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { simplify } from './query/plan/simplify';
import { parseQuery } from './query/read/parse';
import { withAlternatives } from './rank/alternatives';
import { Budget } from './retrieve/snapshot/budget';
import { onSnapshot } from './retrieve/snapshot/snapshot';
import { search } from './search';
import { addTestRepo, contextOf } from './testing';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  const file = (language: string) => ({ text: 'needle', language });
  await addTestRepo(database.db, 'acme/web', { 'a.go': file('Go'), 'b.go': file('Go'), 'c.ts': file('TypeScript') });
  await addTestRepo(database.db, 'acme/api', { 'd.go': file('Go'), 'e.rs': file('Rust') });
  await addTestRepo(database.db, 'acme/secret', { 'f.go': file('Go') }, { isPublic: false });
});
afterAll(() => database.close());

async function facetsOf(q: string, options = { withAlternatives: true }) {
  const { facets, count } = await search(contextOf(database.db), { q, ...options });
  const list = (values: { value: string; count: number }[]) => values.map(({ value, count }) => `${value} ${count}`);
  return [count, list(facets.repos), list(facets.languages)];
}

it('counts a facet as if it had no filter, within all others', async () => {
  expect(await facetsOf('needle lang:go', { withAlternatives: false })).toEqual([
    3,
    ['acme/web 2', 'acme/api 1'],
    ['Go 3'],
  ]);
  expect(await facetsOf('needle lang:go')).toEqual([
    3,
    ['acme/web 2', 'acme/api 1'],
    ['Go 3', 'Rust 1', 'TypeScript 1'],
  ]);
  expect(await facetsOf('needle repo:acme/api lang:go')).toEqual([1, ['acme/web 2', 'acme/api 1'], ['Go 1', 'Rust 1']]);
});

it('takes several values of one kind as alternatives', async () => {
  expect(await facetsOf('needle lang:rust lang:typescript')).toEqual([
    2,
    ['acme/api 1', 'acme/web 1'],
    ['Go 3', 'Rust 1', 'TypeScript 1'],
  ]);
  expect((await facetsOf('needle repo:acme/api repo:acme/web'))[0]).toBe(5);
});

it('is the same where only filters are asked for, and keeps what is left out', async () => {
  expect(await facetsOf('lang:go -repo:acme/api')).toEqual([2, ['acme/web 2'], ['Go 2', 'TypeScript 1']]);
});

it('takes no longer than it may, however long the search may take', async () => {
  const given: number[] = [];
  const asked = {
    scope: { refs: [] } as never,
    plan: simplify(parseQuery('needle repo:x timeout:10s')),
    filters: { languages: [], paths: [] } as never,
    vector: null,
    scopeOf: async (_: unknown, __: unknown, budget: Budget) => {
      given.push(budget.ms);
      return { refs: [] } as never;
    },
  };
  for (const ms of [10_000, 50]) {
    const budget = new Budget(ms);
    await onSnapshot(database.db, (tx) => withAlternatives(tx, { ...asked, budget }, { repos: [], languages: [] }));
  }
  expect(given[0]).toBe(500);
  expect(given[1]).toBeLessThanOrEqual(50);
});
