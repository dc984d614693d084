import { describe, expect, it } from 'vitest';
import { filterTerm, hasFilter, toggleFilter } from './_query-terms';

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
    expect(toggleFilter('a:b  c repo:x "d  e"', 'repo', 'x')).toBe('a:b c "d  e"');
    expect(toggleFilter('', 'repo', 'x')).toBe('repo:x');
  });
});
