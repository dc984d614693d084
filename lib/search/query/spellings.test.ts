// A piece of a word is found within longer words in every usual case and in either form, whatever form it is typed in.
import { describe, expect, it } from 'vitest';
import { PARTED_SCRIPTS, partOf } from '@/lib/search/sample-texts';
import { findOccurrences } from '@/lib/search/show/occurrences';
import { randomFrom } from '@/lib/text/testing';
import { spellings } from './spellings';

const FORMS = ['NFC', 'NFD'] as const;
const CASES: Record<string, (text: string) => string> = {
  lower: (text) => text.toLowerCase(),
  capital: (text) => text.toLowerCase().replace(/^./u, (start) => start.toUpperCase()),
  upper: (text) => text.toUpperCase(),
};
/** As the database looks: it folds ASCII alone. */
const folded = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

describe.each(PARTED_SCRIPTS)('a piece of a word of %s', (letters) => {
  const random = randomFrom(9);
  const parts = Array.from({ length: 50 }, () => partOf(random, letters));

  it.each(Object.keys(CASES))('is found where it stands in %s case', (name) => {
    for (const part of parts) {
      for (const [typed, written] of FORMS.flatMap((a) => FORMS.map((b) => [a, b] as const))) {
        const asked = part.normalize(typed);
        const text = `xx${CASES[name]?.(part.normalize('NFC')).normalize(written)}xx`;
        expect([asked, text, spellings(asked).some((one) => folded(text).includes(folded(one)))]).toEqual([
          asked,
          text,
          true,
        ]);
        const shown = findOccurrences(text, [{ kind: 'word', text: asked }], { matchCase: false, isLoose: true });
        expect([asked, text, shown.length]).toEqual([asked, text, 1]);
      }
    }
  });
});

it('is asked for as it was typed first, and never twice', () => {
  expect(spellings('plain')).toEqual(['plain']);
  const all = spellings('E\u0301cole');
  expect(all[0]).toBe('E\u0301cole');
  // The capital composed, the small letter composed, and both taken apart, which are one if no case counts.
  expect(new Set(all.map(folded))).toEqual(
    new Set(['e\u0301cole', '\u00c9cole', '\u00e9cole', '\u00c9COLE'].map(folded)),
  );
  expect(new Set(all.map(folded)).size).toBe(all.length);
});
