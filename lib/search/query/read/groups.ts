// Tells parentheses that group terms from those that are code.
import { readPattern, readQuoted } from './delimited';

const SPACE = /\s/;

/** True if the query joins terms by words, so that its parentheses are meant to group. */
export function hasOperators(text: string): boolean {
  return /(?:^|[\s)])(?:AND|OR|NOT)(?=[\s(]|$)/.test(text);
}

/**
 * Where the group that opens at `at` closes; null if the parenthesis there is code. A group ends where a term could,
 * holds something, and without a space in it is a group only beside an operator: `(void)` and `(a|b)c` are code.
 */
export function groupEnd(text: string, at: number, isOperated: boolean): number | null {
  if (text[at] !== '(') return null;
  const end = closing(text, at);
  if (end === null) return null;
  const after = text[end + 1];
  if (after !== undefined && !SPACE.test(after) && after !== ')') return null;
  const inner = text.slice(at + 1, end).trim();
  if (inner === '') return null;
  return isOperated || /\s/.test(inner) ? end : null;
}

/** The parenthesis that closes the one at `at`, none counted within phrases and patterns; null if it stays open. */
function closing(text: string, at: number): number | null {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const char = text[i];
    const isStart = i > 0 && /[\s(:-]/.test(text[i - 1]!);
    if (char === '"' && isStart) {
      const { end, isClosed } = readQuoted(text, i);
      if (isClosed) i = end - 1;
    } else if (char === '/' && isStart) i = (readPattern(text, i)?.end ?? i + 1) - 1;
    else if (char === '\\') i++;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return i;
  }
  return null;
}
