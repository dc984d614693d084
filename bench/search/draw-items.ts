// Draws known items from what a database holds. Definitions and texts are found with patterns of its own and never with
// the index that is being judged.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { mayHoldInAnyCase } from '@/lib/search/retrieve/predicates/pattern';
import { ASCII_ALONE } from '@/lib/search/retrieve/predicates/trigrams';
import { CLASSES, type ItemClass, type KnownItem } from './known-items';
import { commentWords, definedNames, definesName, quotedTexts } from './known-texts';

/** Of a hundred items: how many of each class. */
const SHARES: Record<ItemClass, number> = {
  name: 32,
  name_lower: 6,
  name_words: 11,
  error_words: 13,
  error_quoted: 6,
  path_words: 10,
  path_suffix: 6,
  doc_words: 16,
};
/** Files are tried at most so many times for each item that is wanted. */
const TRIES = 12;
/** A word in more files than this is not looked at further: the item is left out. */
const MAX_RIVALS = 400;

interface Source {
  repo: string;
  path: string;
  text: string;
}

/** About `count` items that each have one right answer; the same ones for the same `seed` and database. */
export async function drawItems(
  db: Db,
  { count, seed, avoid }: { count: number; seed: string; avoid: ReadonlySet<string> },
): Promise<KnownItem[]> {
  const items: KnownItem[] = [];
  for (const cls of CLASSES) {
    const wanted = Math.round((count * SHARES[cls]) / 100);
    const random = generator(`${seed} ${cls}`);
    let found = 0;
    for (const id of await sampleFiles(db, `${seed} ${cls}`, wanted * TRIES)) {
      if (found >= wanted) break;
      const source = await readSource(db, id);
      if (!source || avoid.has(`${source.repo}/${source.path}`)) continue;
      const q = await MAKERS[cls](db, source, random);
      if (q === null) continue;
      items.push({ cls, q, target: `${source.repo}/${source.path}` });
      found++;
    }
  }
  return items;
}

type Random = (below: number) => number;
type Maker = (db: Db, source: Source, random: Random) => Promise<string | null>;

async function uniqueName(db: Db, { text, path }: Source, random: Random, fits: (name: string) => boolean) {
  const names = definedNames(text, path).filter((name) => name.length >= 5 && fits(name));
  if (names.length === 0) return null;
  const name = names[random(names.length)]!;
  const rivals = await textsWith(db, [name]);
  return rivals && rivals.filter((rival) => definesName(rival.text, name)).length === 1 ? name : null;
}

const MAKERS: Record<ItemClass, Maker> = {
  name: (db, source, random) => uniqueName(db, source, random, () => true),
  name_lower: async (db, source, random) =>
    (await uniqueName(db, source, random, (name) => /[a-z][A-Z]/.test(name)))?.toLowerCase() ?? null,
  name_words: async (db, source, random) => {
    const name = await uniqueName(db, source, random, (one) => [2, 3, 4].includes(partsOf(one).length));
    return name && partsOf(name).join(' ');
  },
  error_words: (db, source, random) => uniquePhrase(db, source, random),
  error_quoted: async (db, source, random) => {
    const phrase = await uniquePhrase(db, source, random);
    return phrase && `"${phrase}"`;
  },
  path_words: async (db, { path }, random) => {
    const folders = path.split('/').slice(0, -1);
    const stem = stemOf(path);
    if (folders.length === 0 || stem.length < 5) return null;
    const words = [folders[random(folders.length)]!, ...partsOf(stem)].map((word) => word.toLowerCase());
    if (!words.every((word) => /^[a-z]\w+$/.test(word))) return null;
    const rivals = await db.execute<{ path: string }>(
      sql`select f.path from files f where ${sql.join(
        words.map((word) => sql`f.path ilike ${`%${word}%`}`),
        sql` and `,
      )} limit 50`,
    );
    const same = rivals.filter(
      (rival) => partsOf(stemOf(rival.path)).join(' ').toLowerCase() === words.slice(1).join(' '),
    );
    return same.length === 1 ? words.join(' ') : null;
  },
  path_suffix: async (db, { path }) => {
    const suffix = path.split('/').slice(-2).join('/');
    const rivals = await db.execute(sql`select 1 from files f where f.path like ${`%/${suffix}`} limit 2`);
    return rivals.length === 1 ? suffix : null;
  },
  doc_words: async (db, { text }, random) => {
    const comments = commentWords(text);
    if (comments.length === 0) return null;
    const words = comments[random(comments.length)]!;
    const length = 2 + random(2);
    const from = random(Math.max(1, words.length - length + 1));
    const chosen = [...new Set(words.slice(from, from + length))];
    if (chosen.length < 2) return null;
    const rivals = await textsWith(db, chosen);
    return rivals && rivals.filter((rival) => standsNear(rival.text, chosen)).length === 1 ? chosen.join(' ') : null;
  },
};

