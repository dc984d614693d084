import { expect, it } from 'vitest';
import { rankedOf } from '@/lib/search/testing';
import { compareRanked } from './rank';

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
