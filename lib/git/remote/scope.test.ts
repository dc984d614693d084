import { expect, it } from 'vitest';
import { refspecsOf, withinScope } from './scope';

const sha = '1'.repeat(40);
const found = (names: string[], more = {}) => ({
  headBranch: 'main',
  headSha: sha,
  refs: new Map(names.map((name) => [name, sha])),
  ...more,
});
const all = found(['refs/heads/main', 'refs/heads/release/1', 'refs/heads/release/2', 'refs/heads/x', 'refs/tags/v1']);
const names = (patterns: string[] | null, depth: number | null = null) => [
  ...withinScope({ depth, patterns }, all).refs.keys(),
];

it('is everything without a depth and patterns', () => {
  expect(names(null)).toHaveLength(5);
});

it('is the default branch and what fits a pattern, and no tag', () => {
  expect(names(null, 5)).toEqual(['refs/heads/main', 'refs/heads/release/1', 'refs/heads/release/2', 'refs/heads/x']);
  expect(names(['release/*'])).toEqual(['refs/heads/main', 'refs/heads/release/1', 'refs/heads/release/2']);
  expect(names(['*/2', 'x', 'none'])).toEqual(['refs/heads/main', 'refs/heads/release/2', 'refs/heads/x']);
  expect(names(['release/1*1'])).toEqual(['refs/heads/main']);
});

it('is all that there is where something stands in for a branch', () => {
  const only = found(['refs/tags/v1', 'refs/heads/v1'], { standIn: 'tag' as const });
  expect([...withinScope({ depth: 1, patterns: ['x'] }, only).refs.keys()]).toHaveLength(2);
});

it('is fetched by patterns, and by the names of branches that are there', () => {
  const scope = { depth: null, patterns: ['release/*', 'x', 'none'] };
  expect(refspecsOf(scope, withinScope(scope, all))).toEqual([
    '+refs/heads/release/*:refs/freshet/fetched/heads/release/*',
    '+refs/heads/main:refs/freshet/fetched/heads/main',
    '+refs/heads/x:refs/freshet/fetched/heads/x',
  ]);
  expect(refspecsOf({ depth: 3, patterns: null }, all)).toEqual(['+refs/heads/*:refs/freshet/fetched/heads/*']);
});
