import { describe, expect, it } from 'vitest';
import { wordsWithin } from './pattern';

describe('wordsWithin', () => {
  it.each<[string, string[]]>([
    // A word at the start may be the end of a longer one; at the end it may go on.
    ['foo', []],
    ['foo bar', ["'bar':*"]],
    ['foo(', []],
    ['.foo', ["'foo':*"]],
    ['.foo(', ["'foo'"]],
    ['if (ret < 0)', ["'ret'", "'0'"]],
    ['a->b', []],
    ['x = fooBar;', ["'foobar'"]],
    ['{}', []],
    ["('it''s')", ["'it'", "'s'"]],
    // Characters that are words of their own go nowhere.
    ['検索', ["'検'", "'索'"]],
  ])('%s', (literal, words) => {
    expect(wordsWithin(literal, 'open')).toEqual(words);
  });

  it('knows the first word where it begins', () => {
    expect(wordsWithin('err != nil', 'begun')).toEqual(["'err'", "'nil':*"]);
    expect(wordsWithin('CONFIG_FI', 'begun')).toEqual(["'config_fi':*"]);
    expect(wordsWithin('a->b', 'begun')).toEqual(["'a'"]);
  });
});
