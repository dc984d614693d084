// How RE2 is asked: the same in this process and in the threads that take the patterns which are slow to match. It is
// JavaScript, so that a thread begins without a compiler.
import { RE2JS } from 're2js';

/** Characters times steps that finding all matches of a text may take: 250 ms or so. Saying whether there is one is quicker. */
const MAX_WORK = 50_000_000;
/** Of a text that would take more, matches within lines are found, in lines up to this length. */
const MAX_LINE = 20_000;

/**
 * `^` and `$` stand at every line. Throws for what is no pattern.
 * @param {string} pattern
 * @param {boolean} ignoreCase
 * @returns {RE2JS}
 */
export function compileEngine(pattern, ignoreCase) {
  return RE2JS.compile(pattern, RE2JS.MULTILINE | (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0));
}

/**
 * Calls `visit` with each match's UTF-16 range, in order, until it returns false.
 * @param {RE2JS} regex
 * @param {string} text
 * @param {(start: number, end: number) => boolean} visit
 */
export function eachMatch(regex, text, visit) {
  if (!regex.test(text)) return;
  if (isWithinWork(regex, text)) {
    const matcher = regex.matcher(text);
    while (matcher.find()) if (!visit(matcher.start(), matcher.end())) return;
    return;
  }
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, Math.min(end, start + MAX_LINE));
    if (regex.test(line)) {
      const matcher = regex.matcher(line);
      while (matcher.find()) if (!visit(start + matcher.start(), start + matcher.end())) return;
    }
    start = end + 1;
  }
}

/**
 * The ranges of the first `max` matches that are not empty, one after the other: start, end, start, end.
 * @param {RE2JS} regex
 * @param {string} text
 * @param {number} max
 * @returns {number[]}
 */
export function matchRanges(regex, text, max) {
  /** @type {number[]} */
  const ranges = [];
  eachMatch(regex, text, (start, end) => {
    if (end > start) ranges.push(start, end);
    return ranges.length < 2 * max;
  });
  return ranges;
}

/**
 * True if `eachMatch` finds every match of a text, and not only those within lines.
 * @param {RE2JS} regex
 * @param {string} text
 */
export function isWithinWork(regex, text) {
  return stepsOf(regex, text) <= MAX_WORK;
}

/**
 * The most that matching may take, as far as can be told before: some 10 to 50 ns each.
 * @param {RE2JS} regex
 * @param {string} text
 */
export function stepsOf(regex, text) {
  return text.length * regex.programSize();
}
