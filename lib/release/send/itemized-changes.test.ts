import { expect, it } from 'vitest';
import { ItemizedChanges } from './itemized-changes';

const read = (text: string, countsExtra = true) => {
  const changes = new ItemizedChanges(countsExtra);
  // In pieces, as they come.
  for (const byte of Buffer.from(text, 'latin1')) changes.read(Buffer.of(byte));
  return changes.end();
};

it('reads what rsync says of each file', () => {
  expect(
    read(
      [
        'sending incremental file list',
        '*deleting   extra',
        '*deleting     with spaces',
        '.d..t...... ./',
        '.d...p..... folder/',
        '<f.st...... grown',
        '<fc.t...... edited',
        '.f..t...... touched',
        '.f...p..... mode',
        '.f....og... owner',
        '<f+++++++++ new\\#012line \\#134#012',
        'cd+++++++++ made/',
        'cLc.T...... link -> where',
        'cL+++++++++ lost -> where',
        '<f+++++++++ latin-\xe9',
      ].join('\n'),
    ),
  ).toEqual({
    count: 11,
    files: [
      { path: 'extra', how: 'extra' },
      { path: '  with spaces', how: 'extra' },
      { path: 'folder', how: 'mode' },
      { path: 'grown', how: 'changed' },
      { path: 'edited', how: 'changed' },
      { path: 'mode', how: 'mode' },
      { path: 'owner', how: 'mode' },
      { path: 'new\nline \\#012', how: 'missing' },
      { path: 'link', how: 'changed' },
      { path: 'lost', how: 'missing' },
      { path: 'latin-\\xe9', how: 'missing' },
    ],
  });
});

it('takes a folder in the place of a file for another type, and counts all but names a hundred', () => {
  expect(read('*deleting   a/x\n*deleting   a/\n<f+++++++++ a\n').files.at(-1)).toEqual({ path: 'a', how: 'type' });
  expect(read('*deleting   a/x\n<f+++++++++ a\n', false)).toEqual({ count: 1, files: [{ path: 'a', how: 'type' }] });
  const many = read(Array.from({ length: 500 }, (_, at) => `<fc.t...... ${at}\n`).join(''));
  expect([many.count, many.files.length]).toEqual([500, 100]);
  expect(() => read('x'.repeat(20_000))).toThrow('no end');
});
