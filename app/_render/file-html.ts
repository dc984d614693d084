// A file as numbered, coloured, linkable lines, a window of them at a time; coloured once per blob and kept a while.
import { shownLines } from '@/lib/text/lines';
import { escapeHtml, lineHtml } from './line-html';
import { Memory } from './memory';
import { colourTexts } from './threads';
import type { Token } from './tokenise';

/** Beyond this a file is shown in one colour. */
const MAX_COLOURED_LENGTH = 256 * 1024;
/** Most that one page shows: lines, and UTF-16 units of content. */
const MAX_LINES = 10_000;
const MAX_LENGTH = 512 * 1024;
const MAX_HTML_LENGTH = 4 * 1024 * 1024;
/** A longer line is shown cut: no browser lays out millions of characters in one. */
const MAX_LINE_LENGTH = 20_000;
/** UTF-16 units of coloured text that are kept in memory. */
const MAX_CACHED_LENGTH = 8 * 1024 * 1024;

const memory = new Memory<Token[][]>(MAX_CACHED_LENGTH, (lines) =>
  lines.flat().reduce((sum, [, text]) => sum + text.length + 8, 0),
);

export interface FileHtml {
  html: string;
  /** 1-based, both included. */
  firstLine: number;
  lastLine: number;
  lineCount: number;
  isColoured: boolean;
}

export interface FileHtmlOptions {
  /** 1-based: the line that the window begins with. */
  from: number;
  /** What to mark: UTF-16 offsets [start, end) into lines, ascending and apart. */
  marks?: ReadonlyMap<number, [start: number, end: number][]>;
  /** The address of a line that the window may not hold. */
  hrefOf?: (line: number) => string;
}

/** The window of a file that begins with line `from`. `key` names the content for ever: a blob id and a language. */
export async function fileHtml(
  key: string,
  content: string,
  language: string | null,
  { from, marks, hrefOf }: FileHtmlOptions,
): Promise<FileHtml> {
  const lines = shownLines(content);
  const isColoured = content.length <= MAX_COLOURED_LENGTH;
  const coloured = isColoured ? await colouredLines(key, lines, language) : null;
  const firstLine = Math.min(Math.max(1, from), Math.max(1, lines.length));
  const hops = marks && hrefOf ? hopsOf([...marks.keys()], hrefOf) : null;
  let html = '';
  let shown = 0;
  let lastLine = firstLine - 1;
  while (
    lastLine < lines.length &&
    lastLine - firstLine + 1 < MAX_LINES &&
    shown < MAX_LENGTH &&
    html.length < MAX_HTML_LENGTH
  ) {
    const line = lines[lastLine] ?? '';
    const tokens = (line.length <= MAX_LINE_LENGTH && coloured?.[lastLine]) || plainTokens(line);
    shown += Math.min(line.length, MAX_LINE_LENGTH);
    lastLine += 1;
    const number = `<a class="number" href="#L${lastLine}" tabindex="${lastLine === firstLine ? 0 : -1}" aria-label="Line ${lastLine}">${lastLine}</a>`;
    const code = lineHtml(tokens, marks?.get(lastLine)) + cutNote(line);
    html += `<span class="line" id="L${lastLine}">${number}${code}\n${hops?.get(lastLine) ?? ''}</span>`;
  }
  return { html, firstLine, lastLine, lineCount: lines.length, isColoured };
}

/** Ways from each line with a match to the ones before and after it, for browsers without JavaScript. */
function hopsOf(lines: number[], hrefOf: (line: number) => string): Map<number, string> {
  const hop = (line: number | undefined, text: string) =>
    line === undefined ? '' : `<a href="${escapeHtml(hrefOf(line))}">${text} match, line ${line}</a>`;
  return new Map(
    lines.map((line, i) => [
      line,
      `<span class="hops">${hop(lines[i - 1], 'Previous')}${hop(lines[i + 1], 'Next')}</span>`,
    ]),
  );
}

function plainTokens(line: string): Token[] {
  return [[null, line.slice(0, MAX_LINE_LENGTH)]];
}

function cutNote(line: string): string {
  if (line.length <= MAX_LINE_LENGTH) return '';
  const rest = (line.length - MAX_LINE_LENGTH).toLocaleString('en-GB');
  return `<span class="c-hidden">… ${rest} more characters</span>`;
}

async function colouredLines(key: string, lines: string[], language: string | null): Promise<Token[][] | null> {
  if (language === null) return null;
  return await memory.get(key, async () => {
    const coloured = await colourTexts({ texts: [lines.join('\n')], language });
    if (coloured === null || coloured === 'busy') return coloured;
    return coloured[0] ?? null;
  });
}
