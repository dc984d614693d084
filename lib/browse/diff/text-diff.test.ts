import { expect, it } from 'vitest';
import { textDiff } from './text-diff';

const lines = (...numbers: (number | string)[]) => numbers.map((n) => `line ${n}\n`).join('');
const shown = (before: string, after: string) =>
  textDiff(before, after, 1000)?.map(({ range, lines }) => [
    range,
    ...lines.map(({ kind, text, before, after }) => `${kind} ${before ?? '·'} ${after ?? '·'} ${text}`),
  ]);

it('shows what changed with three lines around, numbered as in either text', () => {
  const before = lines(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const after = lines(1, 2, 3, 4, 'five', 'more', 6, 7, 8, 9);
  expect(shown(before, after)).toEqual([
    [
      '-2,7 +2,8',
      'same 2 2 line 2',
      'same 3 3 line 3',
      'same 4 4 line 4',
      'removed 5 · line 5',
      'added · 5 line five',
      'added · 6 line more',
      'same 6 7 line 6',
      'same 7 8 line 7',
      'same 8 9 line 8',
    ],
  ]);
});

it('shows a new file, one that is gone, and nothing where nothing differs', () => {
  expect(shown('', lines(1))).toEqual([['-0,0 +1,1', 'added · 1 line 1']]);
  expect(shown(lines(1), '')).toEqual([['-1,1 +0,0', 'removed 1 · line 1']]);
  expect(shown(lines(1), lines(1))).toEqual([]);
});

it('tells a last line without an end, and cuts what is very long', () => {
  const [hunk] = textDiff('one\n', 'one', 1000) ?? [];
  expect(hunk?.lines).toMatchObject([
    { kind: 'removed', isUnended: false },
    { kind: 'added', isUnended: true },
  ]);
  expect(textDiff('', 'x'.repeat(9000), 1000)?.[0]?.lines[0]?.text).toHaveLength(501);
});

it('gives up on texts that differ too much, but not on a new one that is long', () => {
  const noise = (seed: number) => Array.from({ length: 2000 }, (_, i) => `${(i * seed) % 10_007}`).join('\n');
  expect(textDiff(noise(7919), noise(6007), 100)).toBeNull();
  expect(textDiff('', noise(7919), 100)?.[0]?.lines).toHaveLength(2000);
});
