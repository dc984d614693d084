import { describe, expect, it } from 'vitest';
import { simplify } from '../query/plan/simplify';
import { parseQuery } from '../query/read/parse';
import { highlight, MAX_LINES } from './highlight';

function marked(text: string, q: string, isLoose = false) {
  const plan = simplify(parseQuery(q));
  const terms = plan.clauses.flatMap((clause) => clause.anyOf);
  const { matches } = highlight(text, { terms, matchCase: plan.matchCase, isLoose });
  return matches.map(({ line, text, ranges }) => {
    let shown = '';
    let at = 0;
    for (const [start, end] of ranges) {
      shown += `${text.slice(at, start)}[${text.slice(start, end)}]`;
      at = end;
    }
    return `${line}: ${shown}${text.slice(at)}`;
  });
}

describe('highlight', () => {
  it.each<[string, string, string[]]>([
    ['let foo = fooBar(food);', 'foo', ['1: let [foo] = [foo]Bar(food);']],
    ['FOO\nfoo', 'Foo', ['1: [FOO]', '2: [foo]']],
    ['FOO\nFoo', 'case:yes Foo', ['2: [Foo]']],
    ['parseAll();\nfunction parseAll() {}', 'sym:parse*', ['2: function [parseAll]() {}']],
    ['parse;\nParse2 reparse', 'sym:parse?', ['2: [Parse2] reparse']],
    ['get_user(userName)', 'user', ['1: get_[user]([user]Name)']],
    ['a->b; a.b', 'a->b', ['1: [a->b]; a.b']],
    ['x (a|b)* y', '"(a|b)*"', ['1: x [(a|b)*] y']],
    ['one\r\ntwo\r\n', 'two', ['2: [two]']],
    ['grüße 検索', 'grüße', ['1: [grüße] 検索']],
    ['検索する', '検索', ['1: [検索]する']],
    ['😀 foo 😀', 'foo', ['1: 😀 [foo] 😀']],
    ['nothing here', 'foo', []],
    ['', 'foo', []],
    ['foo', '-foo', []],
    ['foobar foo bar', 'foo bar', ['1: foobar [foo] [bar]']],
    ['aaaa', '"aa"', ['1: [aaaa]']],
  ])('%j for %s', (text, q, expected) => {
    expect(marked(text, q)).toEqual(expected);
  });

  it('marks a phrase over lines on each of them', () => {
    expect(marked('x foo\nbar y\nz', '"foo\nbar"')).toEqual(['1: x [foo]', '2: [bar] y']);
    expect(marked('a\n\n\nb', '"a\n\n\nb"')).toEqual(['1: [a]', '4: [b]']);
  });

  it('finds words however they are composed', () => {
    expect(marked('cafe\u0301 x', 'caf\u00e9')).toEqual(['1: [cafe\u0301] x']);
  });

  it('shows the lines with most of the terms, in order', () => {
    const text = [...Array.from({ length: 20 }, () => 'alpha'), 'alpha beta', 'beta'].join('\n');
    const shown = marked(text, 'alpha beta');
    expect(shown).toHaveLength(MAX_LINES);
    expect(shown[0]).toBe('1: [alpha]');
    expect(shown.at(-1)).toBe('21: [alpha] [beta]');
  });

  it('cuts long lines around the match', () => {
    const [shown] = marked(`${'😀'.repeat(1000)} needle ${'x'.repeat(1000)}`, 'needle');
    expect(shown!.length).toBeLessThan(320);
    expect(shown).toMatch(/^1: …😀+ \[needle\] x+…$/u);
    expect(shown).not.toMatch(/\p{Surrogate}/u);
  });

  it('keeps short lines whole and marks a match at the end of a long one', () => {
    expect(marked(`${'x'.repeat(400)} end`, 'end')[0]).toMatch(/^1: …x+ \[end\]$/);
  });

  it('takes anything anywhere when loose', () => {
    expect(marked('KMALLOC kmallocs', 'malloc', true)).toEqual(['1: K[MALLOC] k[malloc]s']);
  });

  it('counts within bounds and stays quick on hostile text', () => {
    const text = 'a'.repeat(300_000);
    expect(
      highlight(text, { terms: [{ kind: 'literal', text: 'a' }], matchCase: true, isLoose: false }).matchCount,
    ).toBe(1000);
    expect(
      highlight(text, { terms: [{ kind: 'word', text: 'aa' }], matchCase: false, isLoose: false }).matchCount,
    ).toBe(0);
  });
});

describe('the lines that are shown', () => {
  const many = (line: string, count: number) => Array.from({ length: count }, () => line).join('\n');

  it('hold the definition, however many lines before it use the name', () => {
    const text = `${many('/// Like spawn, but other.', 30)}\n${many('    spawn(task);', 5)}\npub fn spawn<F>(future: F) {\n}\n`;
    expect(marked(text, 'spawn').at(-1)).toBe('36: pub fn [spawn]<F>(future: F) {');
  });

  it('hold it for phrases and for parts of names, too', () => {
    const text = `${many('    spawn_all(task);', 30)}\npub fn spawn_all(x) {\n`;
    expect(marked(text, '"spawn_all("').at(-1)).toBe('31: pub fn [spawn_all(]x) {');
    expect(marked(text, 'pawn_al', true).at(-1)).toBe('31: pub fn s[pawn_al]l(x) {');
  });

  it('hold the definition after more uses than are counted', () => {
    expect(marked(`${many('x(spawn);', 3000)}\nint spawn(void)\n{`, 'spawn').at(-1)).toBe('3001: int [spawn](void)');
  });

  it('hold a line for each word, wherever it is', () => {
    const text = `${many('farneedles', 5000)}\nfarneedle\n${many('other', 20)}\nlast`;
    expect(marked(text, 'farneedle')).toEqual(['5001: [farneedle]']);
    expect(marked(text, 'last farneedle other').filter((line) => !line.includes('[other]'))).toEqual([
      '5001: [farneedle]',
      '5022: [last]',
    ]);
  });

  it('prefer what is spelled as typed to parts and to other cases', () => {
    const text = `${many('getFoo(FOO)', 9)}\nfoo\n${many('x.foo_bar', 9)}`;
    expect(marked(text, 'foo')).toContain('10: [foo]');
  });

  it('show each word of a line of megabytes', () => {
    const [shown] = marked(
      `${'x,'.repeat(500_000)}first${',y'.repeat(500_000)} second${',z'.repeat(9)}`,
      'second first',
    );
    expect(shown).toMatch(/^1: …[x,]+\[first\][,y]+….* \[second\][,z]+$/);
    expect(shown!.length).toBeLessThan(400);
  });

  it('show the line where an end of line is all that matches', () => {
    expect(marked('a\n\nb', '"\n\n"')).toEqual(['1: a']);
    expect(marked('\n\nb', '"\n"')).toEqual(['1: ', '2: ']);
    expect(marked('a\r\nb', '"\r\n"')).toEqual(['1: a']);
  });

  it('mark words next to scripts without spaces, and other spellings where loose', () => {
    expect(marked('検foo索', 'foo')).toEqual(['1: 検[foo]索']);
    expect(marked('Gro\u0308ßenwahl GRÖSSE', 'größ', true)).toEqual(['1: [Gro\u0308ß]enwahl [GRÖSS]E']);
  });
});
