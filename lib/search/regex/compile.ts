// Compiles what somebody typed as a regular expression, within limits: RE2 matches in time that is linear in the text.
import type { RE2JS } from 're2js';
import { compileEngine, eachMatch, isWithinWork, matchRanges, stepsOf } from './engine.mjs';
import { parseRegex } from './parse-regex';
import { type Required, requiredText } from './required-text';

export interface CompiledRegex {
  pattern: string;
  ignoreCase: boolean;
  test: (text: string) => boolean;
  /** Calls `visit` with each match's UTF-16 range, in order, until it returns false. */
  each: (text: string, visit: (start: number, end: number) => boolean) => void;
  /** The ranges of the first `max` matches that are not empty: start, end, start, end. */
  ranges: (text: string, max: number) => number[];
  /** The most that a look at a text may take: some 10 to 50 ns each. */
  steps: (text: string) => number;
  /** True if `each` finds every match of a text, and not only those within lines. */
  isThorough: (text: string) => boolean;
  /** What a text with a match surely holds. */
  required: Required;
}

export interface RegexError {
  /** What is wrong, as part of a sentence. */
  error: string;
}

const MAX_PATTERN = 1000;
/** Steps of the compiled program: a text costs as many, for each of its characters, at worst. */
const MAX_PROGRAM = 1000;
const MAX_KEPT = 200;
const kept = new Map<string, CompiledRegex | RegexError>();

/** Compiles `pattern`; `^` and `$` stand at every line. What is wrong with it comes back in words. */
export function compileRegex(pattern: string, options: { ignoreCase: boolean }): CompiledRegex | RegexError {
  const key = `${options.ignoreCase ? 'i' : ' '}${pattern}`;
  const known = kept.get(key);
  if (known) return known;
  const made = compile(pattern, options);
  if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
  kept.set(key, made);
  return made;
}

/** True if the pattern could not be compiled. */
export function isRegexError(compiled: CompiledRegex | RegexError): compiled is RegexError {
  return 'error' in compiled;
}

function compile(pattern: string, { ignoreCase }: { ignoreCase: boolean }): CompiledRegex | RegexError {
  if (pattern.length > MAX_PATTERN) return { error: `it is longer than ${MAX_PATTERN} characters` };
  const unsupported = UNSUPPORTED.find(([sign]) => sign.test(pattern));
  if (unsupported) return { error: unsupported[1] };
  let regex: RE2JS;
  try {
    regex = compileEngine(pattern, ignoreCase);
  } catch (error) {
    return { error: sayError(error) };
  }
  if (regex.programSize() > MAX_PROGRAM) return { error: 'it repeats too much' };
  const tree = parseRegex(pattern, { fold: ignoreCase, lines: true });
  return {
    pattern,
    ignoreCase,
    test: (text) => regex.test(text),
    ranges: (text, max) => matchRanges(regex, text, max),
    steps: (text) => stepsOf(regex, text),
    each: (text, visit) => eachMatch(regex, text, visit),
    isThorough: (text) => isWithinWork(regex, text),
    required: tree && requiredText(tree),
  };
}

/** What other engines have and a linear one cannot. */
const UNSUPPORTED: [RegExp, string][] = [
  [/(?<!\\)(?:\\\\)*\\[1-9]/, 'it refers back to a group (\\1), which no search in linear time can'],
  [/\(\?<?[=!]/, 'it looks ahead or behind, which no search in linear time can'],
];

function sayError(error: unknown): string {
  const said = error instanceof Error ? error.message : '';
  const [, what, where] = /^error parsing regexp: ([^:]*)(?::\s*`?(.*?)`?)?$/s.exec(said) ?? [];
  if (what === undefined) return 'it is not complete';
  return `${what}${where ? ` at ${where.replace(/^\(\?[im]+\)/, '').slice(0, 40)}` : ''}`;
}
