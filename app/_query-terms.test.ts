import { describe, expect, it } from 'vitest';
import { chosenValues, filterTerm, hasFilter, toggleFilter, toggleOption } from './_query-terms';

describe('filter terms in a query', () => {
  it('quotes values that hold spaces', () => {
    expect(filterTerm('lang', 'Jupyter Notebook')).toBe('lang:"Jupyter Notebook"');
    expect(filterTerm('repo', 'acme/rivers')).toBe('repo:acme/rivers');
  });

  it('adds a filter once and takes it away again', () => {
    const query = toggleFilter('parse "two words"', 'lang', 'Jupyter Notebook');
    expect(query).toBe('parse "two words" lang:"Jupyter Notebook"');
    expect(hasFilter(query, 'lang', 'jupyter notebook')).toBe(true);
    expect(toggleFilter(query, 'lang', 'Jupyter Notebook')).toBe('parse "two words"');
  });

  it('does not take a longer or an excluded value for the filter', () => {
    expect(hasFilter('x repo:acme/rivers-old', 'repo', 'acme/rivers')).toBe(false);
    expect(hasFilter('x -repo:acme/rivers', 'repo', 'acme/rivers')).toBe(false);
    expect(hasFilter('x "repo:acme/rivers"', 'repo', 'acme/rivers')).toBe(false);
  });

  it('keeps the rest of the query as it was written', () => {
    expect(toggleFilter('a:b  c repo:x "d  e"', 'repo', 'x')).toBe('a:b  c "d  e"');
    expect(toggleFilter('', 'repo', 'x')).toBe('repo:x');
  });

  it('sets an option instead of another value of it', () => {
    expect(toggleOption('a "case:no b" case:no', 'case', 'yes')).toBe('a "case:no b" case:yes');
    expect(toggleOption('a case:yes', 'case', 'yes')).toBe('a');
    expect(toggleOption('', 'word', 'yes')).toBe('word:yes');
  });

  it('knows all values of a filter, by whatever name, and the query without each', () => {
    expect(chosenValues('a lang:go -lang:c l:"Jupyter Notebook" (x)', 'lang')).toEqual([
      { value: 'go', without: 'a -lang:c l:"Jupyter Notebook" (x)' },
      { value: 'Jupyter Notebook', without: 'a lang:go -lang:c (x)' },
    ]);
    expect(chosenValues('lang:go OR lang:ts', 'lang')).toEqual([
      { value: 'go', without: 'lang:ts' },
      { value: 'ts', without: 'lang:go' },
    ]);
    expect(chosenValues('"lang:go" lang: /lang:x/', 'lang')).toEqual([]);
    expect(toggleFilter('lang:go x lang:GO', 'lang', 'Go')).toBe('x');
  });
});
