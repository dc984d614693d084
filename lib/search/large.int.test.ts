// If an index or a limit does not know all: what is there is found and shown, or the answer says what was not looked at.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { foundNotices } from './notices';
import { simplify } from './query/plan/simplify';
import { parseQuery } from './query/read/parse';
import { inContent } from './retrieve/predicates/pattern';
import { trigramLetters } from './retrieve/predicates/trigrams';
import { scanFiles } from './retrieve/scan';
import { resolveScope } from './retrieve/scope/scope';
import { Budget } from './retrieve/snapshot/budget';
import { onSnapshot } from './retrieve/snapshot/snapshot';
import { search } from './search';
import { addTestRepo, contextOf, type TestRepo } from './testing';

/** Texts of megabytes take their time to be indexed on a busy machine. */
const TIMEOUT_MS = 900_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
}, TIMEOUT_MS);
afterAll(async () => {
  await database.close();
});

const find = (q: string) => search(contextOf(database.db), { q });
const paths = async (q: string) => (await find(q)).results.map((result) => result.path).sort();
const shown = async (q: string) =>
  (await find(q)).results.flatMap(({ matches }) => matches.map(({ line, text }) => `${line}: ${text}`));
const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const hex = (i: number) => ((i + 1) * 2654435761).toString(16).padStart(10, '0').repeat(7).slice(0, 64);

describe('files with more words than the word index takes', { timeout: TIMEOUT_MS }, () => {
  beforeAll(async () => {
    await database.reset();
    await addTestRepo(database.db, 'acme/large', {
      'registers.h': lines(40_000, (i) => `#define mmGC_BLOCK_${i}_CTRL_REG${i % 7}Mask ${i}`),
      'checksums.txt': lines(28_000, (i) => `${hex(i)}  file${i}.tar.gz`),
      'names.txt': lines(60_000, (i) => `ключ_${i}_значение`),
      'small.c': '#define mmGC_BLOCK_0_CTRL_REG0Mask 0\nplain\n',
    });
  }, TIMEOUT_MS);

  it('have words that the word index has no room for', async () => {
    const rows = await database.db.execute(sql`select from blobs where more_words is not null`);
    expect(rows).toHaveLength(3);
  });

  it.each<[string, string[]]>([
    ['mmGC_BLOCK_39999_CTRL_REG1Mask', ['registers.h']],
    ['MMGC_BLOCK_39998_CTRL_REG0MASK', ['registers.h']],
    ['mmGC_BLOCK_39998_CTRL_REG0Mask case:yes', ['registers.h']],
    ['"mmGC_BLOCK_39999_CTRL_REG1Mask 39999"', ['registers.h']],
    ['"BLOCK_39997_CTRL"', ['registers.h']],
    ['define mmGC_BLOCK_39999_CTRL_REG1Mask', ['registers.h']],
    ['mmGC_BLOCK_39999_CTRL_REG1Mask OR plain', ['registers.h', 'small.c']],
    ['39999 OR plain', ['names.txt', 'registers.h', 'small.c']],
    ['"define mmGC_BLOCK_39999_"', ['registers.h']],
    [hex(27_999), ['checksums.txt']],
    [`${hex(27_999)} file27999`, ['checksums.txt']],
    [`"${hex(27_998)}  file27998.tar.gz"`, ['checksums.txt']],
    ['ключ_59999_значение', ['names.txt']],
    ['КЛЮЧ_59999_ЗНАЧЕНИЕ', ['names.txt']],
    ['define -mmGC_BLOCK_39999_CTRL_REG1Mask', ['small.c']],
    ['define -39999', ['small.c']],
    ['file:*.txt -ключ_59999_значение', ['checksums.txt']],
    [`file:*.txt -${hex(27_999)}`, ['names.txt']],
    ['mmGC_BLOCK_39999_CTRL_REG1Mask -plain lang:go', []],
    ['mmGC_BLOCK_40000_CTRL_REG0Mask', []],
  ])('%s', async (q, expected) => {
    const found = await find(q);
    expect(found.results.map((result) => result.path).sort()).toEqual(expected);
    // Looking through what a piece of text is found in ends with its time, and is told.
    if (!q.includes('"')) expect(found.exact).toBe(true);
  });

  it('show the line, far down', async () => {
    expect(await shown('mmGC_BLOCK_39999_CTRL_REG1Mask')).toEqual([
      '40000: #define mmGC_BLOCK_39999_CTRL_REG1Mask 39999',
    ]);
  });
});

describe('lines of large texts', () => {
  beforeAll(async () => {
    await database.reset();
    await addTestRepo(database.db, 'acme/lines', {
      'far.txt': `${lines(5000, () => 'farneedles')}\nfarneedle\n`,
      'apart.txt': `first\n${lines(20_000, (i) => `nothing ${i % 10}`)}\nsecond\n${lines(20_000, () => 'nothing')}\nthird`,
      'min.js': `var a=1;${'b(2);'.repeat(200_000)}function firstOfAll(){}${'c(3);'.repeat(200_000)}lastOfAll()`,
      'parts.txt': `${lines(3000, () => 'superuser')}\n${lines(3000, () => 'user_x')}\nlet User = 1\n`,
      'odd.txt': `${'x\r'.repeat(70_000)}\nodd_word\n`,
    });
  }, TIMEOUT_MS);

  it.each<[string, string[]]>([
    ['farneedle', ['5001: farneedle']],
    ['first second third', ['1: first', '20002: second', '40003: third']],
    ['third first', ['1: first', '40003: third']],
    ['odd_word', ['2: odd_word']],
    ['User case:yes file:parts', ['6001: let User = 1']],
  ])('%s', async (q, expected) => {
    expect(await shown(q)).toEqual(expected);
  });

  it('of megabytes show every word that was asked for', async () => {
    const { results } = await find('firstOfAll lastOfAll');
    expect(results[0]!.matches).toHaveLength(1);
    const { text, ranges } = results[0]!.matches[0]!;
    expect(ranges.map(([start, end]) => text.slice(start, end))).toEqual(['firstOfAll', 'lastOfAll']);
    expect(text.length).toBeLessThan(400);
  });

  it('show the typed spelling before others', async () => {
    expect(await shown('User')).toContain('6001: let User = 1');
  });
});

