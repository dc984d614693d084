// word:yes: what is looked for counts only where it is no piece of a longer word. The indexes find it as ever; a pattern
// beside each term proves the rest, by which nothing is marked and nothing ranked.

import { eachWord } from '@/lib/text/tokenize';
import { compileRegex, isRegexError } from '../../regex/compile';
import { escapeRegex } from '../glob';
import type { Query, TextTerm } from '../query';

/** The edges of words as indexing cuts them: every character of these scripts is a word of its own. */
const EDGE = '(?:[^\\pL\\pM\\pN_]|\\p{Han}|\\p{Hiragana}|\\p{Katakana})';
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_]/u;

/** A tree with `not` at leaves alone, as one of whole words; ands in ands are joined. */
export function asWholeWords(query: Query, { matchCase }: { matchCase: boolean }): Query {
  switch (query.kind) {
    case 'word':
    case 'literal': {
      const proof = query.where === 'file' ? null : proofOf(query, matchCase);
      return proof ? { kind: 'and', parts: [{ ...query, isWhole: true }, proof] } : query;
    }
    case 'regex': {
      const text = `\\b(?:${query.text})\\b`;
      return query.where === 'file' || !compiles(text) ? query : { ...query, text };
    }
    case 'not': {
      const part = asWholeWords(query.part, { matchCase });
      // The proof says all: what it finds has the term as well.
      return { kind: 'not', part: part.kind === 'and' ? part.parts[1]! : part };
    }
    case 'and': {
      const parts = query.parts.map((part) => asWholeWords(part, { matchCase }));
      return { kind: 'and', parts: parts.flatMap((part) => (part.kind === 'and' ? part.parts : [part])) };
    }
    case 'or':
      return { kind: 'or', parts: query.parts.map((part) => asWholeWords(part, { matchCase })) };
    default:
      return query;
  }
}

/** Null if it is too long for a pattern: then it counts wherever it stands. */
function proofOf({ kind, text }: TextTerm, matchCase: boolean): TextTerm | null {
  const before = isWordAt(text, 0) ? `(?:^|${EDGE})` : '';
  const after = isWordAt(text, lastCharacter(text)) ? `(?:$|${EDGE})` : '';
  const pattern = `${kind === 'word' && !matchCase ? '(?i)' : ''}${before}${escapeRegex(text)}${after}`;
  return compiles(pattern) ? { kind: 'regex', text: pattern, where: 'file' } : null;
}

/** True if the character there is part of a word that may go on beside it. */
function isWordAt(text: string, at: number): boolean {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (!WORD_CHARACTER.test(character)) return false;
  let words = 0;
  eachWord(`${character}a`, () => words++);
  return words === 1;
}

function lastCharacter(text: string): number {
  const last = text.length - 1;
  return /[\udc00-\udfff]/.test(text.charAt(last)) && last > 0 ? last - 1 : last;
}

function compiles(pattern: string): boolean {
  return !isRegexError(compileRegex(pattern, { ignoreCase: false }));
}
