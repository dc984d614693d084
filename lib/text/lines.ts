// What a line is, for everything that counts, cuts, numbers or shows lines: the same as for git. Only \n ends a line, so
// \r, U+2028, vertical tabs and form feeds are characters like any other. A last line without \n counts; a last \n
// opens no further line.

/** How many lines a text has. */
export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return text.length > 0 && !text.endsWith('\n') ? lines + 1 : lines;
}

/** The offset of the \n that ends the line in which offset `from` is, or else the text's length. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Where what is shown of a line ends, `end` being its \n: before the \r of \r\n, which is part of the line all the same. */
export function shownEnd(text: string, start: number, end: number): number {
  return end > start && text[end] === '\n' && text[end - 1] === '\r' ? end - 1 : end;
}

/** All lines as they are shown: without their \n or \r\n. */
export function shownLines(text: string): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfLine(text, start);
    lines.push(text.slice(start, shownEnd(text, start, end)));
    start = end + 1;
  }
  return lines;
}

/** Offsets where lines begin, and the end of the text as one more. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  if (starts.at(-1) !== text.length) starts.push(text.length);
  return starts;
}

/** The texts of ascending ranges (1-based, inclusive), without the last line's \n. Does not split all of the text. */
export function linesOf(text: string, ranges: readonly (readonly [startLine: number, endLine: number])[]): string[] {
  let line = 1;
  let at = 0;
  const to = (wanted: number) => {
    while (line < wanted && at < text.length) {
      at = Math.min(endOfLine(text, at) + 1, text.length);
      line++;
    }
    return at;
  };
  return ranges.map(([startLine, endLine]) => {
    const from = to(startLine);
    const until = to(endLine + 1);
    return text.slice(from, text[until - 1] === '\n' && until > from ? until - 1 : until);
  });
}
