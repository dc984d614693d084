import { expect, it } from 'vitest';
import { randomFrom } from '@/lib/text/testing';
import { compileRegex, isRegexError } from './compile';
import { parseRegex } from './parse-regex';
import { type Required, requiredText } from './required-text';

function written(required: Required): string {
  if (required === null) return '-';
  if (required.kind === 'has') return `${required.text}${required.fold ? '/i' : ''}`;
  return `(${required.parts.map(written).join(required.kind === 'all' ? ' & ' : ' | ')})`;
}

const requiredOf = (pattern: string) => {
  const tree = parseRegex(pattern, { fold: false, lines: true });
  return tree === null ? 'unread' : written(requiredText(tree));
};

it.each([
  ['foo', 'foo'],
  ['foo.*bar', '(foo & bar)'],
  ['(foo|bar)baz', '(foobaz | barbaz)'],
  ['(foo|bar)+', '(foo | bar)'],
  ['fo+bar', '(fo & obar)'],
  ['foo?bar', '(foobar | fobar)'],
  ['foo*bar', '(fo & bar)'],
  ['[ab]cd', '(acd | bcd)'],
  ['[a-z]cd', 'cd'],
  ['(?i)Foo', 'Foo/i'],
  ['(?i)größe', '(gr/i & e/i)'],
  ['^func\\s+\\w+', 'func'],
  ['\\bfoo\\.bar\\b', 'foo.bar'],
  ['a|b|', '-'],
  ['.*', '-'],
  ['(?:abc)?', '-'],
  ['(?:abc){2,}', 'abc'],
  ['\\Qa.b\\E', 'a.b'],
  ['\\x41bc\\x{42}', 'AbcB'],
])('%s requires %s', (pattern, expected) => {
  expect(requiredOf(pattern)).toBe(expected);
});

it('requires nothing that a match may lack', () => {
  const random = randomFrom(31);
  const atoms = [
    'a',
    'b',
    'ab',
    '.',
    '[ab]',
    '(a|b)',
    '(?:ab)*',
    'a?',
    'b+',
    '^',
    '$',
    '\\b',
    '(?i)A',
    '[^a]',
    '\\n',
    'a{2}',
    '|',
    '\\w',
    '(?:b|)',
    '(?i:Ba)',
  ];
  const letters = ['a', 'b', 'A', 'B', '\n', ' '];
  let looked = 0;
  for (let i = 0; i < 3000; i++) {
    const pattern = Array.from({ length: 1 + random(5) }, () => atoms[random(atoms.length)]).join('');
    const regex = compileRegex(pattern, { ignoreCase: false });
    if (isRegexError(regex)) continue;
    const text = Array.from({ length: random(9) }, () => letters[random(letters.length)]).join('');
    if (!regex.test(text)) continue;
    looked++;
    expect([pattern, text, holds(regex.required, text)]).toEqual([pattern, text, true]);
  }
  expect(looked).toBeGreaterThan(500);
});

function holds(required: Required, text: string): boolean {
  if (required === null) return true;
  if (required.kind === 'has') {
    return required.fold ? text.toLowerCase().includes(required.text.toLowerCase()) : text.includes(required.text);
  }
  return required.kind === 'all'
    ? required.parts.every((part) => holds(part, text))
    : required.parts.some((part) => holds(part, text));
}
