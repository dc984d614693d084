// Reads .gitattributes and says what they say of a path, as git does. Texts and paths are bytes, as latin1.
import { type Glob, matchesGlob, parseGlob, type Work } from './glob';

/** Set, unset, set to a text, or expressly not specified. */
export type AttributeValue = true | false | string | null;

interface State {
  name: string;
  value: AttributeValue;
}

export interface Rule {
  glob: Glob;
  /** Matched against the last name alone. */
  isName: boolean;
  states: readonly State[];
}

/** Names that stand for several attributes, and what these are. */
export type Macros = Map<string, readonly State[]>;

/** Git ignores longer lines. */
const MAX_LINE = 2048;
const BLANK = /[ \t\r\n]/;
const NAME = /^(?!-)[-A-Za-z0-9_.]+$/;
const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The rules of one file in order. Macros are defined in a root folder's file alone, and put into `macros`. */
export function parseAttributes(text: string, macros: Macros | null): Rule[] {
  const rules: Rule[] = [];
  for (const raw of text.replace(/^\xef\xbb\xbf/, '').split('\n')) {
    const line = raw.replace(/^[ \t\r]+/, '');
    if (line === '' || line.startsWith('#') || raw.length >= MAX_LINE) continue;
    const [pattern, rest] = takePattern(line);
    const macro = !line.startsWith('"') && /^\[attr\](.+)$/s.exec(pattern);
    const states = parseStates(rest);
    if (!states) continue;
    if (macro) {
      if (macros && NAME.test(macro[1]!)) macros.set(macro[1]!, states);
      continue;
    }
    const rule = toRule(pattern, states);
    if (rule) rules.push(rule);
  }
  return rules;
}

/**
 * The values of the attributes `names` for a path. `files` are those of the folders that the path is in, the root's
 * first: with each its folder's length in the path, slash included.
 */
export function attributesOf(
  path: string,
  files: readonly { rules: readonly Rule[]; offset: number }[],
  macros: Macros,
  names: ReadonlySet<string>,
  work: Work,
): Map<string, AttributeValue> {
  const decided = new Map<string, AttributeValue>();
  const name = path.slice(path.lastIndexOf('/') + 1);
  let missing = names.size;
  // The first one found decides: the last attribute of the last line of the nearest file.
  const decide = (states: readonly State[]) => {
    for (const state of states.toReversed()) {
      if (decided.has(state.name)) continue;
      decided.set(state.name, state.value);
      if (names.has(state.name)) missing--;
      const meant = state.value === true ? macros.get(state.name) : undefined;
      if (meant) decide(meant);
    }
  };
  for (const { rules, offset } of files.toReversed()) {
    const below = path.slice(offset);
    for (let i = rules.length - 1; i >= 0 && missing > 0; i--) {
      const rule = rules[i]!;
      if (matchesGlob(rule.glob, rule.isName ? name : below, work)) decide(rule.states);
    }
  }
  return decided;
}

/** Whether a rule can decide one of these attributes, by itself or through a macro. */
export function concerns(rule: Rule, names: ReadonlySet<string>, macros: Macros): boolean {
  const seen = new Set<string>();
  const reaches = (states: readonly State[]): boolean =>
    states.some(({ name }) => {
      if (names.has(name)) return true;
      const meant = seen.has(name) ? undefined : macros.get(name);
      seen.add(name);
      return meant !== undefined && reaches(meant);
    });
  return reaches(rule.states);
}

function takePattern(line: string): [pattern: string, rest: string] {
  const quoted = line.startsWith('"') ? unquote(line) : null;
  if (quoted) return quoted;
  const end = line.search(BLANK);
  return end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end)];
}

/** A pattern in quotes, escaped as in C; null if it is not well formed. */
function unquote(line: string): [pattern: string, rest: string] | null {
  let text = '';
  for (let at = 1; at < line.length; at++) {
    const character = line[at]!;
    if (character === '"') return [text, line.slice(at + 1)];
    if (character !== '\\') {
      text += character;
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(line.slice(at + 1, at + 4));
    const next = line[at + 1] ?? '';
    const one = octal
      ? String.fromCharCode(Number.parseInt(octal[0], 8))
      : (ESCAPES[next] ?? (/["\\]/.test(next) ? next : null));
    if (one === null) return null;
    text += one;
    at += octal ? 3 : 1;
  }
  return null;
}

/** Null if a name is not one: git ignores the whole line. */
function parseStates(text: string): State[] | null {
  const states: State[] = [];
  for (const word of text.split(/[ \t\r\n]+/).filter(Boolean)) {
    const sign = /^[-!]/.exec(word)?.[0];
    const [name = '', ...value] = (sign ? word.slice(1) : word).split('=');
    if (!NAME.test(name)) return null;
    states.push({
      name,
      value: sign === '-' ? false : sign === '!' ? null : value.length > 0 ? value.join('=') : true,
    });
  }
  return states;
}

/** Null for what matches no file: a folder's pattern, one that says "not", and a malformed one. */
function toRule(pattern: string, states: State[]): Rule | null {
  if (pattern.startsWith('!') || pattern.endsWith('/') || pattern === '') return null;
  const isName = !pattern.includes('/');
  const glob = parseGlob(pattern.startsWith('/') ? pattern.slice(1) : pattern);
  return glob && { glob, isName, states };
}
