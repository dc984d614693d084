// A pattern means the same to Postgres, whichever it is, as it does to RE2.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { randomFrom } from '@/lib/text/testing';
import { compileRegex, isRegexError } from './compile';
import { toPostgres } from './to-postgres';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const ATOMS = [
  'a',
  'b',
  '.',
  '\\.',
  '/',
  '[ab]',
  '[^a]',
  '(a|b)',
  '(?:ab)*',
  'a?',
  'b+?',
  '^',
  '$',
  '\\b',
  '\\B',
  '\\d',
  '\\w+',
  '\\s',
  'a{1,2}',
  '|',
  '-',
  'ä',
  '\\n',
  '{',
  '#',
  '\\\\',
];
const LETTERS = ['a', 'b', '.', '/', '1', '-', ' ', 'ä', '_', 'c', '\n', '{', '#', '\\'];

it('matches what RE2 matches', async () => {
  const random = randomFrom(5);
  const cases: { pattern: string; written: string; text: string; expected: boolean }[] = [];
  while (cases.length < 1500) {
    const pattern = Array.from({ length: 1 + random(5) }, () => ATOMS[random(ATOMS.length)]).join('');
    const text = Array.from({ length: random(8) }, () => LETTERS[random(LETTERS.length)]).join('');
    const regex = compileRegex(pattern, { ignoreCase: false });
    const written = toPostgres(pattern);
    // Only whole texts have a beginning and an end here, as paths have.
    if (isRegexError(regex) || written === null || text.includes('\n')) continue;
    cases.push({ pattern, written, text, expected: regex.test(text) });
  }
  const rows = await database.db.execute<{ place: number; is_match: boolean }>(sql`
    select (n - 1)::int as place, (asked->>'text') ~ (asked->>'written') as is_match
    from jsonb_array_elements(${JSON.stringify(cases)}::jsonb) with ordinality as cases (asked, n)`);
  for (const { place, is_match } of rows) {
    const { pattern, written, text, expected } = cases[place]!;
    expect([pattern, written, text, is_match]).toEqual([pattern, written, text, expected]);
  }
  expect(rows).toHaveLength(cases.length);
});

it.each(['\\pL', '(?i)a', 'a{1,300}', '(?m)^a', '(\\b|\\B){100}', '(?:a{1,30}){30}'])('leaves %s to RE2', (pattern) => {
  expect(toPostgres(pattern)).toBeNull();
});
