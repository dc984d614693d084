// Tokens of one line to HTML, with the matched ranges marked.
import type { Token } from './tokenise';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Text within a line as HTML. Control characters that would vanish, reorder text or look like a line's end, which \n
 * alone is, are shown by their code.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
      (character) =>
        `<span class="c-hidden">U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}</span>`,
    );
}

/** `ranges` are UTF-16 offsets [start, end) into the line, ascending and apart. */
export function lineHtml(tokens: Token[], ranges: [start: number, end: number][] = []): string {
  let html = '';
  let offset = 0;
  for (const [className, text] of tokens) {
    const inner = markRanges(text, offset, ranges);
    html += className ? `<span class="${className}">${inner}</span>` : inner;
    offset += text.length;
  }
  return html;
}

function markRanges(text: string, offset: number, ranges: [number, number][]): string {
  let html = '';
  let at = 0;
  for (const [start, end] of ranges) {
    const from = Math.max(start - offset, at);
    const to = Math.min(end - offset, text.length);
    if (to <= from) continue;
    html += `${escapeHtml(text.slice(at, from))}<mark>${escapeHtml(text.slice(from, to))}</mark>`;
    at = to;
  }
  return html + escapeHtml(text.slice(at));
}
