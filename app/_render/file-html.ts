// A file as numbered, coloured, linkable lines, a window of them at a time; coloured once per blob and kept a while.
import { shownLines } from '@/lib/text/lines';
import { escapeHtml, lineHtml } from './line-html';
import { Memory } from './memory';
import { colourTexts } from './threads';

/** Beyond this a file is shown in one colour. */
const MAX_COLOURED_LENGTH = 256 * 1024;
/** Most that one page shows: lines, and UTF-16 units of content. */
const MAX_LINES = 10_000;
const MAX_LENGTH = 512 * 1024;
const MAX_HTML_LENGTH = 4 * 1024 * 1024;
/** A longer line is shown cut: no browser lays out millions of characters in one. */
const MAX_LINE_LENGTH = 20_000;
/** UTF-16 units of HTML that are kept in memory. */
const MAX_CACHED_LENGTH = 8 * 1024 * 1024;

const memory = new Memory<string[]>(MAX_CACHED_LENGTH, (lines) => lines.reduce((sum, line) => sum + line.length, 0));

export interface FileHtml {
  html: string;
  /** 1-based, both included. */
  firstLine: number;
  lastLine: number;
  lineCount: number;
  isColoured: boolean;
}

/** The window that begins with line `from`. `key` names the content for ever: a blob id and a language. */
export async function fileHtml(key: string, content: string, language: string | null, from: number): Promise<FileHtml> {
  const lines = shownLines(content);
  const isColoured = content.length <= MAX_COLOURED_LENGTH;
  const coloured = isColoured ? await colouredLines(key, lines, language) : null;
  const firstLine = Math.min(Math.max(1, from), Math.max(1, lines.length));
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
    const code = line.length > MAX_LINE_LENGTH ? cutLine(line) : (coloured?.[lastLine] ?? escapeHtml(line));
    shown += Math.min(line.length, MAX_LINE_LENGTH);
    lastLine += 1;
    html += `<span class="line" id="L${lastLine}"><a href="#L${lastLine}" aria-label="Line ${lastLine}">${lastLine}</a>${code}\n</span>`;
  }
  return { html, firstLine, lastLine, lineCount: lines.length, isColoured };
}

function cutLine(line: string): string {
  const rest = (line.length - MAX_LINE_LENGTH).toLocaleString('en-GB');
  return `${escapeHtml(line.slice(0, MAX_LINE_LENGTH))}<span class="c-hidden">… ${rest} more characters</span>`;
}

async function colouredLines(key: string, lines: string[], language: string | null): Promise<string[] | null> {
  if (language === null) return null;
  return await memory.get(key, async () => {
    const coloured = await colourTexts({ texts: [lines.join('\n')], language });
    if (coloured === null || coloured === 'busy') return coloured;
    return coloured[0]?.map((line) => lineHtml(line)) ?? null;
  });
}
