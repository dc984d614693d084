// Reads the values of filters, those that are calls (`has.path(src)`) among them.

import { patternError } from '../glob';
import type { FilterField, Query } from '../query';
import { EXAMPLES, type FieldName } from './fields';
import type { LeafContext } from './leaf-context';
import type { Token } from './lexer';
import { parseAge, parseWhen } from './moments';
import { replaced } from './replaced';

type Filter = Exclude<FieldName, 'content' | 'sym' | 'regex'>;

/** A filter's value beyond this length names nothing real. */
const MAX_FILTER_LENGTH = 300;
/** More wildcards make matching slow and narrow nothing. */
const MAX_WILDCARDS = 32;
const CALL = /^(?:has|contains)\.?([\w.]*)\((.*)\)$/is;
const CHOICES: Readonly<Record<string, Record<string, Query | null>>> = {
  fork: { yes: null, include: null, only: filter('fork', 'only'), no: not(filter('fork', 'only')) },
  archived: { yes: null, include: null, only: filter('archived', 'only'), no: not(filter('archived', 'only')) },
  visibility: { any: null, public: filter('visibility', 'public'), private: not(filter('visibility', 'public')) },
  public: { yes: filter('visibility', 'public'), no: not(filter('visibility', 'public')) },
  is: {
    public: filter('visibility', 'public'),
    private: not(filter('visibility', 'public')),
    fork: filter('fork', 'only'),
    archived: filter('archived', 'only'),
  },
};

/** The filter that a token with a value is; null, with a note, if it says nothing that can be asked. */
export function readFilter(token: Token, field: Filter, value: string, context: LeafContext): Query | null {
  const say = (message: string) => {
    context.parsed.notes.push({ message, start: token.start, end: token.end, suggestion: without(token, context) });
    return null;
  };
  if (value.length > MAX_FILTER_LENGTH || value.replace(/[^*?]/g, '').length > MAX_WILDCARDS) {
    return say(`The value of ${field}: is too long or has too many wildcards, and was ignored.`);
  }
  const choices = CHOICES[field];
  if (choices) {
    const chosen = choices[value.toLowerCase()];
    if (chosen !== undefined) return chosen;
    return say(`${field}: takes ${Object.keys(choices).join(', ')}: “${token.rawField}:${value}” was ignored.`);
  }
  if (field === 'synced') {
    if (parseAge(value)) return filter('synced', value.toLowerCase());
    return say(`synced: takes how long ago, as in ${EXAMPLES.synced} or synced:>1d: “${value}” was ignored.`);
  }
  const [, name, inside] = CALL.exec(value) ?? [];
  if (name !== undefined && inside !== undefined && (field === 'repo' || field === 'file')) {
    return readCall(field, name.toLowerCase(), inside.trim(), say);
  }
  if (field === 'repo' || field === 'file' || field === 'org') {
    const error = patternError(value);
    if (error) say(`“${token.rawField}:${value}” is no pattern (${error}) and was looked for as it stands.`);
  }
  return filter(field as FilterField, value);
}

function readCall(field: 'repo' | 'file', name: string, inside: string, say: (message: string) => null): Query | null {
  const written = `${field}:has.${name}(…)`;
  if (inside === '') return say(`${written} needs something between its parentheses, and was ignored.`);
  if (field === 'file') {
    if (name === 'content') return { ...textOf(inside), where: 'file' };
    return say(`There is no ${written}; it was ignored. file:has.content(…) says what else a file must hold.`);
  }
  switch (name) {
    case 'path':
    case 'content':
      return filter(`has.${name}`, inside);
    case 'file':
    case '': {
      const { path, content } = partsOf(inside);
      if (path && content) return filter('has.file', inside);
      return content ? filter('has.content', content) : filter('has.path', path || inside);
    }
    case 'topic':
      say('No topics are known of repositories here: repo:has.topic(…) fits none.');
      return filter('has.topic', inside);
    case 'commit.after':
      if (parseWhen(inside, new Date())) return filter('has.commit.after', inside);
      return say(`“${inside}” is no date: write one like ${EXAMPLES['has.commit.after']}. It was ignored.`);
    default:
      return say(
        `There is no ${written}; it was ignored. There are has.path, has.file, has.content and has.commit.after.`,
      );
  }
}

/** `path:x content:y` of has.file. */
export function partsOf(inside: string): { path: string; content: string } {
  const [, path = ''] = /(?:^|\s)path:(\S+)/.exec(inside) ?? [];
  const [, content = ''] = /(?:^|\s)content:(.+?)(?=\s+path:|$)/.exec(inside) ?? [];
  return { path, content };
}

/** What has.content(…) asks for: a pattern, as everywhere in such calls, or plain text. */
export function textOf(inside: string): { kind: 'literal' | 'regex'; text: string } {
  const unquoted = /^"(.*)"$/s.exec(inside)?.[1];
  if (unquoted !== undefined) return { kind: 'literal', text: unquoted };
  return /[\\^$*+?()[\]{}|]/.test(inside) && !patternError(inside)
    ? { kind: 'regex', text: inside }
    : { kind: 'literal', text: inside };
}

function filter(field: FilterField, value: string): Query {
  return { kind: 'filter', field, value };
}

function not(part: Query): Query {
  return { kind: 'not', part };
}

function without({ start, end }: Token, { text }: LeafContext): string {
  return replaced(text, start, end, '');
}
