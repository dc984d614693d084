import { expect, it } from 'vitest';
import { rankedOf } from '@/lib/search/testing';
import { countFacets } from './facets';

it('counts facets, the commonest first', () => {
  const results = [
    rankedOf('a', 1),
    rankedOf('b', 1, { language: null }),
    rankedOf('c', 1, { language: 'C', repo: 'x/y' }),
    rankedOf('d', 1),
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
