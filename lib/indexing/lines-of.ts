// Takes ranges of lines out of a text without splitting all of it.

/** The texts of ascending ranges (1-based, inclusive), without the last line's end. */
export function linesOf(content: string, ranges: readonly (readonly [startLine: number, endLine: number])[]): string[] {
  let line = 1;
  let at = 0;
  const to = (wanted: number) => {
    while (line < wanted && at >= 0) {
      const next = content.indexOf('\n', at);
      at = next < 0 ? content.length : next + 1;
      line++;
    }
    return at;
  };
  return ranges.map(([startLine, endLine]) => {
    const from = to(startLine);
    const until = to(endLine + 1);
    const text = content.slice(from, until);
    return text.endsWith('\n') ? text.slice(0, -1) : text;
  });
}
