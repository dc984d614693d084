// What a path shows of a query's words.

export interface PathEvidence {
  /** The share of the words that the path has. */
  share: number;
  /** It has every word, at least one of them in the file's name. */
  hasAll: boolean;
  /** Beside that, every part of the file's name was typed. */
  isCovered: boolean;
  /** Beside that, folders have the words that are not in its name: a place was typed. */
  isPlace: boolean;
  /** Beside that, the path ends with all that was typed, in that order: with the name's ending or without it. */
  isTail: boolean;
}

const NOTHING: PathEvidence = { share: 0, hasAll: false, isCovered: false, isPlace: false, isTail: false };
const BETWEEN = /[^\p{L}\p{N}]+/gu;

/** `words` in lowercase; one with slashes is a piece of a path. */
export function pathEvidence(path: string, words: readonly string[]): PathEvidence {
  if (words.length === 0) return NOTHING;
  const lower = path.toLowerCase();
  let held = 0;
  for (const word of words) if (lower.includes(word)) held++;
  const share = held / words.length;
  if (share < 1) return { ...NOTHING, share };
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  const isInName = (word: string) =>
    name.includes(word) || (word.includes('/') && (lower.endsWith(word) || withoutEnding(lower).endsWith(word)));
  if (!words.some(isInName)) return { ...NOTHING, share };
  const stem = name.replace(/(?<=.)\.[^.]*$/, '');
  let rest = stem;
  for (const word of [...words].sort((a, b) => b.length - a.length)) rest = rest.replace(word, ' ');
  const typed = words.join('').replace(BETWEEN, '');
  const isCovered = rest.replace(BETWEEN, '') === '' || words.includes(name);
  return {
    share,
    hasAll: true,
    isCovered,
    isPlace: isCovered && !words.every((word) => name.includes(word)),
    isTail: [lower, withoutEnding(lower), withoutRepeat(lower)].some((one) => one.replace(BETWEEN, '').endsWith(typed)),
  };
}

function withoutEnding(path: string): string {
  return path.replace(/(?<=[^/])\.[^./]*$/, '');
}

/** A folder's main file is often called like the folder: `exporter/exporter.go` is `exporter`. */
function withoutRepeat(path: string): string {
  return withoutEnding(path).replace(/(^|\/)([^/]+)\/\2$/, '$1$2');
}
