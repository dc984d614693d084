// Says how a query was read if somebody may have meant something else by it: each sentence names its part.
import type { Token } from './lexer';

/** More sentences than these help nobody. */
const MAX_NOTES = 5;
const MAX_SHOWN = 60;

/** Filters of other searches, and the filter to use here instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  ext: 'file:*.ts',
  extension: 'file:*.ts',
  filename: 'file:name',
  f: 'file:name',
  dir: 'file:src/',
  in: 'file:src/',
  l: 'lang:go',
  r: 'repo:name',
  org: 'repo:name/',
  owner: 'repo:name/',
  user: 'repo:name/',
  project: 'repo:name/',
  group: 'repo:name/',
  b: 'branch:name',
  rev: 'branch:name',
  tag: 'branch:name',
  ref: 'branch:name',
};
const FILTERS = 'repo:, file:, lang:, branch:, case: and mode:';

/** Reads like a filter: a name, a colon, a value. Not `std::x`, `https://x` or `C:\x`. */
const FILTER_LIKE = /^([a-z][a-z_-]*):(?![:/\\])(.*)$/i;
/** What other searches read as a pattern; not multiplication, paths or options of programs. */
const PATTERNS = [
  /\.[*+](?!\/)/,
  /\\[wdsb](?!\w)|\\[wdsb][+*]/i,
  /\[[^\]]+\][+*?{]|\[(?:\^|[a-z]-[a-z]|0-9)/i,
  /\([^()]*\|[^()]*\)/,
  /^\w+(?:\|\w+)+$/,
  /^\^\w|\w{2}\$$/,
  /^[\w.-]+\*$|^\*[\w.-]+$/,
  /^[a-z]{2,}\?[a-z]+$/i,
  /^\/(?:[^/]+\/|.*[[\](){}+*?\\|^$].*\/)[gimsuy]*$/,
];
const SMART_QUOTES = /[“”„‟«»‘’‚‹›「」]/;

/** Sentences about a query's tokens, in their order, each once. */
export function misreadings(tokens: Token[]): string[] {
  const notes = tokens.flatMap((token, i) => note(token, i, tokens) ?? []);
  return [...new Set(notes)].slice(0, MAX_NOTES);
}

function note(token: Token, i: number, tokens: Token[]): string | null {
  if (token.quoted) return null;
  const name = named(token);
  const { text } = token;
  const next = tokens[i + 1];
  if (token.field === 'case' || token.field === 'mode') return noteOption(token, name);
  if (token.field !== null) return null;
  if (!token.negated && text === 'NOT' && next) {
    return `“NOT” was searched as a word: to leave “${clip(next.text)}” out, write -${clip(next.text)}.`;
  }
  if (!token.negated && text === 'AND' && tokens.length > 1 && (i === 0 || !next)) {
    return '“AND” has a term on one side alone and was left out: to find the word, write "AND" in quotes.';
  }
  if (!token.negated && text === 'or' && i > 0 && next) {
    return '“or” was searched as a word: OR in capitals joins the two terms beside it.';
  }
  if (text === '||' || text === '|') return `“${text}” was searched as it stands: OR joins the two terms beside it.`;
  if (text === '&&' || text === '&')
    return `“${text}” was searched as it stands: terms side by side must all be there.`;
  if (text === '-') return '“-” by itself was searched as it stands: right before a word it leaves that out.';
  if (/^-[-(]+\w/.test(text)) {
    return `“${clip(text)}” was searched as it stands: one minus right before a word or a phrase leaves that out.`;
  }
  if (/^\+\w/.test(text))
    return `“${clip(text)}” was searched with its plus: every term must be there without one, too.`;
  return noteQuote(text) ?? noteGroup(text, tokens.slice(0, i)) ?? notePattern(text) ?? noteFilter(text, name);
}

function noteOption(token: Token, name: string): string | null {
  const values = token.field === 'case' ? ['yes', 'no'] : ['text', 'meaning'];
  if (!token.negated && values.includes(token.text.toLowerCase())) return null;
  return `“${name}” was searched as text: ${token.field}: takes ${values.join(' or ')}, without a minus.`;
}

function noteQuote(text: string): string | null {
  if (SMART_QUOTES.test(text)) {
    return `“${clip(text)}” was searched with its quotes as they stand: a phrase goes into straight ones, "like this".`;
  }
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1) {
    return `The quote in “${clip(text)}” was searched as it stands: a phrase begins and ends with one.`;
  }
  if (/^['`](?!.*['`]$)\w/.test(text)) {
    return `“${clip(text)}” was searched with its ${text[0]} as it stands: a phrase goes into double quotes.`;
  }
  return null;
}

/** A parenthesis that is opened at the beginning of one piece and closed at the end of another. */
function noteGroup(text: string, before: Token[]): string | null {
  const isEnd = /\)$/.test(text) && depth(text) < 0 && before.some((token) => !token.quoted && opensGroup(token.text));
  if (!isEnd && !opensGroup(text)) return null;
  return `Parentheses do not group: “${clip(text)}” was searched as it stands. OR binds closer than a space; quote code.`;
}

function opensGroup(text: string): boolean {
  return text.startsWith('(') && depth(text) > 0;
}

function depth(text: string): number {
  return text.split('(').length - text.split(')').length;
}

function notePattern(text: string): string | null {
  if (!PATTERNS.some((pattern) => pattern.test(text))) return null;
  const or = /^\w+(?:\|\w+)+$/.test(text) ? ` Write ${clip(text).replaceAll('|', ' OR ')} for one of them.` : '';
  return `“${clip(text)}” was searched as it stands: patterns work in repo: and file:, not in text.${or}`;
}

function noteFilter(text: string, name: string): string | null {
  const [, field, value] = FILTER_LIKE.exec(text) ?? [];
  if (field === undefined) return null;
  const instead = Object.hasOwn(INSTEAD, field.toLowerCase()) ? INSTEAD[field.toLowerCase()] : undefined;
  // `TODO:` and `C:` are text.
  if (!instead && (!value || field.length < 2 || field === field.toUpperCase())) return null;
  const hint = instead ? ` Did you mean one like ${instead}?` : '';
  return `“${name}” was searched as text: there is no filter ${field}:. Filters are ${FILTERS}.${hint}`;
}

/** The token as it was typed. */
function named({ negated, rawField, text }: Token): string {
  return clip(`${negated ? '-' : ''}${rawField ? `${rawField}:` : ''}${text}`);
}

function clip(text: string): string {
  return text.length > MAX_SHOWN
    ? `${[...text.slice(0, MAX_SHOWN - 1)].join('').replace(/[\ud800-\udbff]$/, '')}…`
    : text;
}
