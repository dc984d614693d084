// word:yes against the database: the same files in a search and in the stream of all matches.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { search } from './search';
import { streamMatches } from './stream/stream-matches';
import { addTestRepo, contextOf } from './testing';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await addTestRepo(database.db, 'acme/web', {
    'part.ts': 'getUser(user_name); superuser; users',
    'whole.ts': 'const user = getUser();\nUSER = user;',
    'method.ts': 'a.user.name',
    'german.txt': 'Erdöl',
    'oil.txt': 'Öl und Wasser',
    'user.md': 'Nothing of that name.',
  });
});
afterAll(() => database.close());

async function find(q: string): Promise<string[]> {
  const ctx = contextOf(database.db);
  const { results } = await search(ctx, { q });
  const streamed: string[] = [];
  for await (const event of streamMatches(ctx, { q }, {})) if (event.kind === 'file') streamed.push(event.path);
  const found = results.map(({ path }) => path);
  expect(streamed.sort()).toEqual([...found].sort());
  return found;
}

it.each([
  ['user word:yes', ['whole.ts', 'method.ts']],
  ['"user" word:yes', ['whole.ts', 'method.ts']],
  ['"us" word:yes', []],
  ['user -const word:yes', ['method.ts']],
  ['getuser -user word:yes', ['part.ts']],
  ['user.name word:yes', ['method.ts']],
  ['/us\\w+/ word:yes', ['part.ts', 'whole.ts', 'method.ts']],
  ['/us/ word:yes', []],
  ['USER case:yes word:yes', ['whole.ts']],
  ['öl word:yes', ['oil.txt']],
  ['(öl OR users) word:yes', ['oil.txt', 'part.ts']],
])('%s', async (q, expected) => {
  expect((await find(q)).sort()).toEqual([...expected].sort());
});

it('marks whole words alone', async () => {
  const { results } = await search(contextOf(database.db), { q: 'user word:yes file:whole' });
  expect(results[0]).toMatchObject({
    match_count: 3,
    matches: [
      { line: 1, ranges: [[6, 10]] },
      {
        line: 2,
        ranges: [
          [0, 4],
          [7, 11],
        ],
      },
    ],
  });
});
