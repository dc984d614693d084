import { expect, it } from 'vitest';
import { ChangeList } from './change-list';

function listed(...lines: string[]): string[] | null {
  const list = new ChangeList();
  // In pieces, as it comes.
  const text = Buffer.from(`${lines.join('\n')}\n\nTotal bytes sent: 395\n`, 'latin1');
  for (let at = 0; at < text.length; at += 7) list.read(text.subarray(at, at + 7));
  const names = list.end();
  return names === null ? null : names.toString('latin1').split('\0').slice(0, -1);
}

it('names what comes and what goes, each once, and nothing below what goes', () => {
  expect(
    listed(
      '*deleting   d/gone',
      '*deleting   d/',
      '*deleting   deep/file',
      '*deleting   todir/deep/g',
      '*deleting   todir/deep/',
      '*deleting   tofolder',
      '>f.st...... #h',
      '<f.st...... back\\#134#012s',
      '.f...p..... mode',
      'cLc.t...... link',
      '>f+++++++++ todir',
      'cd+++++++++ tofolder/',
      '>f+++++++++ tofolder/n -> n',
    ),
  ).toEqual([
    './#h',
    './back\\#012s',
    './mode',
    './link',
    './todir',
    './tofolder',
    './tofolder/n -> n',
    './d',
    './deep/file',
  ]);
});

it('is empty where nothing differs', () => {
  expect(listed()).toEqual([]);
});

it('says nothing of what a list cannot change', () => {
  expect(listed('.d...p..... ./')).toBe(null);
  expect(listed('>f.st...... a', '.L....og... link')).toBe(null);
});
