import { describe, expect, it } from 'vitest';
import { parseQuery } from '../read/parse';
import { simplify } from './simplify';

const plan = (q: string) => simplify(parseQuery(q));

describe('simplify', () => {
  it('asks for every word once', () => {
    expect(plan('a b a "a"').clauses).toEqual([
      { anyOf: [{ kind: 'word', text: 'a' }] },
      { anyOf: [{ kind: 'word', text: 'b' }] },
      { anyOf: [{ kind: 'literal', text: 'a' }] },
    ]);
  });

  it('keeps alternatives together', () => {
    expect(plan('(a OR "b c") d').clauses).toEqual([
      {
        anyOf: [
          { kind: 'word', text: 'a' },
          { kind: 'literal', text: 'b c' },
        ],
      },
      { anyOf: [{ kind: 'word', text: 'd' }] },
    ]);
  });

  it('takes several repositories, languages and branches as alternatives', () => {
    expect(plan('repo:a lang:go x repo:b lang:ts branch:main branch:dev repo:a').filters).toEqual([
      { field: 'repo', anyOf: ['a', 'b'] },
      { field: 'lang', anyOf: ['go', 'ts'] },
      { field: 'branch', anyOf: ['main', 'dev'] },
    ]);
  });

  it('takes several paths as conditions that all hold, and with OR as alternatives', () => {
    expect(plan('file:src file:*.ts').filters).toEqual([
      { field: 'file', anyOf: ['src'] },
      { field: 'file', anyOf: ['*.ts'] },
    ]);
    expect(plan('file:a OR file:b').filters).toEqual([{ field: 'file', anyOf: ['a', 'b'] }]);
  });

  it('collects what is excluded', () => {
    const { excluded, excludedFilters } = plan('x -y -"z z" -lang:go -file:vendor/');
    expect(excluded).toEqual([
      { kind: 'word', text: 'y' },
      { kind: 'literal', text: 'z z' },
    ]);
    expect(excludedFilters).toEqual([
      { field: 'lang', anyOf: ['go'] },
      { field: 'file', anyOf: ['vendor/'] },
    ]);
  });

  it('keeps alternatives of different kinds as a group', () => {
    expect(plan('foo OR lang:go')).toMatchObject({ clauses: [], filters: [], groups: [{ kind: 'or' }] });
    expect(plan('a OR -b').groups).toMatchObject([{ kind: 'or', parts: [{ text: 'a' }, { kind: 'not' }] }]);
    expect(plan('a -(b OR lang:go)')).toMatchObject({
      clauses: [{ anyOf: [{ text: 'a' }] }],
      excluded: [{ text: 'b' }],
      excludedFilters: [{ field: 'lang', anyOf: ['go'] }],
      groups: [],
    });
    expect(plan('NOT (NOT a)').clauses).toMatchObject([{ anyOf: [{ text: 'a' }] }]);
  });

  it('tells of contradictions', () => {
    expect(plan('foo -foo').notes[0]?.message).toContain('“foo” and excludes it');
    expect(plan('(foo OR bar) -foo').notes).toEqual([]);
  });

  it('makes conditions on names of words that are about names', () => {
    expect(plan('type:path parse').filters).toEqual([{ field: 'file', anyOf: ['parse'] }]);
    expect(plan('type:repo web').filters).toEqual([{ field: 'repo', anyOf: ['web'] }]);
    expect(plan('type:symbol Parser').clauses).toEqual([{ anyOf: [{ kind: 'symbol', text: 'Parser' }] }]);
  });

  it('decides about case by what is typed, if asked to', () => {
    expect(plan('case:auto foo')).toMatchObject({ matchCase: false, ignoreCase: true });
    expect(plan('case:auto Foo')).toMatchObject({ matchCase: true, ignoreCase: false });
    expect(plan('Foo')).toMatchObject({ matchCase: false, ignoreCase: false });
  });
});
