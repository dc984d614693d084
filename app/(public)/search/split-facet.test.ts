import { expect, it } from 'vitest';
import { splitFacet } from './split-facet';

const LANGUAGES = [
  { value: 'TypeScript', count: 9 },
  { value: 'Go', count: 2 },
  { value: 'C++', count: 1 },
];

it('knows what was chosen by whatever name, and offers it no second time', () => {
  expect(splitFacet('x lang:ts lang:cpp', 'lang', LANGUAGES)).toEqual({
    chosen: [
      { value: 'TypeScript', without: 'x lang:cpp' },
      { value: 'C++', without: 'x lang:ts' },
    ],
    others: [{ value: 'Go', count: 2 }],
  });
  expect(splitFacet('repo:ACME/web', 'repo', [{ value: 'acme/web', count: 1 }])).toEqual({
    chosen: [{ value: 'acme/web', without: '' }],
    others: [],
  });
});

it('takes away all that mean the same at once', () => {
  const { chosen } = splitFacet('lang:ts x lang:TypeScript lang:Zig lang:ts', 'lang', LANGUAGES);
  expect(chosen).toEqual([
    { value: 'TypeScript', without: 'x lang:Zig' },
    { value: 'Zig', without: 'lang:ts x lang:TypeScript lang:ts' },
  ]);
});

it('leaves what nothing has as it was written, and part of a name as no choice of that', () => {
  const repos = [{ value: 'acme/web', count: 1 }];
  expect(splitFacet('repo:web', 'repo', repos)).toEqual({ chosen: [{ value: 'web', without: '' }], others: repos });
});
