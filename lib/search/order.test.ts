import { describe, expect, it } from 'vitest';
import { cutPage, readCursor, writeCursor } from './cursor';
import { countFacets } from './facets';
import { fuse, orderUnique } from './fuse';
import { resolveLanguage, similarLanguages } from './languages';
import { parseQuery } from './parse';
import { compareRanked, pathTerms, type Ranked, scoreCandidate } from './rank';
import { simplify } from './simplify';

function result(path: string, score: number, o: Partial<Ranked> = {}): Ranked {
  return {
    repoId: '1',
    repo: 'acme/web',
    ref: 'main',
    path,
    blobId: '1',
    language: 'Go',
    isGenerated: false,
    isVendored: false,
    textRank: 0.05,
    score,
    ...o,
  };
}
const pathsOf = (results: Ranked[]) => results.map((r) => r.path);

describe('rank', () => {
  const score = (path: string, q: string, o: Partial<Ranked> = {}) =>
    scoreCandidate(result(path, 0, o), pathTerms(simplify(parseQuery(q))));

  it.each<[string, string, string]>([
    ['parser', 'src/parser.go', 'src/my_parser.go'],
    ['parser', 'src/my_parser.go', 'parser/x.go'],
    ['parser', 'parser/x.go', 'src/x.go'],
    ['Makefile', 'Makefile', 'sub/makefiles.go'],
    ['parser', 'src/x.go', 'src/x_test.go'],
    ['parser', 'src/x.ts', '__tests__/x.ts'],
    ['parser', 'src/x.py', 'test_x.py'],
    ['thing', 'src/Latest.java', 'src/OtherTest.java'],
    ['a parser', 'parser/a.go', 'b.go'],
  ])('for %s puts %s before %s', (q, better, worse) => {
    expect(score(better, q)).toBeGreaterThan(score(worse, q));
  });

  it('does not mind tests for queries about them', () => {
    expect(score('a/foo_test.go', 'foo test')).toBeGreaterThan(score('a/x.go', 'foo test'));
    expect(score('tests/a.go', 'foo file:*.go')).toBeLessThan(score('src/a.go', 'foo file:*.go'));
    expect(score('tests/a.go', 'foo file:tests/*')).toBe(score('src/a.go', 'foo file:tests/*'));
  });

  it('puts generated and vendored code last', () => {
    expect(score('a.go', 'x')).toBeGreaterThan(score('a.go', 'x', { isVendored: true }));
    expect(score('a.go', 'x', { isVendored: true })).toBeGreaterThan(score('a.go', 'x', { isGenerated: true }));
  });

  it('orders equal scores by repository, path and branch', () => {
    const all = [
      result('b', 1),
      result('a', 1, { ref: 'x' }),
      result('a', 1),
      result('z', 2),
      result('a', 1, { repo: 'acme/api', repoId: '2' }),
    ];
    expect(all.sort(compareRanked).map((r) => [r.repo, r.path, r.ref])).toEqual([
      ['acme/web', 'z', 'main'],
      ['acme/api', 'a', 'main'],
      ['acme/web', 'a', 'main'],
      ['acme/web', 'a', 'x'],
      ['acme/web', 'b', 'main'],
    ]);
  });
});

describe('fuse', () => {
  it('puts what both lists know before what one knows', () => {
    const fused = fuse([
      [result('a', 9), result('b', 8)],
      [result('c', 1), result('b', 1)],
    ]);
    expect(pathsOf(fused)).toEqual(['b', 'a', 'c']);
  });

  it('takes a file of both lists from the first', () => {
    expect(fuse([[result('a', 1)], [result('a', 1, { lines: [1, 2] })]])[0]).not.toHaveProperty('lines');
  });

  it('keeps the best of a file that was found twice', () => {
    expect(orderUnique([result('a', 1), result('b', 2), result('a', 3)]).map((r) => [r.path, r.score])).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
  });
});

describe('cursor', () => {
  const ordered = ['a', 'b', 'c', 'd', 'e'].map((path) => result(path, 5));

  it('walks pages', () => {
    const one = cutPage(ordered, 2, undefined, 'q');
    const two = cutPage(ordered, 2, one.nextCursor!, 'q');
    const three = cutPage(ordered, 2, two.nextCursor!, 'q');
    expect([one, two, three].map((page) => pathsOf(page.page))).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(three.nextCursor).toBeNull();
    expect(cutPage(ordered, 5, undefined, 'q').nextCursor).toBeNull();
  });

  it('goes on after a result that has gone', () => {
    const { nextCursor } = cutPage(ordered, 2, undefined, 'q');
    expect(
      pathsOf(
        cutPage(
          ordered.filter((r) => r.path !== 'b'),
          2,
          nextCursor!,
          'q',
        ).page,
      ),
    ).toEqual(['c', 'd']);
    expect(cutPage([], 2, nextCursor!, 'q')).toEqual({ page: [], nextCursor: null });
  });

  it('carries any path', () => {
    const odd = result('ü\n"😀\\xff', 7, { ref: 'a/b' });
    expect(readCursor(writeCursor(odd, 'q'), 'q')).toEqual({ score: 7, repo: 'acme/web', path: odd.path, ref: 'a/b' });
  });

  it.each(['', 'e30', 'bnVsbA', '!!!', Buffer.from('["1","a","b","c","d"]').toString('base64url')])(
    'refuses %j',
    (cursor) => {
      expect(() => readCursor(cursor, 'q')).toThrow('does not belong');
    },
  );

  it('refuses the cursor of another query', () => {
    expect(() => readCursor(writeCursor(ordered[0]!, 'q'), 'other')).toThrow('does not belong');
  });
});

it('counts facets, the commonest first', () => {
  const results = [
    result('a', 1),
    result('b', 1, { language: null }),
    result('c', 1, { language: 'C', repo: 'x/y' }),
    result('d', 1),
  ];
  expect(countFacets(results)).toEqual({
    repos: [
      { value: 'acme/web', count: 3 },
      { value: 'x/y', count: 1 },
    ],
    languages: [
      { value: 'Go', count: 2 },
      { value: 'C', count: 1 },
    ],
  });
});

describe('languages', () => {
  it.each([
    ['go', 'Go'],
    ['golang', 'Go'],
    ['ts', 'TypeScript'],
    ['TSX', 'TSX'],
    ['js', 'JavaScript'],
    ['c++', 'C++'],
    ['cpp', 'C++'],
    ['c#', 'C#'],
    ['csharp', 'C#'],
    ['py', 'Python'],
    ['objective-c', 'Objective-C'],
    ['Objective C', 'Objective-C'],
    ['sh', 'Shell'],
    ['bash', 'Shell'],
    ['yml', 'YAML'],
    ['rs', 'Rust'],
    ['r', 'R'],
    ['c', 'C'],
    ['d', 'D'],
    ['makefile', 'Makefile'],
    ['klingon', null],
    ['', null],
  ])('%s is %s', (value, name) => {
    expect(resolveLanguage(value)).toBe(name);
  });

  it('knows similar ones', () => {
    expect(similarLanguages('pyton')).toContain('Python');
    expect(similarLanguages('  ')).toEqual([]);
  });
});