async function uniquePhrase(db: Db, { text }: Source, random: Random): Promise<string | null> {
  const texts = quotedTexts(text);
  if (texts.length === 0) return null;
  const words = texts[random(texts.length)]!.split(' ');
  const length = 3 + random(3);
  const from = random(Math.max(1, words.length - length + 1));
  const phrase = words.slice(from, from + length).join(' ');
  if (phrase.split(' ').length < 3) return null;
  const narrowed = mayHoldInAnyCase(phrase, ASCII_ALONE) ?? sql`true`;
  const rivals = await db.execute(
    sql`select 1 from blobs b where ${narrowed} and b.content ilike ${`%${phrase}%`} limit 2`,
  );
  return rivals.length === 1 ? phrase : null;
}

/** True if all words stand within three lines of a text. */
function standsNear(text: string, words: string[]): boolean {
  const lines = text.toLowerCase().split('\n');
  return lines.some((line, i) => {
    if (!line.includes(words[0]!)) return false;
    const around = lines.slice(Math.max(0, i - 2), i + 3).join('\n');
    return words.every((word) => around.includes(word));
  });
}

async function textsWith(db: Db, words: string[]): Promise<{ text: string }[] | null> {
  const query = words.map((word) => `'${word.toLowerCase()}'`).join(' & ');
  const rows = await db.execute<{ text: string }>(sql`
    select b.content as text from blobs b
    where b.tsv @@ ${query}::tsquery and not b.is_vendored limit ${MAX_RIVALS + 1}`);
  return rows.length > MAX_RIVALS ? null : rows;
}

const ASIDE =
  '(^|/)(test|tests|testing|testdata|fixtures?|examples?|bench(es)?|spec|vendor|__tests__)/|[._-](test|spec)s?\\.|(^|/)test_';

/** Files that people look for: code of some length, no tests, nothing vendored or generated. */
async function sampleFiles(db: Db, seed: string, limit: number): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select b.id::text as id from files f join blobs b on b.id = f.blob_id
    where length(b.content) between 400 and 400000 and not b.is_vendored and not b.is_generated
      and f.path ~ '\\.(c|h|go|rs|py|ts|tsx|js|mjs|java|kt|rb|php|cs|cpp|hpp|swift|scala)$' and f.path !~ ${ASIDE}
    order by md5(f.path || ${seed}), f.path limit ${limit}`);
  return rows.map((row) => row.id);
}

async function readSource(db: Db, id: string): Promise<Source | null> {
  const rows = await db.execute<{ repo: string; path: string; text: string }>(sql`
    select r.name as repo, f.path, b.content as text
    from blobs b join files f on f.blob_id = b.id join repos r on r.id = b.repo_id where b.id = ${id}::bigint`);
  // The same content in two places has two right answers.
  return rows.length === 1 ? rows[0]! : null;
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

/** The words of a name, lowercased. */
function partsOf(name: string): string[] {
  return name
    .split(/[_\W]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase());
}

/** Whole numbers below a bound, the same ones for the same seed (Park and Miller). */
function generator(seed: string): Random {
  let state = 1;
  for (const character of seed) state = (state * 31 + character.charCodeAt(0)) % 2147483647;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
