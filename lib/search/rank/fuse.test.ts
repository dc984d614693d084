import { describe, expect, it } from 'vitest';
import { rankedOf } from '@/lib/search/testing';
import { fuse, orderUnique } from './fuse';
import type { Ranked } from './rank';

const pathsOf = (results: Ranked[]) => results.map((r) => r.path);

describe('fuse', () => {
  it('puts what both lists know before what one knows', () => {
    const fused = fuse([
      [rankedOf('a', 9), rankedOf('b', 8)],
      [rankedOf('c', 1), rankedOf('b', 1)],
    ]);
    expect(pathsOf(fused)).toEqual(['b', 'a', 'c']);
  });

  it('takes a file of both lists from the first', () => {
    expect(fuse([[rankedOf('a', 1)], [rankedOf('a', 1, { lines: [1, 2] })]])[0]).not.toHaveProperty('lines');
  });

  it('keeps the best of a file that was found twice', () => {
    expect(orderUnique([rankedOf('a', 1), rankedOf('b', 2), rankedOf('a', 3)]).map((r) => [r.path, r.score])).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
  });

  it('keeps files apart that hold the same, and folders together that hold different files', () => {
    const twice = [rankedOf('a', 1), rankedOf('b', 2), rankedOf('a', 4), rankedOf('b', 3)];
    const same = orderUnique(twice.map((result) => ({ ...result, blobId: '7' })));
    expect(same.map((r) => [r.path, r.score])).toEqual([
      ['a', 4],
      ['b', 3],
    ]);
    const folder = (blobId: string) => ({ ...rankedOf('src/', 1), blobId, selected: 'directory' as const });
    expect(orderUnique([folder('1'), folder('2')])).toHaveLength(1);
  });
});
