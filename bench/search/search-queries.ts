// Queries as people type them, made from what a database holds: seeded, so that two runs ask the same.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { toWords } from '@/lib/text/tokenize';

export type QueryKind =
  | keyof typeof FIXED
  | 'sampled words'
  | 'sampled pairs'
  | 'sampled literals'
  | 'words in a language';

const FIXED = {
  'common words': ['if', 'error', 'return', 'the', 'int', 'test', 'a', 'include'],
  'common pairs': ['return error', 'if null', 'static int', 'get name', 'init config'],
  'literals in code': [
    '"err != nil"',
    '"if (ret < 0)"',
    'foo.bar()',
    '"return -EINVAL;"',
    '"static int"',
    '#include',
    'std::move(',
  ],
  'only punctuation': ['->', '!=', '&&', '=>', '<=>'],
  'filters alone': ['file:Makefile', 'lang:python', 'file:*.md', 'file:test -lang:c', 'lang:c file:drivers'],
  'nothing there': ['kzallco', 'qqqzzz', 'initialise_nothing', '"no such thing at all"', 'xyzzy plugh'],
} as const;

const SAMPLED_FILES = 60;

/** Queries by kind; the sampled ones are cut out of files that the database holds, so each finds something. */
export async function makeQueries(db: Db): Promise<Map<QueryKind, string[]>> {
  const texts = await sampleTexts(db);
  const random = generator(42);
  const queries = new Map<QueryKind, string[]>(
    Object.entries(FIXED).map(([kind, list]) => [kind as QueryKind, [...list]]),
  );
  const words: string[] = [];
  const pairs: string[] = [];
  const literals: string[] = [];
  const inLanguage: string[] = [];
  for (const { text, language } of texts) {
    const found = toWords(text).filter(({ start, end }) => end - start >= 3);
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length >= 8 && line.length < 120);
    if (found.length < 2 || lines.length === 0) continue;
    const pick = () => {
      const { start, end } = found[random(found.length)]!;
      return text.slice(start, end);
    };
    words.push(pick());
    pairs.push(`${pick()} ${pick()}`);
    if (language) inLanguage.push(`${pick()} lang:"${language}"`);
    const line = lines[random(lines.length)]!;
    const starts = toWords(line).map((word) => word.start);
    const from = starts[random(Math.max(1, starts.length - 2))] ?? 0;
    const piece = line.slice(from, from + 8 + random(20)).replace(/\\+$/, '');
    literals.push(`"${piece.replaceAll('"', '\\"')}"`);
  }
  return queries
    .set('sampled words', words)
    .set('sampled pairs', pairs)
    .set('words in a language', inLanguage)
    .set('sampled literals', literals);
}

/** Beginnings of files, spread over all that the database holds. */
export async function sampleTexts(db: Db): Promise<{ text: string; language: string | null }[]> {
  const [range] = await db.execute<{ first: number; last: number }>(
    sql`select min(id)::float8 as first, max(id)::float8 as last from blobs`,
  );
  const texts: { text: string; language: string | null }[] = [];
  for (let i = 0; i < SAMPLED_FILES; i++) {
    const from = Math.floor(range!.first + ((range!.last - range!.first) * i) / SAMPLED_FILES);
    const [row] = await db.execute<{ text: string; language: string | null }>(sql`
      select left(content, 8000) as text, language from blobs
      where id >= ${from} and length(content) > 200 and not is_generated order by id limit 1`);
    if (row) texts.push(row);
  }
  return texts;
}

/** Whole numbers below a bound, the same ones each time (Park and Miller). */
export function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
