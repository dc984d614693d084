import { describe, expect, it } from 'vitest';
import { compileRegex, isRegexError } from '../../regex/compile';
import { findOccurrences } from '../../show/occurrences';
import { parseQuery } from '../read/parse';
import { simplify, termsOf } from './simplify';

const plan = (q: string) => simplify(parseQuery(q));

/** What a query marks in a text, and whether its proofs hold there. */
function look(q: string, text: string) {
  const found = plan(q);
  const terms = termsOf(found);
  const holds = found.clauses.every(({ anyOf }) =>
    anyOf.some((term) => {
      if (term.kind !== 'regex') return true;
      const compiled = compileRegex(term.text, { ignoreCase: found.ignoreCase });
      return !isRegexError(compiled) && compiled.test(text);
    }),
  );
  const marks = findOccurrences(text, terms, { ...found, isLoose: false });
  return [holds, marks.map(({ start, end }) => text.slice(start, end))];
}

describe('word:yes', () => {
  it.each([
    ['user', 'a User, getUser and user_name', true, ['User']],
    ['user', 'getUser user_name users', false, []],
    ['"use"', 'user reuse', false, []],
    ['"use"', 'use(use) Use', true, ['use', 'use']],
    ['foo.bar', 'foo.bar() foo.barn xfoo.bar', true, ['foo.bar']],
    ['foo.bar', 'foo.barn', false, []],
    ['->', 'a->b', true, ['->']],
    ['->next', 'a->next', true, ['->next']],
    ['->next', 'a->nexts', false, []],
    ['öl', 'Erdöl', false, []],
    ['öl', 'Erdöl, Öl', true, ['Öl']],
    ['検', '検索', true, ['検']],
    ['"a検"', '検a検索', true, ['a検']],
    ['/pars\\w/', 'parse parser', true, ['parse']],
    ['/pars/', 'parse parser', false, []],
    ['case:yes User', 'user User', true, ['User']],
    ['case:yes User', 'user', false, []],
    ['case:no "USE"', 'use', true, ['use']],
  ])('%s in “%s”', (q, text, holds, marks) => {
    expect(look(`${q} word:yes`, text)).toEqual([holds, marks]);
  });

  it('is about what is left out as well, and about alternatives', () => {
    const { excluded, groups } = plan('parse -test (a OR -b) word:yes');
    expect(excluded).toMatchObject([{ kind: 'regex', text: expect.stringContaining('test') }]);
    expect(groups).toMatchObject([
      {
        kind: 'or',
        parts: [{ kind: 'and', parts: [{ text: 'a', isWhole: true }, { kind: 'regex' }] }, { kind: 'not' }],
      },
    ]);
  });

  it('leaves names as they are, and what is too long for a pattern', () => {
    expect(plan('sym:parse file:src lang:go word:yes')).toMatchObject({
      clauses: [{ anyOf: [{ kind: 'symbol', text: 'parse' }] }],
      groups: [],
    });
    expect(plan(`"${'a '.repeat(600)}" word:yes`).clauses).toHaveLength(1);
    expect(plan('parse word:no')).toEqual(plan('parse'));
    expect(plan('parse word:maybe').notes[0]?.message).toContain('yes or no');
  });
});
