// Says how a query was read if somebody may have meant something else by it: each sentence names its part.
import { compileRegex, isRegexError } from '../../regex/compile';
import type { QueryNote } from '../query';
import { FILTER_LIST } from './fields';
import type { Token } from './lexer';
import { replaced } from './replaced';

/** More sentences than these help nobody. */
const MAX_NOTES = 5;
const MAX_SHOWN = 60;

/** Filters of other searches, and how to say that here; `$` stands for the value. */
const INSTEAD: Readonly<Record<string, string>> = {
  ext: 'file:*.$',
  extension: 'file:*.$',
  filename: 'file:$',
  dir: 'file:$/',
  in: 'file:$/',
  project: 'org:$',
  group: 'org:$',
  tag: 'branch:$',
  ref: 'branch:$',
  a: 'archived:$',
  def: 'sym:$',
};

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
  /^\/(?:[^/]+\/|.*[[\](){}+*?\\|^$].*\/)[gimsuy]+$/,
];
const SMART_QUOTES = /[“”„‟«»‘’‚‹›「」]/;

/** Sentences about the tokens of `query`, in their order, each once. */
export function misreadings(query: string, tokens: Token[]): QueryNote[] {
  const notes: QueryNote[] = [];
  for (const [i, token] of tokens.entries()) {
    const said = note(token, i, tokens);
    if (!said || notes.some(({ message }) => message === said.message)) continue;
    const { start, end } = token;
    const { message, mend } = said;
    notes.push({
      message,
      start,
      end,
      ...(mend === undefined ? {} : { suggestion: replaced(query, start, end, mend) }),
    });
  }
  return notes.slice(0, MAX_NOTES);
}

interface Said {
  message: string;
  /** What to write instead of the token. */
  mend?: string;
}

function note(token: Token, i: number, tokens: Token[]): Said | null {
  if (token.kind !== 'term' || token.look !== 'bare' || token.field !== null) return null;
  const { text } = token;
  const next = tokens[i + 1];
  if (!token.negated && text === 'NOT' && !next && i > 0) {
    return { message: '“NOT” has no term after it and was searched as a word.', mend: '' };
  }
  if (!token.negated && text === 'AND' && tokens.length > 1 && (i === 0 || !next)) {
    return {
      message: '“AND” has a term on one side alone and was left out: to find the word, write "AND" in quotes.',
      mend: '"AND"',
    };
  }
  if (!token.negated && (text === 'or' || text === 'not') && next && (i > 0 || text === 'not')) {
    const what = text === 'or' ? 'OR in capitals joins its two sides' : 'NOT in capitals leaves out what follows';
    // `is not null` is about three words.
    return text === 'not' ? null : { message: `“${text}” was searched as a word: ${what}.`, mend: text.toUpperCase() };
  }
  if (text === '||' || text === '|')
    return { message: `“${text}” was searched as it stands: OR joins its two sides.`, mend: 'OR' };
  if (text === '&&' || text === '&') {
    return { message: `“${text}” was searched as it stands: terms side by side must all be there.`, mend: '' };
  }
  if (text === '-') {
    return {
      message: '“-” by itself was searched as it stands: right before a word it leaves that out.',
      mend: next ? 'NOT' : '',
    };
  }
  if (/^-[-(]+\w/.test(text)) {
    const mend = text.replace(/^[-(]+/, '-');
    return {
      message: `“${clip(text)}” was searched as it stands: one minus right before a word or a phrase leaves that out.`,
      mend,
    };
  }
  if (/^\+\w/.test(text)) {
    const message = `“${clip(text)}” was searched with its plus: every term must be there without one, too.`;
    return { message, mend: text.slice(1) };
  }
  return noteQuote(text) ?? noteGroup(token) ?? notePattern(token) ?? noteFilter(token);
}

function noteQuote(text: string): Said | null {
  if (SMART_QUOTES.test(text)) {
    return {
      message: `“${clip(text)}” was searched with its quotes as they stand: a phrase goes into straight ones, "like this".`,
      mend: text.replace(new RegExp(SMART_QUOTES, 'g'), '"'),
    };
  }
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1) {
    return {
      message: `The quote in “${clip(text)}” was searched as it stands: a phrase begins and ends with one.`,
      mend: text.replaceAll('"', ''),
    };
  }
  if (/^['`](?!.*['`]$)\w/.test(text)) {
    const message = `“${clip(text)}” was searched with its ${text[0]} as it stands: a phrase goes into double quotes.`;
    return { message };
  }
  return null;
}

/** A parenthesis that is opened and not closed: code, unless somebody meant a group. */
function noteGroup({ text }: Token): Said | null {
  if (!/^\(+\w/.test(text) || text.split('(').length <= text.split(')').length) return null;
  return {
    message: `The parenthesis in “${clip(text)}” is not closed, and was searched as it stands.`,
    mend: text.replace(/^\(+/, ''),
  };
}

function notePattern({ text, negated }: Token): Said | null {
  if (!PATTERNS.some((pattern) => pattern.test(text))) return null;
  const minus = negated ? '-' : '';
  if (/^\w+(?:\|\w+)+$/.test(text)) {
    const either = text.replaceAll('|', ' OR ');
    return {
      message: `“${clip(text)}” was searched as it stands. For one of them, write ${clip(either)}.`,
      mend: `${minus}(${either})`,
    };
  }
  const [, body, flags] = /^\/(.+)\/([gimsuy]+)$/.exec(text) ?? [];
  const pattern = body === undefined ? toPattern(text) : `${flags!.includes('i') ? '(?i)' : ''}${body}`;
  const message = `“${clip(text)}” was searched as it stands: a regular expression goes between slashes.`;
  return { message, ...(isPattern(pattern) ? { mend: `${minus}/${pattern.replaceAll('/', '\\/')}/` } : {}) };
}

/** `foo*` of a shell is `foo\w*`. */
function toPattern(text: string): string {
  return /^[\w.-]+\*$|^\*[\w.-]+$/.test(text) ? text.replaceAll('.', '\\.').replaceAll('*', '\\w*') : text;
}

function isPattern(text: string): boolean {
  return !isRegexError(compileRegex(text, { ignoreCase: false }));
}

function noteFilter({ text, negated }: Token): Said | null {
  const [, field, value] = FILTER_LIKE.exec(text) ?? [];
  if (field === undefined) return null;
  const minus = negated ? '-' : '';
  const name = field.toLowerCase();
  const instead = Object.hasOwn(INSTEAD, name) && value ? INSTEAD[name]!.replace('$', value.replace(/^\./, '')) : null;
  // `TODO:` and `C:` are text.
  if (!instead && (!value || field.length < 2 || field === field.toUpperCase())) return null;
  const hint = instead ? ` Did you mean ${clip(instead)}?` : '';
  return {
    message: `“${clip(minus + text)}” was searched as text: there is no filter ${field}:. Filters are ${FILTER_LIST}${hint}`,
    mend: `${minus}${instead ?? value!}`,
  };
}

function clip(text: string): string {
  return text.length > MAX_SHOWN
    ? `${[...text.slice(0, MAX_SHOWN - 1)].join('').replace(/[\ud800-\udbff]$/, '')}…`
    : text;
}
