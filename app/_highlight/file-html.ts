// A whole file as numbered, coloured, linkable lines; coloured once per blob and kept while it is in demand.
import { escapeHtml, lineHtml } from './line-html';
import { tokenise } from './tokenise';

/** Beyond this a file is shown in one colour. */
export const MAX_COLOURED_LENGTH = 256 * 1024;
/** Beyond this a file is shown cut, at the end of a line. */
export const MAX_SHOWN_LENGTH = 1024 * 1024;
const MAX_CACHED_LENGTH = 8 * 1024 * 1024;

const cache = new Map<string, string>();
let cachedLength = 0;

export interface FileHtml {
  html: string;
  lineCount: number;
  isColoured: boolean;
  isCut: boolean;
}

/** `key` names the content for ever: a blob id and a language. */
export async function fileHtml(key: string, content: string, language: string | null): Promise<FileHtml> {
  const isCut = content.length > MAX_SHOWN_LENGTH;
  const shown = isCut ? content.slice(0, content.lastIndexOf('\n', MAX_SHOWN_LENGTH) + 1 || MAX_SHOWN_LENGTH) : content;
  const text = shown.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const lines = text.split('\n');
  const isColoured = shown.length <= MAX_COLOURED_LENGTH;
  return {
    html: await linesHtml(key, text, lines, isColoured ? language : null),
    lineCount: lines.length,
    isColoured,
    isCut,
  };
}

async function linesHtml(key: string, text: string, lines: string[], language: string | null): Promise<string> {
  const known = cache.get(key);
  if (known !== undefined) {
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const tokens = await tokenise(text, language);
  const html = lines
    .map((line, index) => {
      const number = index + 1;
      const code = tokens?.[index] ? lineHtml(tokens[index]) : escapeHtml(line);
      return `<span class="line" id="L${number}"><a href="#L${number}" aria-label="Line ${number}">${number}</a>${code}\n</span>`;
    })
    .join('');
  keep(key, html);
  return html;
}

function keep(key: string, html: string) {
  cache.set(key, html);
  cachedLength += html.length;
  for (const [oldest, value] of cache) {
    if (cachedLength <= MAX_CACHED_LENGTH) break;
    cache.delete(oldest);
    cachedLength -= value.length;
  }
}
