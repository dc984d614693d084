import { describe, expect, it } from 'vitest';
import { lineHtml } from './line-html';
import { tokenise } from './tokenise';

describe('lineHtml', () => {
  it('marks ranges across tokens and escapes everything', () => {
    const html = lineHtml(
      [
        ['c-keyword', 'if'],
        [null, ' (a < '],
        ['c-string', '"<b>"'],
      ],
      [
        [1, 4],
        [9, 11],
      ],
    );
    expect(html).toBe(
      '<span class="c-keyword">i<mark>f</mark></span><mark> (</mark>a &lt; <span class="c-string">&quot;<mark>&lt;b</mark>&gt;&quot;</span>',
    );
  });

  it('shows characters that would reorder or hide text', () => {
    expect(lineHtml([[null, 'a\u202eb']])).toBe('a<span class="c-hidden">U+202E</span>b');
    for (const character of ['\r', '\v', '\f', '\u0085', '\u2028', '\u2029']) {
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      expect(lineHtml([[null, `a${character}b`]])).toBe(`a<span class="c-hidden">U+${code}</span>b`);
    }
  });

  it('survives ranges beyond the line and empty ones', () => {
    expect(lineHtml([[null, 'abc']], [[2, 99]])).toBe('ab<mark>c</mark>');
    expect(lineHtml([[null, 'abc']], [[1, 1]])).toBe('abc');
  });
});

describe('tokenise', () => {
  it('keeps the grammar across slices', async () => {
    const text = `/*\n${'still a comment\n'.repeat(300)}*/\nconst x = 'text';`;
    const tokens = await tokenise(text, 'TypeScript');
    expect(tokens).toHaveLength(303);
    expect(tokens?.[250]).toEqual([['c-comment', 'still a comment']]);
    expect(tokens?.[302]?.[0]).toEqual(['c-keyword', 'const']);
    expect(tokens?.map((line) => line.map(([, part]) => part).join('')).join('\n')).toBe(text);
  });

  it('spells every line, whatever it ends with', async () => {
    const lines = ['a = 1 // x\r', 'b\r\r', '\rc\u2028d', '', 'e\r'];
    const tokens = await tokenise(lines.join('\n'), 'TypeScript');
    expect(tokens?.map((line) => line.map(([, part]) => part).join(''))).toEqual(lines);
  });

  it('knows linguist’s names and leaves unknown languages plain', async () => {
    for (const language of ['C++', 'C#', 'Shell', 'Protocol Buffer', 'Emacs Lisp', 'TSX', 'Dockerfile', 'Vim Script']) {
      expect(await tokenise('x', language), language).not.toBeNull();
    }
    expect(await tokenise('x', 'Klingon')).toBeNull();
    expect(await tokenise('x', null)).toBeNull();
  });
});
