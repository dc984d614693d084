// What the trigram index is asked for holds of every text with the literal: for texts and literals made at random.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { simplify } from '@/lib/search/query/plan/simplify';
import { parseQuery } from '@/lib/search/query/read/parse';
import { spellings } from '@/lib/search/query/spellings';
import { randomFrom } from '@/lib/text/testing';
import { onSnapshot } from '../snapshot/snapshot';
import { mayHold, mayHoldInAnyCase } from './pattern';
import { hasTrigrams, hasTrigramsOf, trigramLetters } from './trigrams';

const PIECES = [
  ...'abcABqrz019_-. ',
  '\n',
  '->',
  'é',
  'É',
  'e\u0301',
  'ß',
  'ǅ',
  '検',
  'σ',
  'ς',
  'Σ',
  '→',
  'Ⓐ',
  '١',
  '😀',
];
const ROUNDS = 400;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('leaves out no text that holds the literal, in its case or in another', async () => {
  const random = randomFrom(11);
  const pick = (count: number) => Array.from({ length: count }, () => PIECES[random(PIECES.length)]).join('');
  const cases = Array.from({ length: ROUNDS }, () => {
    const literal = pick(1 + random(7));
    return { literal, text: `${pick(random(4))}${literal}${pick(random(4))}` };
  });
  const missed = await onSnapshot(database.db, async (tx) => {
    const plan = simplify(
      parseQuery(
        `content:"${cases
          .map(({ literal }) => literal)
          .join('|')
          .replaceAll('"', '')}"`,
      ),
    );
    const letters = await trigramLetters(tx, plan);
    const asked = cases.flatMap(({ literal, text }, i) => {
      const condition = mayHold(literal, letters);
      const shouted = spellings(literal).map((spelling) => text.replace(literal, spelling));
      const inAnyCase = mayHoldInAnyCase(literal, letters);
      return [
        ...(condition
          ? [sql`select ${i}::int as i from (values (${text}::text)) b (content) where not ${condition}`]
          : []),
        ...(inAnyCase
          ? shouted.map(
              (other) => sql`select ${i}::int as i from (values (${other}::text)) b (content) where not ${inAnyCase}`,
            )
          : []),
      ];
    });
    expect(asked.length).toBeGreaterThan(ROUNDS / 3);
    const found: number[] = [];
    for (let at = 0; at < asked.length; at += 100) {
      const rows = await tx.execute<{ i: number }>(sql.join(asked.slice(at, at + 100), sql` union all `));
      found.push(...rows.map((row) => row.i));
    }
    return found;
  });
  expect(missed.map((i) => cases[i])).toEqual([]);
});

it.each([
  ['foo.bar(', 'a foo.bar(x)', 'a foo.baz(x)'],
  ['(ab', 'x(abc', 'x(bac'],
  ['abc_de', 'xabc_dex', 'xabd_cex'],
  [' is', 'this is', 'this'],
])('tells texts apart for %j', async (literal, holding, other) => {
  expect(hasTrigrams(literal, new Set())).toBe(true);
  const rows = await database.db.execute<{ content: string }>(sql`
    select b.content from (values (${holding}::text), (${other}::text)) b (content)
    where ${hasTrigramsOf(literal, new Set())}`);
  expect(rows.map((row) => row.content)).toEqual([holding]);
});
