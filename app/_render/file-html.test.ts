import { describe, expect, it } from 'vitest';
import { fileHtml } from './file-html';

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `line ${n + 1}`).join('\n');

describe('fileHtml', () => {
  it('numbers lines as git does, and shows no line after the last line end', async () => {
    const { html, lineCount, lastLine } = await fileHtml('a', 'one\r\ntwo\rthree\n', null, { from: 1 });
    expect([lineCount, lastLine]).toEqual([2, 2]);
    expect(html.match(/id="L\d+"/g)).toEqual(['id="L1"', 'id="L2"']);
    expect(html).toContain('two<span class="c-hidden">U+000D</span>three\n');
    expect(html).not.toContain('\r');
  });

  it('colours, escapes, and answers the same from its memory', async () => {
    const source = 'const a = "<b>";\n';
    const first = await fileHtml('b', source, 'TypeScript', { from: 1 });
    expect(first.html).toContain('<span class="c-keyword">const</span>');
    expect(first.html).toContain('&lt;b&gt;');
    expect(await fileHtml('b', source, 'TypeScript', { from: 1 })).toEqual(first);
  });

  it('shows a long file by windows that leave out nothing', async () => {
    const content = numbered(25_000);
    const starts: number[] = [];
    for (let from = 1; from <= 25_000; ) {
      const { firstLine, lastLine } = await fileHtml('c', content, null, { from });
      expect(firstLine).toBe(from);
      starts.push(from);
      from = lastLine + 1;
    }
    expect(starts).toEqual([1, 10_001, 20_001]);
  });

  it('bounds what one page holds, and a single endless line', async () => {
    const wide = await fileHtml('d', `${'x'.repeat(1000)}\n`.repeat(2000), 'TypeScript', { from: 1 });
    expect(wide.isColoured).toBe(false);
    expect(wide.lastLine).toBeLessThan(600);
    const endless = await fileHtml('e', 'y'.repeat(3_000_000), null, { from: 1 });
    expect(endless.html.length).toBeLessThan(30_000);
    expect(endless.html).toContain('2,980,000 more characters');
  });

  it('clamps a window that begins outside the file', async () => {
    expect((await fileHtml('f', numbered(5), null, { from: 99 })).firstLine).toBe(5);
    expect((await fileHtml('f', numbered(5), null, { from: -3 })).firstLine).toBe(1);
  });
});
