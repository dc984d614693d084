import { describe, expect, it } from 'vitest';
import { placeAt } from './place';

/** The cursor is where the bar stands. */
function place(marked: string) {
  const at = marked.indexOf('|');
  const q = marked.replace('|', '');
  const found = placeAt(q, at);
  return found && [found.field, found.text, q.slice(found.start, found.end), found.rest.replace(/\s+/g, ' ').trim()];
}

describe('placeAt', () => {
  it.each([
    ['|', [null, '', '', '']],
    ['parse |', [null, '', '', 'parse']],
    ['parse la|', [null, 'la', 'la', 'parse']],
    ['pa|rse query', [null, 'pa', 'parse', 'query']],
    ['lang:|', ['lang', '', '', '']],
    ['lang:t| parse', ['lang', 't', 't', 'parse']],
    ['-repo:ac|me/web x', ['repo', 'ac', 'acme/web', 'x']],
    ['-la|', [null, 'la', 'la', '']],
    ['la|ng:go', [null, 'la', 'lang:', '']],
    ['PATH:src/|', ['file', 'src/', 'src/', '']],
    ['(parse OR lang:t|', ['lang', 't', 't', '(parse OR']],
    ['(lang:t|', ['lang', 't', 't', '']],
    ['(a OR lang:t|)', ['lang', 't', 't', '(a OR )']],
    ['(a OR file:s|x)', ['file', 's', 'sx', '(a OR )']],
    ['file:"Read m|e.txt" x', ['file', 'Read m', '"Read me.txt"', 'x']],
    ['file:"Read m| lang:go', ['file', 'Read m', '"Read m', '']],
    ['repo:has.p|', ['repo', 'has.p', 'has.p', '']],
    ['foo.bar(|', [null, 'foo.bar(', 'foo.bar(', '']],
  ])('%s', (marked, expected) => {
    expect(place(marked)).toEqual(expected);
  });

  it.each(['"a phra|se"', '"open |', '/pat|tern/', '/open|', 'file:"closed"|'])('completes nothing in %s', (marked) => {
    expect(place(marked)).toBeNull();
  });

  it('takes any cursor', () => {
    for (const at of [-1, 0, 3, 99]) expect(placeAt('abc', at)).not.toBeUndefined();
    const odd = '("a -b(/c:file:"x\\" lang:\ud83d )) repo:has.path(a b';
    for (let at = 0; at <= odd.length; at++) {
      const found = placeAt(odd, at);
      if (found) expect([found.start <= found.end, found.end <= odd.length]).toEqual([true, true]);
    }
  });
});
