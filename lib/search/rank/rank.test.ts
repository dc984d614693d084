import { describe, expect, it } from 'vitest';
import { parseQuery } from '@/lib/search/query/parse';
import { simplify } from '@/lib/search/query/simplify';
import { rankedOf } from '@/lib/search/testing';
import { compareRanked, pathTerms, type Ranked, scoreCandidate } from './rank';

describe('rank', () => {
  const score = (path: string, q: string, options: Partial<Ranked> = {}) =>
    scoreCandidate(rankedOf(path, 0, options), pathTerms(simplify(parseQuery(q))));

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
    ['spawn', 'tokio/src/task.rs', 'benches/spawn_many.rs'],
    ['thing', 'src/x.rs', 'benches/x.rs'],
    ['thing', 'src/x.rs', 'examples/x.rs'],
    ['thing', 'src/x.rs', 'src/x/tests.rs'],
    ['thing', 'src/perform.c', 'perf/x.c'],
    ['thing', 'src/x.ts', 'src/x.bench.ts'],
    ['thing', 'x.py', 'demo/x.py'],
    ['thing', 'x.py', 'conftest.py'],
  ])('for %s puts %s before %s', (q, better, worse) => {
    expect(score(better, q)).toBeGreaterThan(score(worse, q));
  });

  it('does not mind tests for queries about them', () => {
    expect(score('a/foo_test.go', 'foo test')).toBeGreaterThan(score('a/x.go', 'foo test'));
    expect(score('tests/a.go', 'foo file:*.go')).toBeLessThan(score('src/a.go', 'foo file:*.go'));
    expect(score('tests/a.go', 'foo file:tests/*')).toBe(score('src/a.go', 'foo file:tests/*'));
  });

  it.each([
    ['bench thing', 'benches/x.rs'],
    ['thing example', 'examples/x.rs'],
    ['thing file:examples/', 'examples/x.rs'],
  ])('does not mind them for %s', (q, path) => {
    expect(score(path, q)).toBeGreaterThanOrEqual(score('other/x.rs', q));
  });

  it.each(['src/contest/x.go', 'src/latest.ts', 'benchmarker.go', 'exampled/x.go', 'src/attestation.go'])(
    'has nothing against %s',
    (path) => {
      expect(score(path, 'thing')).toBe(score('s/x.go', 'thing'));
    },
  );

  it('puts generated and vendored code last', () => {
    expect(score('a.go', 'x')).toBeGreaterThan(score('a.go', 'x', { isVendored: true }));
    expect(score('a.go', 'x', { isVendored: true })).toBeGreaterThan(score('a.go', 'x', { isGenerated: true }));
  });

  it('orders equal scores by repository, path and branch', () => {
    const all = [
      rankedOf('b', 1),
      rankedOf('a', 1, { ref: 'x' }),
      rankedOf('a', 1),
      rankedOf('z', 2),
      rankedOf('a', 1, { repo: 'acme/api', repoId: '2' }),
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
