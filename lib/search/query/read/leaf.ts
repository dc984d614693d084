// Reads one token of a query: a term, a filter, or what it says about the search itself.

import { eachWord, MAX_WORD_LENGTH, normaliseWord } from '@/lib/text/tokenize';
import { compileRegex, isRegexError } from '../../regex/compile';
import type { Query, TextTerm, Where } from '../query';
import { EXAMPLES } from './fields';
import { readFilter } from './filter-values';
import type { LeafContext } from './leaf-context';
import type { Token } from './lexer';
import { isOption, takeOption } from './options';
import { replaced } from './replaced';

/** The leaf that a token is; null if it is an option, or says nothing. A minus before it is the caller's matter. */
export function toLeaf(token: Token, context: LeafContext): Query | null {
  const { field } = token;
  if (field === null) return toText(token, token.text, context);
  if (isOption(field)) return takeOption(token, context) ? null : toText(token, typed(token), context, 'literal');
  const value = token.look === 'quoted' ? token.text : token.text.trim();
  if (value === '') {
    note(
      context,
      token,
      `${field === 'sym' ? 'sym' : field}: needs a value right after the colon, as in ${EXAMPLES[field]}.`,
    );
    return null;
  }
  switch (field) {
    case 'content':
      return toText(token, token.text, context, token.look === 'bare' ? 'literal' : undefined, 'content');
    case 'regex':
      return toRegex(token, value, context);
    case 'sym':
      return { kind: 'symbol', text: value };
    default:
      return readFilter(token, field, value, context) ?? null;
  }
}

function toText(token: Token, text: string, context: LeafContext, as?: 'literal', where?: Where): TextTerm | null {
  if (token.look === 'quoted' ? text === '' : !text.trim()) return null;
  const place = where ? { where } : {};
  if (token.look === 'regex' || (context.isRegexp && token.look === 'bare' && !as)) {
    return toRegex(token, text, context, where);
  }
  return { kind: token.look === 'bare' && !as && isWord(text) ? 'word' : 'literal', text, ...place };
}

/** A pattern that does not compile is looked for as it stands. */
function toRegex(token: Token, pattern: string, context: LeafContext, where?: Where): TextTerm {
  const place = where ? { where } : {};
  const compiled = compileRegex(pattern, { ignoreCase: false });
  if (!isRegexError(compiled)) return { kind: 'regex', text: pattern, ...place };
  const { start, end } = token;
  const shown = token.look === 'regex' ? `/${pattern}/` : pattern;
  context.parsed.notes.push({
    message: `“${shown.slice(0, 60)}” is no pattern that can be searched for: ${compiled.error}. It was searched as it stands.`,
    start,
    end,
    suggestion: replaced(context.text, start, end, quote(token.look === 'regex' ? pattern : shown)),
  });
  return { kind: 'literal', text: shown, ...place };
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}

function typed(token: Token): string {
  return `${token.rawField}:${token.text}`;
}

function note(context: LeafContext, { start, end }: Token, message: string): void {
  context.parsed.notes.push({ message, start, end });
}

/** True if the whole text is one word to the tokenizer, and short enough to be indexed as a whole. */
export function isWord(text: string): boolean {
  let isWhole = false;
  if (normaliseWord(text).word.length >= MAX_WORD_LENGTH) return false;
  eachWord(text, (start, end) => {
    isWhole = start === 0 && end === text.length;
  });
  return isWhole;
}
