// Reads what stands between quotes or slashes in a query.

const SPACE = /\s/;

export interface Delimited {
  text: string;
  /** Where it ends, its last quote or slash included. */
  end: number;
  isClosed: boolean;
}

/**
 * The phrase that begins with the quote at `from`. Within quotes a backslash escapes only a quote: `"\d"` is a backslash
 * and a d. It does not escape the last quote of all, or the phrase would stay open.
 */
export function readQuoted(text: string, from: number): Delimited {
  const last = text.lastIndexOf('"');
  let value = '';
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '"') return { text: value, end: i + 1, isClosed: true };
    if (text[i] === '\\' && text[i + 1] === '"' && last > i + 1) i++;
    value += text[i];
  }
  return { text: value, end: text.length, isClosed: false };
}

/**
 * The pattern that begins with the slash at `from`, null if there is none. It ends with the first slash that is not
 * escaped, if nothing but the end of a group or of the text, `limit`, follows it: `/usr/lib/x` is a path.
 */
export function readPattern(text: string, from: number, limit = text.length): Delimited | null {
  if (text[from] !== '/' || SPACE.test(text[from + 1] ?? ' ') || text[from + 1] === '/') return null;
  let pattern = '';
  for (let i = from + 1; i < limit; i++) {
    if (text[i] === '\\' && i + 1 < limit) {
      pattern += text[i + 1] === '/' ? '/' : text.slice(i, i + 2);
      i++;
    } else if (text[i] === '/') {
      const after = text[i + 1];
      const isEnd =
        i + 1 >= limit || after === undefined || SPACE.test(after) || (limit === text.length && after === ')');
      return isEnd ? { text: pattern, end: i + 1, isClosed: true } : null;
    } else pattern += text[i];
  }
  return null;
}
