// What indexing makes of a text and what a query asks of the index are made for one another, for any piece of any text.
import { describe, expect, it } from 'vitest';
import { randomFrom } from '@/lib/text/testing';
import { normaliseWord, toWords } from '@/lib/text/tokenize';
import { toTsvector } from '@/lib/text/tsvector';
import { wordsWithin } from './retrieve/predicates/pattern';
import { SCRIPTS, sampleText } from './sample-texts';
import { highlight } from './show/highlight';

const random = randomFrom(4711);
const texts = Array.from({ length: SCRIPTS * 4 }, (_, i) => sampleText(random, i % (SCRIPTS + 2), 60));
/** Exact lexemes are written 'a', beginnings 'a':*. */
const isHeld = (lexemes: string[], part: string) =>
  part.endsWith(':*')
    ? lexemes.some((lexeme) => lexeme.startsWith(part.slice(0, -3)))
    : lexemes.some((lexeme) => lexeme === part);

function lexemesOf(text: string): string[] {
  const { tsv, moreWords } = toTsvector(text, { maxBytes: 600 });
  const kept = tsv.match(/'(?:[^']|'')*'|[a-z0-9_]+(?=[: ]|$)/g) ?? [];
  return [
    ...kept.map((lexeme) => (lexeme.startsWith("'") ? lexeme : `'${lexeme}'`)),
    ...(moreWords ?? []).map((word) => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`),
  ];
}

function* pieces(text: string, count: number): Generator<string> {
  const characters = [...text];
  for (let i = 0; i < count; i++) {
    const from = random(characters.length);
    yield characters.slice(from, from + 1 + random(24)).join('');
  }
}

describe('for any piece of any text', () => {
  it('the words that the index is asked for are words of the text', () => {
    for (const text of texts) {
      const lexemes = lexemesOf(text);
      for (const piece of pieces(text, 150)) {
        const missing = wordsWithin(piece, 'open').filter((part) => !isHeld(lexemes, part));
        expect([piece, missing]).toEqual([piece, []]);
      }
    }
  });

  it('a line is shown that it stands in', () => {
    for (const text of texts) {
      for (const piece of pieces(text, 60)) {
        const shown = highlight(text, { terms: [{ kind: 'literal', text: piece }], matchCase: false, isLoose: false });
        expect([piece, shown.matches.length > 0]).toEqual([piece, true]);
      }
    }
  });

  it('a line is shown for each of its words, in any case and however composed', () => {
    for (const text of texts) {
      const all = toWords(text);
      for (let i = 0; i < 60; i++) {
        const { start, end } = all[random(all.length)]!;
        const raw = text.slice(start, end);
        const asked = [raw, raw.toUpperCase(), raw.normalize('NFD'), raw.normalize('NFC')][random(4)]!;
        if (normaliseWord(asked).word !== normaliseWord(raw).word) continue;
        const shown = highlight(text, { terms: [{ kind: 'word', text: asked }], matchCase: false, isLoose: false });
        expect([asked, shown.matches.some(({ ranges }) => ranges.length > 0)]).toEqual([asked, true]);
      }
    }
  });
});