describe('parts of words in any script', () => {
  let repo: TestRepo;
  beforeAll(async () => {
    await database.reset();
    repo = await addTestRepo(database.db, 'acme/scripts', {
      'de.txt': 'Die Größenordnung, übergrößen und der Fußgängerüberweg\n',
      'nfd.txt': 'Die A\u0308nderungsgro\u0308ßen\n',
      'ru.txt': 'Полнотекстовыйпоисковик и переиндексация\n',
      'ko.txt': '검색엔진을사용합니다 데이터베이스에서\n',
      'th.txt': 'การค้นหาข้อความเต็มรูปแบบ\n',
      'el.txt': 'Η ΑΝΑΖΗΤΗΣΗΣ ΛΕΞΕΩΝ, υπολογιστής\n',
      'hi.txt': 'खोजइंजनविकास\n',
      'en.txt': 'findparting xqzfoo\n',
    });
  }, TIMEOUT_MS);

  it('are found however they are composed', async () => {
    expect(await paths('größ')).toEqual(['de.txt', 'nfd.txt']);
    expect(await paths('gro\u0308ß')).toEqual(['de.txt', 'nfd.txt']);
  });

  it.each<[string, string[]]>([
    ['gängerüber', ['de.txt']],
    ['поиск', ['ru.txt']],
    ['индекс', ['ru.txt']],
    ['엔진', ['ko.txt']],
    ['사용합니', ['ko.txt']],
    ['베이스', ['ko.txt']],
    ['ค้นหา', ['th.txt']],
    ['ข้อ', ['th.txt']],
    ['ΖΗΤΗΣ', ['el.txt']],
    ['αναζητησ', ['el.txt']],
    ['λογιστή', ['el.txt']],
    ['इंजन', ['hi.txt']],
    ['findpart', ['en.txt']],
    ['qz', ['en.txt']],
    ['ЁЁЁЁ', []],
  ])('%s', async (q, expected) => {
    const found = await find(q);
    expect(found.results.map((result) => result.path)).toEqual(expected);
    if (expected.length > 0) expect(found.notice).toContain('within longer words');
    for (const { matches } of found.results) expect(matches.flatMap(({ ranges }) => ranges)).not.toEqual([]);
  });

  it('looked for without an index are known once all was looked at, and told to be unknown if time ran out before', async () => {
    await database.db.execute(sql`
      with made as (
        insert into blobs (repo_id, sha, path_class, size_bytes, content, tsv)
        select ${repo.id}::uuid, lpad(n::text, 40, '0'), '', 10, 'ㅁ' || n, ''
        from generate_series(1, 6100) n returning id)
      insert into files (repo_id, ref, path, blob_id, mode) select ${repo.id}::uuid, 'main', 'many/' || id, id, 100644 from made`);
    const plan = simplify(parseQuery('뷁뷁'));
    const filters = { paths: [], languages: [] };
    const scanned = (ms: number) =>
      onSnapshot(database.db, async (tx) => {
        const scope = await resolveScope(tx, { kind: 'anonymous' }, plan, undefined);
        const query = { scope, plan, filters, letters: await trigramLetters(tx, plan), rank: sql`0` };
        const options = { proofs: [inContent('뷁뷁')], open: null, rank: sql`0`, limit: 10 };
        return { scope, ...(await scanFiles(tx, { ...query, budget: new Budget(ms) }, options)) };
      });
    expect(await scanned(300_000)).toMatchObject({ candidates: [], isPoolCapped: false });
    const late = await scanned(0);
    expect(late).toMatchObject({ candidates: [], isPoolCapped: true });
    const partial = { ordered: [], isCapped: true, isPartial: true, isLoose: false };
    expect(foundNotices(partial, plan, late.scope).join()).toContain('Only a part of the files was looked at');
    // What the trigram index knows is known whole.
    expect(await find('поисковик')).toMatchObject({ count: 1, exact: true });
    expect(await find('뷁뷁뷁뷁')).toMatchObject({ count: 0, exact: true });
  });
});

describe('what no search can know', () => {
  beforeEach(async () => {
    await database.reset();
    await addTestRepo(database.db, 'acme/unread', {
      'dump.sql': { text: null, skipped: 'too_large' },
      'logo.png': { text: null, skipped: 'binary' },
      'a.txt': 'alpha',
    });
  });

  it('is said where nothing is found', async () => {
    expect((await find('zzzzqq')).notice).toContain('1 file here could not be searched');
    expect((await find('alpha')).notice).toBeNull();
  });

  it('is said of files that are there for what they lack', async () => {
    expect((await find('file:dump -secret')).notice).toContain('“dump.sql” have not been read');
    expect((await find('file:logo -secret')).notice).not.toContain('have not been read');
  });

  it('makes a count inexact where more files are so named than are taken', async () => {
    const names = Object.fromEntries(Array.from({ length: 260 }, (_, i) => [`gamma_${i}.bin`, { text: null }]));
    await addTestRepo(database.db, 'acme/names', names);
    expect(await find('gamma_')).toMatchObject({ exact: false });
  });
});
