import { expect, it } from 'vitest';
import { KeptTexts, keepTextsOf, keptTexts, MAX_KEPT_TEXT } from './kept-texts';

it('lets go of what was used longest ago', () => {
  const kept = new KeptTexts(10);
  kept.keep('1', 'aaaa');
  kept.keep('2', 'bbbb');
  expect(kept.get('1')).toBe('aaaa');
  kept.keep('3', 'cccc');
  expect([kept.get('1'), kept.get('2'), kept.get('3')]).toEqual(['aaaa', undefined, 'cccc']);
});

it('counts two bytes for each character of a text beyond Latin-1', () => {
  const kept = new KeptTexts(10);
  kept.keep('1', 'ключ');
  kept.keep('2', 'abc');
  expect([kept.get('1'), kept.get('2')]).toEqual([undefined, 'abc']);
});

it('keeps no long text', () => {
  const kept = new KeptTexts(10 * MAX_KEPT_TEXT);
  kept.keep('1', 'a'.repeat(MAX_KEPT_TEXT + 1));
  expect(kept.get('1')).toBeUndefined();
});

it('is one for all transactions of a database, and for no other', () => {
  const [first, second] = [{}, {}];
  const [tx, inner, later, other] = [{}, {}, {}, {}];
  keepTextsOf(tx, first);
  keepTextsOf(inner, tx);
  keepTextsOf(later, first);
  keepTextsOf(other, second);
  keptTexts(tx).keep('1', 'text');
  expect([keptTexts(inner).get('1'), keptTexts(later).get('1'), keptTexts(other).get('1')]).toEqual([
    'text',
    'text',
    undefined,
  ]);
});
