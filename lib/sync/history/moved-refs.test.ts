import { describe, expect, it } from 'vitest';
import { movedRefs } from './moved-refs';

const lines = (refs: Record<string, string>) =>
  Object.entries(refs)
    .map(([name, sha]) => `${sha} refs/heads/${name}\n`)
    .join('');

describe('movedRefs', () => {
  const compare = (refs: Record<string, string>, known: Record<string, string>) =>
    movedRefs(lines(refs), lines(known), 'refs/heads/');

  it.each([
    ['nothing at all', {}, {}, { moved: [], gone: [], count: 0 }],
    ['the same', { a: 'aaaa', b: 'aaaa' }, { a: 'aaaa', b: 'aaaa' }, { moved: [], gone: [], count: 2 }],
    [
      'all new',
      { a: 'aaaa', b: 'bbbb' },
      {},
      {
        moved: [
          ['a', 'aaaa'],
          ['b', 'bbbb'],
        ],
        gone: [],
        count: 2,
      },
    ],
    ['all gone', {}, { a: 'aaaa', b: 'bbbb' }, { moved: [], gone: ['a', 'b'], count: 0 }],
    [
      'one of many moved',
      { a: 'aaaa', b: 'bbbb', c: 'cccc' },
      { a: 'aaaa', b: 'abbb', c: 'cccc' },
      { moved: [['b', 'bbbb']], gone: [], count: 3 },
    ],
    [
      'one that begins like its neighbours',
      { a: 'aaaa', aa: 'aaaa' },
      { a: 'aaaa', ab: 'aaaa' },
      { moved: [['aa', 'aaaa']], gone: ['ab'], count: 2 },
    ],
    [
      'one that is a part of its neighbour',
      { a: 'aaaa', ba: 'aaaa' },
      { ba: 'aaaa' },
      { moved: [['a', 'aaaa']], gone: [], count: 2 },
    ],
    [
      'first and last',
      { a: 'baaa', b: 'bbbb', c: 'bccc' },
      { a: 'aaaa', b: 'bbbb', c: 'cccc' },
      {
        moved: [
          ['a', 'baaa'],
          ['c', 'bccc'],
        ],
        gone: [],
        count: 3,
      },
    ],
    ['another order', { b: 'bbbb', a: 'aaaa' }, { a: 'aaaa', b: 'bbbb' }, { moved: [], gone: [], count: 2 }],
    ['one to be written again', { a: 'aaaa' }, { a: '' }, { moved: [['a', 'aaaa']], gone: [], count: 1 }],
  ] as const)('%s', (_, refs, known, expected) => {
    expect(compare(refs, known)).toEqual(expected);
  });

  it('says the same as a comparison one by one, whatever changes', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 300; round++) {
      const any = () =>
        Object.fromEntries(
          Array.from({ length: random(8) }, () => `n${random(12)}`)
            .sort()
            .map((name) => [name, 'ab'[random(2)] ?? '']),
        );
      const [refs, known] = [any(), any()];
      const found = compare(refs, known);
      expect(found.moved).toEqual(Object.entries(refs).filter(([name, sha]) => known[name] !== sha));
      expect(found.gone).toEqual(Object.keys(known).filter((name) => !(name in refs)));
    }
  });
});
