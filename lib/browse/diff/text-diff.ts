// What changed between two texts, line by line, as people read it: hunks with a few lines around.
import { structuredPatch } from 'diff';

export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
  /** 1-based numbers in the text before and after; null where the line is not in it. */
  before: number | null;
  after: number | null;
  /** It is the last one and has no line break after it. */
  isUnended: boolean;
}

export interface Hunk {
  /** `-12,5 +12,6`, as git writes it. */
  range: string;
  lines: DiffLine[];
}

const CONTEXT = 3;
const MAX_LINE = 500;

/**
 * Null if more than `maxEdits` lines were added and removed together: finding out costs their square. Empty if no line
 * differs. A text that is new or gone is all one hunk.
 */
export function textDiff(before: string, after: string, maxEdits: number): Hunk[] | null {
  if (before === '' || after === '') return oneSided(before, after);
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: CONTEXT,
    maxEditLength: maxEdits,
  });
  if (!patch) return null;
  return patch.hunks.map((hunk) => ({
    range: rangeOf(hunk),
    lines: linesOf(hunk.lines, hunk.oldStart, hunk.newStart),
  }));
}

function oneSided(before: string, after: string): Hunk[] {
  const [sign, text] = after === '' ? ['-', before] : ['+', after];
  if (text === '') return [];
  const lines = text.split('\n').map((line) => sign + line);
  if (text.endsWith('\n')) lines.pop();
  else lines.push('\\');
  const count = lines.length - (text.endsWith('\n') ? 0 : 1);
  const [oldLines, newLines] = after === '' ? [count, 0] : [0, count];
  return [{ range: rangeOf({ oldStart: 1, oldLines, newStart: 1, newLines }), lines: linesOf(lines, 1, 1) }];
}

/** As git, which counts from the line before if there is none. */
function rangeOf(hunk: { oldStart: number; oldLines: number; newStart: number; newLines: number }): string {
  const start = (first: number, count: number) => `${count === 0 ? first - 1 : first},${count}`;
  return `-${start(hunk.oldStart, hunk.oldLines)} +${start(hunk.newStart, hunk.newLines)}`;
}

function linesOf(lines: string[], oldStart: number, newStart: number): DiffLine[] {
  const found: DiffLine[] = [];
  let [old, fresh] = [oldStart, newStart];
  for (const line of lines) {
    const last = found.at(-1);
    if (line.startsWith('\\')) {
      if (last) last.isUnended = true;
      continue;
    }
    const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same';
    const text = line.slice(1).replace(/\r$/, '');
    found.push({
      kind,
      text: text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}…` : text,
      before: kind === 'added' ? null : old,
      after: kind === 'removed' ? null : fresh,
      isUnended: false,
    });
    if (kind !== 'added') old += 1;
    if (kind !== 'removed') fresh += 1;
  }
  return found;
}
