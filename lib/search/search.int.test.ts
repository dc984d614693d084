import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { type SearchInput, search } from './search';
import { addTestRepo, contextOf } from './testing';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
});

const find = (q: string, options: Partial<SearchInput> = {}) => search(contextOf(database.db), { q, ...options });
const paths = async (q: string, options: Partial<SearchInput> = {}) =>
  (await find(q, options)).results.map((r) => r.path);
const sorted = async (q: string) => (await paths(q)).sort();

describe('what matches', () => {
  beforeAll(async () => {
    await database.reset();
    await addTestRepo(database.db, 'acme/web', {
      'src/parser.ts': {
        text: 'export function parseQuery(text) {\n  return a->b;\n}\n',
        language: 'TypeScript',
        defines: ['parseQuery'],
      },
      'src/use.ts': { text: 'parseQuery(input); // 100% done_now\nfoo.bar();\n', language: 'TypeScript' },
      'src/use.test.ts': { text: 'parseQuery(parseQuery);\nfooXbar();\n', language: 'TypeScript' },
      'lib/main.go': { text: 'if err != nil {\n\treturn err // 100 percent\n}\ndoneXnow\n', language: 'Go' },
      'lib/Makefile': { text: "all: build\n\tgo build # it's C:\\temp\\new\n", language: 'Makefile' },
      'include/x.h': { text: '#include <stdio.h>\n#define SIZE 10\nint größe; // 検索する Straße\n', language: 'C' },
      'logo.png': { text: null },
      'vendor/parse.js': { text: 'function parseQuery() {}', language: 'JavaScript', isVendored: true },
    });
  });

  it.each<[string, string[]]>([
    ['parseQuery', ['src/parser.ts', 'src/use.test.ts', 'src/use.ts', 'vendor/parse.js']],
    ['PARSEQUERY input', ['src/use.ts']],
    ['query', ['src/parser.ts', 'src/use.test.ts', 'src/use.ts', 'vendor/parse.js']],
    ['parse query input', ['src/use.ts']],
    ['parseQuery nothingatall', []],
    // Literals are exact.
    ['foo.bar()', ['src/use.ts']],
    ['"foo.bar"', ['src/use.ts']],
    ['a->b', ['src/parser.ts']],
    ['->', ['src/parser.ts']],
    ['"#include <stdio.h>"', ['include/x.h']],
    ['#include <stdio', ['include/x.h']],
    ['"err != nil"', ['lib/main.go']],
    ['"return err"', ['lib/main.go']],
    ['"err return"', []],
    ['"rr != ni"', ['lib/main.go']],
    ['"b;\n}"', ['src/parser.ts']],
    // What LIKE, tsquery and SQL have meanings for.
    ['100%', ['src/use.ts']],
    ['"done_now"', ['src/use.ts']],
    ['"C:\\temp\\new"', ['lib/Makefile']],
    ["it's", ['lib/Makefile']],
    ["'; drop table blobs; --", []],
    // Other scripts.
    ['größe', ['include/x.h']],
    ['GRÖSSE', []],
    ['GRÖẞE', ['include/x.h']],
    ['検索', ['include/x.h']],
    ['"検索する Straße"', ['include/x.h']],
    // Filters.
    ['parseQuery lang:typescript', ['src/parser.ts', 'src/use.test.ts', 'src/use.ts']],
    ['parseQuery lang:ts OR lang:js', ['src/parser.ts', 'src/use.test.ts', 'src/use.ts', 'vendor/parse.js']],
    ['lang:golang', ['lib/main.go']],
    ['file:makefile', ['lib/Makefile']],
    ['case:yes file:makefile', []],
    ['file:*.ts', ['src/parser.ts', 'src/use.test.ts', 'src/use.ts']],
    ['file:src/ file:test', ['src/use.test.ts']],
    ['file:lib/* OR file:*.h', ['include/x.h', 'lib/Makefile', 'lib/main.go']],
    ['file:/lib', ['lib/Makefile', 'lib/main.go']],
    ['file:%', []],
    ['file:.png', ['logo.png']],
    ['lang:c lang:go', ['include/x.h', 'lib/main.go']],
    ['lang:klingon', []],
    // Minus.
    ['parseQuery -input', ['src/parser.ts', 'src/use.test.ts', 'vendor/parse.js']],
    ['parseQuery -"foo.bar"', ['src/parser.ts', 'src/use.test.ts', 'vendor/parse.js']],
    ['parseQuery -file:*.test.ts -lang:javascript', ['src/parser.ts', 'src/use.ts']],
    ['file:lib/ -build', ['lib/main.go']],
    ['file:logo -build', ['logo.png']],
    ['parseQuery -lang:go', ['src/parser.ts', 'src/use.test.ts', 'src/use.ts', 'vendor/parse.js']],
    // OR.
    ['stdio OR nil', ['include/x.h', 'lib/main.go']],
    ['stdio OR "a->b"', ['include/x.h', 'src/parser.ts']],
    ['stdio OR ->', ['include/x.h', 'src/parser.ts']],
    // Case.
    ['case:yes parseQuery', ['src/parser.ts', 'src/use.test.ts', 'src/use.ts', 'vendor/parse.js']],
    ['case:yes ParseQuery', []],
    ['case:yes SIZE', ['include/x.h']],
    ['parseQuery case:yes -Input', ['src/parser.ts', 'src/use.test.ts', 'src/use.ts', 'vendor/parse.js']],
    // Names of files count as their words.
    ['logo', ['logo.png']],
    ['logo.png', ['logo.png']],
    ['src/use', ['src/use.test.ts', 'src/use.ts']],
    ['"use.ts"', ['src/use.ts']],
    ['case:yes LOGO.png', []],
  ])('%s', async (q, expected) => {
    expect(await sorted(q)).toEqual(expected);
  });

  it('puts definitions first, tests and vendored code last', async () => {
    const found = await paths('parseQuery');
    expect(found.slice(0, 2)).toEqual(['src/parser.ts', 'src/use.ts']);
    expect(found.slice(2).sort()).toEqual(['src/use.test.ts', 'vendor/parse.js']);
  });

  it('finds parts of words and other cases when nothing matches exactly, and says so', async () => {
    const found = await find('arsequer');
    expect(found.results.map((r) => r.path).sort()).toEqual([
      'src/parser.ts',
      'src/use.test.ts',
      'src/use.ts',
      'vendor/parse.js',
    ]);
    expect(found.notice).toContain('within longer words or in another case');
    expect(found.results[0]!.matches[0]!.ranges.length).toBeGreaterThan(0);
    expect(await paths('"ERR != NIL"')).toEqual(['lib/main.go']);
    expect(await paths('case:yes "ERR != NIL"')).toEqual([]);
  });

  it('takes parts of words in texts and in names alike', async () => {
    expect(await sorted('stdi')).toEqual(['include/x.h']);
    expect(await sorted('arse')).toEqual(['src/parser.ts', 'src/use.test.ts', 'src/use.ts', 'vendor/parse.js']);
  });

  it('shows lines with their numbers and ranges', async () => {
    const { results } = await find('"err != nil"');
    expect(results[0]!.matches).toEqual([{ line: 1, text: 'if err != nil {', ranges: [[3, 13]] }]);
    expect(results[0]!.match_count).toBe(1);
  });

  it('counts by repository and language', async () => {
    const found = await find('parseQuery');
    expect(found).toMatchObject({ count: 4, exact: true, next_cursor: null });
    expect(found.facets).toEqual({
      repos: [{ value: 'acme/web', count: 4 }],
      languages: [
        { value: 'TypeScript', count: 3 },
        { value: 'JavaScript', count: 1 },
      ],
    });
  });

  it.each<[string, string]>([
    ['', 'Type words'],
    ['   ', 'Type words'],
    ['\0', 'Type words'],
    ['""', 'Type words'],
    ['case:yes', 'Type words'],
    ['-foo', 'only says what to leave out'],
    ['-file:x -lang:go', 'only says what to leave out'],
    ['lang:go', 'all files that fit the filters'],
    ['lang:pyton', 'Similar: Python'],
    ['repo:nowhere foo', 'No indexed repository fits “nowhere”'],
    ['branch:nowhere foo', 'No indexed branch is called “nowhere”'],
    ['foo "bar', 'A quote was not closed'],
    ['zzzzqq', 'Nothing matches in acme/web'],
    ['zzzzqq yyyyqq', 'try fewer words'],
    ['repo:', 'repo: needs a value'],
    ['stdio -stdio', 'asks for “stdio” and excludes it'],
    ['repo:acme repo:nowhere parseQuery', '“repo:nowhere” fits nothing'],
    ['branch:main branch:gone parseQuery', '“branch:gone” fits nothing'],
    ['NOT parseQuery', '“NOT” was searched as a word'],
    ['(stdio OR nil) x', 'Parentheses do not group'],
    ['author:me parseQuery', 'there is no filter author:'],
    ['foo.*bar', '“foo.*bar” was searched as it stands'],
  ])('helps with %j', async (q, help) => {
    expect((await find(q)).notice).toContain(help);
  });

  it.each([
    'x',
    'ab',
    '(',
    '()',
    '{};',
    '%',
    '_',
    '\\',
    '\\\\',
    "'",
    "''",
    '"\'"',
    ':*',
    '!',
    '&',
    '|',
    '<->',
    'a & b',
    "a:*'",
    '***:(?i)x',
    'file:[',
    'file:*(',
    'file:\\',
    'repo:**',
    'branch:*',
    'lang:',
    'lang:"',
    '😀',
    '\ud800',
    '\u202e',
    'a\0b',
    '検',
    '-',
    '--',
    '- -',
    'OR OR OR',
    'AND',
    'x'.repeat(10_000),
    '"'.repeat(999),
    'file:'.repeat(500),
    'a '.repeat(5000),
    '検索'.repeat(900),
    '(((((((((('.repeat(99),
    'mode:meaning',
    'mode:meaning parse',
    'repo:% file:_ %',
    'é'.repeat(700),
    '$1 $2',
    '#{x}',
    'e\u0301',
  ])('takes %.40j without an error', async (q) => {
    const found = await find(q);
    expect(found.count).toBe(found.results.length);
    for (const { matches } of found.results) {
      for (const { text, ranges } of matches) {
        for (const [start, end] of ranges) expect(start >= 0 && start < end && end <= text.length).toBe(true);
      }
    }
  });
});

it('takes case:yes to the word itself, with its line', async () => {
  await database.reset();
  await addTestRepo(database.db, 'acme/case', {
    '1': 'Users of a superUserX; user',
    '2': 'a userList, User2, and USERName',
    '3': 'getUser()',
    '4': 'MYUSER userId',
    '5': 'USERs user',
  });
  for (const [word, files] of [
    ['User', ['1', '2', '3']],
    ['USER', ['2']],
    ['user', ['1', '2', '4', '5']],
    ['Users', ['1']],
  ] as const) {
    const { results } = await find(`${word} case:yes repo:acme/case`);
    expect([word, results.map((result) => result.path).sort()]).toEqual([word, files]);
    for (const { matches } of results) expect(matches.flatMap(({ ranges }) => ranges)).not.toEqual([]);
  }
});
