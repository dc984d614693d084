import { describe, expect, it } from 'vitest';
import { markFile } from './mark-file';

/** Each line with brackets around what is marked. */
function shown(text: string, query: string): string[] {
  const { lines } = markFile(text, query);
  return [...lines].map(([number, ranges]) => {
    const line = text.split('\n')[number - 1] ?? '';
    let at = 0;
    let marked = '';
    for (const [start, end] of ranges) {
      marked += `${line.slice(at, start)}[${line.slice(start, end)}]`;
      at = end;
    }
    return `${number}: ${marked}${line.slice(at)}`;
  });
}

const text = 'open the gauge\n\nfunction openGauge() {}\r\nGAUGE gauges gauge\nreopening';

describe('markFile', () => {
  it.each([
    ['gauge', ['1: open the [gauge]', '3: function open[Gauge]() {}\r', '4: [GAUGE] gauges [gauge]']],
    ['gauge case:yes', ['1: open the [gauge]', '4: GAUGE gauges [gauge]']],
    ['"the gauge" repo:acme/rivers', ['1: open [the gauge]']],
    ['openGauge OR reopening', ['3: function [openGauge]() {}\r', '5: [reopening]']],
    ['openGauge() lang:ts', ['3: function [openGauge()] {}\r']],
    ['peni', ['5: reo[peni]ng']],
    ['gauge -function', ['1: open the [gauge]', '3: function open[Gauge]() {}\r', '4: [GAUGE] gauges [gauge]']],
    ['repo:acme/rivers', []],
    ['nothing', []],
    ['', []],
    ['"', []],
  ])('%s', (query, lines) => expect(shown(text, query)).toEqual(lines));

  it('marks a phrase over several lines on each, and joins what overlaps', () => {
    expect(shown('a b\nc d\ne f', '"b\nc d\ne"')).toEqual(['1: a [b]', '2: [c d]', '3: [e] f']);
    expect(shown('aaab', '"aa" OR "aab"')).toEqual(['1: [aaab]']);
  });

  it('counts occurrences, and finds every line of hundreds', () => {
    const long = Array.from({ length: 900 }, (_, n) => (n % 3 === 0 ? `weir ${n} weir` : `lock ${n}`)).join('\n');
    const { lines, count } = markFile(long, 'weir');
    expect([lines.size, count]).toEqual([300, 600]);
    expect([...lines.keys()].slice(0, 3)).toEqual([1, 4, 7]);
  });
});

it('marks what a pattern matches, over lines too, and nothing of what is excluded or only says which files', () => {
  const text = 'func parse() {\n  return parseAll()\n}\n';
  expect(markFile(text, '/par\\w+\\(/')).toEqual({
    lines: new Map([
      [1, [[5, 11]]],
      [2, [[9, 18]]],
    ]),
    count: 2,
  });
  expect(markFile(text, '/\\{\\n\\s+return/').lines).toEqual(
    new Map([
      [1, [[13, 14]]],
      [2, [[0, 8]]],
    ]),
  );
  expect(markFile(text, '(func OR lang:go) NOT return file:has.content(parse)').count).toBe(1);
  expect(markFile(text, '"FUNC" case:no').count).toBe(1);
});
