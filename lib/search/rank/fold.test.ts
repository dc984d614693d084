import { expect, it } from 'vitest';
import { rankedOf } from '@/lib/search/testing';
import { foldCopies } from './fold';

const shown = (results: Parameters<typeof foldCopies>[0]) =>
  foldCopies(results).map(({ path, copies }) => [path, copies.map((copy) => `${copy.repo}/${copy.path}`)]);

it('keeps the first of those that hold the same, whatever the repository', () => {
  expect(
    shown([
      rankedOf('a', 9, { sha: 'x' }),
      rankedOf('b', 8, { sha: 'y' }),
      rankedOf('c', 7, { sha: 'x' }),
      rankedOf('a', 6, { sha: 'x', repo: 'acme/api', repoId: '2' }),
    ]),
  ).toEqual([
    ['a', ['acme/web/c', 'acme/api/a']],
    ['b', []],
  ]);
});

it('leaves folders and repositories as they are', () => {
  const folder = (path: string) => rankedOf(path, 1, { sha: 'x', selected: 'directory' });
  expect(shown([folder('a/'), folder('b/'), rankedOf('c', 1, { sha: 'x' })])).toEqual([
    ['a/', []],
    ['b/', []],
    ['c', []],
  ]);
});
