import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const user = { kind: 'user', userId: '00000000-0000-0000-0000-000000000001', isAdmin: false } as const;
const find = (q: string, o: Partial<SearchInput> = {}) => search(contextOf(database.db), { q, ...o });
const paths = async (q: string, o: Partial<SearchInput> = {}) => (await find(q, o)).results.map((r) => r.path);
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
    expect(await paths('parseQuery')).toEqual(['src/parser.ts', 'src/use.ts', 'src/use.test.ts', 'vendor/parse.js']);
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

describe('where it looks', () => {
  beforeEach(async () => {
    await database.reset();
  });

  it('shows anonymous callers public repositories alone, and nobody deleted ones', async () => {
    await addTestRepo(database.db, 'acme/open', { 'a.txt': 'needle' });
    const secret = await addTestRepo(database.db, 'acme/secret', { 'b.txt': 'needle' }, { isPublic: false });
    await addTestRepo(database.db, 'acme/gone', { 'c.txt': 'needle' });
    await database.db.execute(sql`update repos set deleted_at = now() where name = 'gone'`);
    for (const q of ['needle', '"needle"', 'file:*.txt', 'needl', '-x branch:main', 'mode:meaning needle']) {
      const open = await find(q);
      expect(open.results.map((r) => r.repo)).toEqual(['acme/open']);
      expect(JSON.stringify(open)).not.toContain('secret');
      const all = await search(contextOf(database.db, user), { q });
      expect(all.results.map((r) => r.repo).sort()).toEqual(['acme/open', 'acme/secret']);
    }
    expect((await find('needle', { repoId: secret.id })).results).toEqual([]);
    expect((await find('repo:acme/secret needle')).notice).toContain('No indexed repository fits');
  });

  it('narrows by repository name, glob and id', async () => {
    const web = await addTestRepo(database.db, 'acme/web', { 'a.txt': 'needle' });
    await addTestRepo(database.db, 'acme/web-tools', { 'a.txt': 'needle' });
    await addTestRepo(database.db, 'other/api', { 'a.txt': 'needle' });
    const reposOf = async (q: string, o: Partial<SearchInput> = {}) =>
      (await find(q, o)).results.map((r) => r.repo).sort();
    expect(await reposOf('needle repo:web')).toEqual(['acme/web', 'acme/web-tools']);
    expect(await reposOf('needle repo:ACME/*')).toEqual(['acme/web', 'acme/web-tools']);
    expect(await reposOf('needle repo:web?tools repo:other/')).toEqual(['acme/web-tools', 'other/api']);
    expect(await reposOf('needle -repo:acme')).toEqual(['other/api']);
    expect(await reposOf('repo:api')).toEqual(['other/api']);
    expect(await reposOf('needle', { repoId: web.id })).toEqual(['acme/web']);
    expect((await find('needle repo:web')).facets.repos).toEqual([
      { value: 'acme/web', count: 1 },
      { value: 'acme/web-tools', count: 1 },
    ]);
  });

  it('looks at the default branch unless told otherwise, and says which commit it shows', async () => {
    const repo = await addTestRepo(database.db, 'acme/web', { 'a.txt': 'needle' }, { commit: '1'.repeat(40) });
    await repo.publish('release/1.x', { 'a.txt': 'needle', 'old.txt': 'needle' }, '2'.repeat(40));
    expect((await find('needle')).results).toMatchObject([
      {
        repo: 'acme/web',
        repo_id: repo.id,
        path: 'a.txt',
        ref: 'main',
        commit: '1'.repeat(40),
        indexed_at: '2024-05-01T00:00:00.000Z',
        checked_at: '2024-05-02T00:00:00.000Z',
      },
    ]);
    const released = await find('needle branch:release/*');
    expect(released.results.map((r) => [r.path, r.commit])).toEqual([
      ['a.txt', '2'.repeat(40)],
      ['old.txt', '2'.repeat(40)],
    ]);
    expect((await find('needle branch:main branch:release/1.x')).count).toBe(3);
    expect((await find('needle branch:* -branch:main')).count).toBe(2);
  });

  it('keeps answering while the default branch is renamed', async () => {
    await addTestRepo(database.db, 'acme/web', { 'a.txt': 'needle' }, { defaultBranch: 'master' });
    await database.db.execute(sql`update repos set default_branch = 'main'`);
    expect((await find('needle')).results).toMatchObject([{ path: 'a.txt', ref: 'master' }]);
  });

  it('says that nothing is indexed where nothing is', async () => {
    expect((await find('needle')).notice).toBe('Nothing is indexed here yet.');
  });
});

