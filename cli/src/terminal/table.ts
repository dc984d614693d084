// Columns for people; lines with tabs between for programs.
import { clean } from './clean';
import { type Colour, painter } from './colour';

export interface Cell {
  text: string;
  colour?: Colour;
}

/** Writes rows under their heads. In a pipe there are no heads, and a tab stands between columns. */
export function writeTable(heads: readonly string[], rows: readonly (readonly (Cell | string)[])[]): void {
  const cells = rows.map((row) => row.map((cell) => toCell(cell)));
  if (!process.stdout.isTTY) {
    for (const row of cells) process.stdout.write(`${row.map((cell) => cell.text).join('\t')}\n`);
    return;
  }
  if (cells.length === 0) return;
  const paint = painter(process.stdout);
  const widths = heads.map((head, i) => Math.max(width(head), ...cells.map((row) => width(row[i]?.text ?? ''))));
  const line = (row: readonly Cell[], all?: Colour) =>
    row
      .map((cell, i) => {
        const colour = all ?? cell.colour;
        const painted = colour ? paint(colour, cell.text) : cell.text;
        return i === row.length - 1 ? painted : painted + ' '.repeat((widths[i] ?? 0) - width(cell.text) + 2);
      })
      .join('')
      .trimEnd();
  process.stdout.write(`${line(heads.map(toCell), 'dim')}\n`);
  for (const row of cells) process.stdout.write(`${line(row)}\n`);
}

function toCell(cell: Cell | string): Cell {
  const { text, colour } = typeof cell === 'string' ? { text: cell, colour: undefined } : cell;
  return { text: clean(text), ...(colour ? { colour } : {}) };
}

const segmenter = new Intl.Segmenter();
/** Wide enough for what people call things; terminals differ about the rest. */
function width(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) {
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        segment,
      )
        ? 2
        : 1;
  }
  return columns;
}
