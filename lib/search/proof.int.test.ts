// What is indexed is found: pieces and words taken at random out of texts of many scripts, asked for on the real database.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { randomFrom } from '@/lib/text/testing';
import { eachWord, foldCase, normaliseWord } from '@/lib/text/tokenize';
import { SCRIPTS, sampleText } from './sample-texts';
import { search } from './search';
import { addTestRepo, contextOf } from './testing';

const TIMEOUT_MS = 900_000;
const random = randomFrom(20_260_731);
const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;

let database: TestDatabase;
const texts = new Map<string, string>();

beforeAll(async () => {
  database = await openTestDatabase();
  // Names without letters: nothing is found by them.
  for (let i = 0; i < 40; i++) texts.set(`~/${i}`, sampleText(random, i % (SCRIPTS + 3), 30 + random(120)));
  for (let i = 0; i < 1; i++) texts.set(`+/${i}`, `${manyNames(i)}\n${sampleText(random, SCRIPTS, 300)}`);
  await addTestRepo(database.db, 'a/b', Object.fromEntries(texts));
}, TIMEOUT_MS);
afterAll(async () => {
  await database.close();
});

/** More words than a tsvector takes: the last of them are in the rest. */
function manyNames(n: number): string {
  return Array.from(
    { length: 45_000 },
    (_, i) => `#define REGISTER_${n}_${i}_MASK 0x${(i * 7919).toString(16)}${n}`,
  ).join('\n');
}

const quote = (literal: string) => `"${literal.replaceAll('"', '\\"')}"`;
const ask = (q: string) => search(contextOf(database.db), { q, limit: 100 });
const holders = (holds: (text: string) => boolean) =>
  [...texts]
    .filter(([, text]) => holds(text))
    .map(([path]) => path)
    .sort();

/** A piece of a text, cut between any two characters; of large texts mostly from their end. */
function pieceOf(text: string): string {
  const from = text.length > 100_000 && random(4) > 0 ? text.length - 1 - random(20_000) : random(text.length - 1);
  const piece = text.slice(from, from + 1 + random(random(3) === 0 ? 40 : 12));
  return piece.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  eachWord(text, (start, end) => {
    words.push(text.slice(start, end));
  });
  return words;
}

const words = new Map<string, string[]>();
/** Lexemes by file, made as the query language defines a word: a whole identifier, or a part of it. */
const known = new Map<string, Set<string>>();
function knows(path: string, wanted: string): boolean {
  let lexemes = known.get(path);
  if (!lexemes) {
    lexemes = new Set();
    for (const raw of new Set(wordsOf(texts.get(path)!))) {
      const { word, parts } = normaliseWord(raw);
      for (const lexeme of [word, ...parts]) lexemes.add(lexeme);
    }
    known.set(path, lexemes);
  }
  return lexemes.has(normaliseWord(wanted).word);
}

function wordOf(path: string): string {
  const all = words.get(path) ?? wordsOf(texts.get(path)!);
  words.set(path, all);
  return random(2) === 0 ? all[all.length - 1 - random(Math.min(all.length, 900))]! : pick(all);
}

/** The word in another case or composed otherwise, as long as it stays the same word. */
function restyle(word: string): string {
  const styled = pick([
    word,
    word.toUpperCase(),
    word.toLowerCase(),
    word.normalize('NFD'),
    word.normalize('NFC'),
    [...word].map((character) => (random(2) === 0 ? character.toUpperCase() : character)).join(''),
  ]);
  return foldCase(styled.normalize('NFC')) === foldCase(word.normalize('NFC')) ? styled : word;
}

describe('what is indexed is found', () => {
  it('every piece of every text finds all texts that hold it, and no others', { timeout: TIMEOUT_MS }, async () => {
    for (let i = 0; i < 350; i++) {
      const piece = pieceOf(texts.get(pick([...texts.keys()]))!);
      if (piece === '') continue;
      const found = await ask(quote(piece));
      const expected = holders((text) => text.includes(piece));
      // Where time ran out, which an answer tells, others may be missing.
      if (!found.exact) expect([piece, found.results.filter((r) => !expected.includes(r.path))]).toEqual([piece, []]);
      else expect([piece, found.results.map((result) => result.path).sort()]).toEqual([piece, expected]);
      for (const { path, matches } of found.results)
        expect([piece, path, matches.length > 0]).toEqual([piece, path, true]);
    }
  });

  it('every word finds all texts that have it, in any case, and none without it', { timeout: TIMEOUT_MS }, async () => {
    for (let i = 0; i < 200; i++) {
      const word = restyle(wordOf(pick([...texts.keys()])));
      const expected = [...texts.keys()].filter((path) => knows(path, word)).sort();
      const found = await ask(/^(AND|OR|NOT)$/.test(word) ? quote(word) : word);
      expect([word, found.results.map((result) => result.path).sort()]).toEqual([word, expected]);
      for (const { path, matches } of found.results) {
        expect([word, path, matches.some((match) => match.ranges.length > 0)]).toEqual([word, path, true]);
      }
    }
  });

  it('every excluded word takes away all texts that have it, and no others', { timeout: TIMEOUT_MS }, async () => {
    for (let i = 0; i < 120; i++) {
      const path = pick([...texts.keys()]);
      const [kept, excluded] = [wordOf(path), restyle(wordOf(pick([...texts.keys()])))];
      const expected = [...texts.keys()].filter((other) => knows(other, kept) && !knows(other, excluded)).sort();
      const found = await ask(`${kept} -${excluded}`);
      if (found.notice?.includes('within longer words'))
        expect([kept, excluded, expected]).toEqual([kept, excluded, []]);
      else expect([kept, excluded, found.results.map((r) => r.path).sort()]).toEqual([kept, excluded, expected]);
    }
  });
});