describe('limits', () => {
  beforeAll(async () => {
    await database.reset();
    const repo = await addTestRepo(database.db, 'acme/big', { 'last.txt': 'zebra => stripes' });
    await database.db.execute(sql`
      with made as (
        insert into blobs (repo_id, sha, path_class, size_bytes, content, tsv)
        select ${repo.id}::uuid, lpad(n::text, 40, '0'), '', 10, 'plain text ' || n, to_tsvector('simple', 'plain text ' || n)
        from generate_series(1, 6100) n returning id, sha
      )
      insert into files (repo_id, ref, path, blob_id, mode) select ${repo.id}::uuid, 'main', 'f/' || sha, id, 100644 from made`);
    await database.db.execute(sql`analyze`);
  });

  it('ranks a thousand files of a common word, and says that there are more', async () => {
    expect(await find('plain')).toMatchObject({ count: 1000, exact: false });
    expect(await find('plain -zebra')).toMatchObject({ count: 300, exact: false });
    expect(await find('file:f/')).toMatchObject({ count: 1000, exact: false });
  });

  it('says that it did not look everywhere for what no index knows', async () => {
    const found = await find('=>');
    expect(found.exact).toBe(false);
    expect(found.notice).toContain('Only a part of the files was looked at');
    expect((await find('zebra =>')).results.map((r) => r.path)).toEqual(['last.txt']);
    expect((await find('=> file:last')).results.map((r) => r.path)).toEqual(['last.txt']);
  });
});

describe('while trees change', () => {
  it('shows every file in its old or its new state, with its lines, and never none', async () => {
    await database.reset();
    const paths = Array.from({ length: 12 }, (_, i) => `f${i}.txt`);
    const treeOf = (round: number) => Object.fromEntries(paths.map((path) => [path, `needle\nround ${round}`]));
    const repo = await addTestRepo(database.db, 'acme/web', treeOf(0));
    let isOver = false;
    const publishing = (async () => {
      for (let round = 1; round <= 15; round++)
        await repo.publish('main', treeOf(round), String(round).padStart(40, '0'));
      isOver = true;
    })();
    let looked = 0;
    while (!isOver || looked === 0) {
      const { results } = await find('needle');
      expect(results.map((r) => r.path).sort()).toEqual([...paths].sort());
      expect(new Set(results.map((r) => r.commit)).size).toBe(1);
      for (const { matches } of results) expect(matches).toEqual([{ line: 1, text: 'needle', ranges: [[0, 6]] }]);
      looked++;
    }
    await publishing;
  });
});

describe('pages', () => {
  beforeEach(async () => {
    await database.reset();
  });

  const many = (n: number) =>
    Object.fromEntries(
      Array.from({ length: n }, (_, i) => [`dir/f${String(i).padStart(3, '0')}.txt`, `needle ${'x '.repeat(i % 7)}`]),
    );

  it('walks through all results once, in one order', async () => {
    await addTestRepo(database.db, 'acme/web', many(95));
    const whole = (await find('needle', { limit: 100 })).results.map((r) => r.path);
    expect(new Set(whole).size).toBe(95);
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find('needle', { limit: 20, ...(cursor ? { cursor } : {}) });
      expect(page.count).toBe(95);
      walked.push(...page.results.map((r) => r.path));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(walked).toEqual(whole);
  });

  it('goes on where it was when files come and go between pages', async () => {
    const repo = await addTestRepo(database.db, 'acme/web', many(30));
    const first = await find('needle', { limit: 10 });
    const seen = first.results.map((r) => r.path);
    const rest = Object.fromEntries(Object.entries(many(30)).filter(([path]) => path !== seen.at(-1)));
    await repo.publish('main', rest);
    const second = await find('needle', { limit: 100, cursor: first.next_cursor! });
    expect([...seen, ...second.results.map((r) => r.path)].sort()).toEqual(Object.keys(many(30)).sort());
  });

  it('refuses cursors that are not of this search', async () => {
    await addTestRepo(database.db, 'acme/web', many(3));
    const { next_cursor: cursor } = await find('needle', { limit: 1 });
    for (const wrong of ['', 'x', 'bnVsbA', Buffer.from('[1,2,3]').toString('base64url'), `${cursor}x`.slice(4)]) {
      await expect(find('needle', { cursor: wrong })).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(find('other', { cursor: cursor! })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('says when there are more than it counted', async () => {
    await addTestRepo(
      database.db,
      'acme/web',
      Object.fromEntries(Array.from({ length: 320 }, (_, i) => [`f${i}`, 'a->b'])),
    );
    expect(await find('a->b')).toMatchObject({ count: 300, exact: false });
  });

  it('cuts the right piece out of a very long file', async () => {
    const text = `${'line of filler\n'.repeat(20_000)}the Needle is here\n${'more filler\n'.repeat(20_000)}`;
    await addTestRepo(database.db, 'acme/web', { 'long.txt': text });
    const { results } = await find('needle');
    expect(results[0]!.matches).toEqual([{ line: 20_001, text: 'the Needle is here', ranges: [[4, 10]] }]);
  });
});
