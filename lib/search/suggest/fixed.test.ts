import { expect, it } from 'vitest';
import { fieldAt } from '../query/read/fields';
import { parseQuery } from '../query/read/parse';
import { filterOffers, valueOffers } from './fixed';

it('offers filters by their names and by what others call them', () => {
  expect(filterOffers('la').map(({ text }) => text)).toEqual(['lang:']);
  expect(filterOffers('PAT').map(({ text }) => text)).toEqual(['file:', 'patterntype:']);
  expect(filterOffers('owner').map(({ text }) => text)).toEqual(['org:']);
  expect(filterOffers('nonsense')).toEqual([]);
});

it('offers nothing that the language does not know', () => {
  const fields = filterOffers('').map(({ text }) => fieldAt(text)?.field);
  expect(fields).not.toContain(undefined);
  for (const field of [...fields, 'is', 'public'] as const) {
    for (const { text, isOpen } of valueOffers(field!, '')) {
      expect(parseQuery(`parse ${field}:${text}`).notes, `${field}:${text}`).toEqual([]);
      expect(isOpen).toBe(false);
    }
  }
  const calls = [valueOffers('repo', 'has'), valueOffers('file', 'has')].flat();
  expect(calls).toHaveLength(5);
  for (const { field, text } of calls) expect(parseQuery(`${field}:${text}2024-01-31)`).notes, text).toEqual([]);
  expect(valueOffers('repo', '')).toEqual([]);
});
