// Queries by class, cut out of what a database holds: seeded, so that two runs over the same files ask the same.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { toWords } from '@/lib/text/tokenize';
import { generator, sampleTexts } from './search-queries';

/** How another tool is asked for the same text; null where it has no such question. */
export interface PlainPattern {
  text: string;
  kind: 'word' | 'literal' | 'regex';
}

export interface ClassQuery {
  q: string;
  plain: PlainPattern | null;
}

export type QueryClass =
  | 'word'
  | 'rare word'
  | 'two words'
  | 'literal'
  | 'regex'
  | 'symbol'
  | 'path'
  | 'filter'
  | 'miss';

/** Queries of each class that are asked. */
const PER_CLASS = 25;

/** Words that stand in very many files: each search for one is a hard one. */
const COMMON = ['error', 'return', 'config', 'if', 'test'];

export async function classQueries(db: Db): Promise<Map<QueryClass, ClassQuery[]>> {
  const random = generator(7);
  const queries = new Map<QueryClass, ClassQuery[]>();
  const add = (kind: QueryClass, q: string, plain: PlainPattern | null = null) => {
    const list = queries.get(kind) ?? [];
    if (list.length < PER_CLASS && !list.some((one) => one.q === q)) list.push({ q, plain });
    queries.set(kind, list);
  };
  for (const text of COMMON) add('word', text, { text, kind: 'word' });
  for (const { text, language } of await sampleTexts(db)) {
    const words = toWords(text)
      .map(({ start, end }) => text.slice(start, end))
      .filter((word) => /^[A-Za-z_]\w{2,}$/.test(word));
    const lines = text.split('\n').map((line) => line.trim());
    const long = lines.filter((line) => line.length >= 12 && line.length < 100);
    if (words.length < 4 || long.length === 0) continue;
    const pick = () => words[random(words.length)]!;
    const word = pick();
    add('word', word, { text: word, kind: 'word' });
    const rare = words.filter((one) => one.length >= 12)[0];
    if (rare) add('rare word', rare, { text: rare, kind: 'word' });
    add('two words', `${pick()} ${pick()}`);
    const line = long[random(long.length)]!;
    const piece = line.slice(0, 10 + random(20)).replace(/[\\"\s]+$/, '');
    if (!piece.includes('"')) add('literal', `"${piece}"`, { text: piece, kind: 'literal' });
    const pattern = toPattern(piece);
    if (!pattern.includes('/')) add('regex', `/${pattern}/`, { text: pattern, kind: 'regex' });
    if (language) add('filter', `${pick()} lang:"${language}"`);
    const missing = [...word].reverse().join('').concat('qz');
    add('miss', missing, { text: missing, kind: 'literal' });
  }
  for (const name of await sampleNames(db)) add('symbol', `sym:${name}`);
  for (const [i, path] of (await samplePaths(db)).entries()) {
    const [folder = '', file = ''] = path.split('/').slice(-2);
    add('path', i % 2 === 0 ? file || folder : `${folder}/${file}`);
    add('filter', i % 2 === 0 ? `error file:${folder}` : `file:${folder} file:${file.slice(0, 3)}`);
  }
  return queries;
}

/** What a line might be asked as: its numbers and gaps may be others. */
function toPattern(piece: string): string {
  return piece
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replace(/\d+/g, '[0-9]+')
    .replace(/ +/g, ' +');
}

async function sampleNames(db: Db): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select (string_to_array(trim(E'\n' from names), E'\n'))[1] as name from blob_symbols
    order by md5(blob_id::text) limit ${PER_CLASS * 3}`);
  return rows.map((row) => row.name).filter((name) => /^\w{3,60}$/.test(name));
}

async function samplePaths(db: Db): Promise<string[]> {
  const rows = await db.execute<{ path: string }>(sql`
    select path from files where path ~ '^[A-Za-z0-9_./-]+/[A-Za-z0-9_.-]+$' order by md5(path) limit ${PER_CLASS * 2}`);
  return rows.map((row) => row.path);
}
