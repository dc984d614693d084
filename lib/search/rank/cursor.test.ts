import { describe, expect, it } from 'vitest';
import { rankedOf } from '@/lib/search/testing';
import { cutPage, readCursor, writeCursor } from './cursor';
import type { Ranked } from './rank';

const pathsOf = (results: Ranked[]) => results.map((r) => r.path);

describe('cursor', () => {
  const ordered = ['a', 'b', 'c', 'd', 'e'].map((path) => rankedOf(path, 5));

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
    const odd = rankedOf('ü\n"😀\\xff', 7, { ref: 'a/b' });
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
