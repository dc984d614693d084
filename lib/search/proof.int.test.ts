// What is indexed is found: pieces and words taken at random out of texts of many scripts, asked for on the real database.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { randomFrom } from '@/lib/text/testing';
import { eachWord, foldCase, normaliseWord } from '@/lib/text/tokenize';
import { PARTED_SCRIPTS, partOf, SCRIPTS, sampleText } from './sample-texts';
import { search } from './search';
import { addTestRepo, contextOf } from './testing';

const TIMEOUT_MS = 900_000;
const random = randomFrom(20_260_731);
const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;

let database: TestDatabase;
/** Repositories with their texts by path: most are asked without the large ones, which take their time each. */
const REPOS = { small: 'a/small', large: 'a/large', parts: 'a/parts' } as const;
const LARGE = '+/0';
const small = new Map<string, string>();
const texts = new Map<string, string>();
/** A text for each way in which a piece of a word may stand in a longer one. */
const parts: { part: string; path: string; text: string }[] = [];
/** Of so many questions one is asked of all repositories. */
const EVERY = 20;

beforeAll(async () => {
  database = await openTestDatabase();
  // Names without letters: nothing is found by them.
  for (let i = 0; i < 40; i++) small.set(`~/${i}`, sampleText(random, i % (SCRIPTS + 3), 30 + random(120)));
  const large = new Map([[LARGE, `${manyNames(0)}\n${sampleText(random, SCRIPTS, 300)}`]]);
  for (const [path, text] of [...small, ...large]) texts.set(path, text);
  for (const letters of PARTED_SCRIPTS) {
    for (let i = 0; i < 24; i++) {
      const part = partOf(random, letters);
      const styled = [part, part.replace(/^./u, (start) => start.toUpperCase()), part.toUpperCase()][i % 3]!;
      parts.push({ part, path: `-/${parts.length}`, text: `qq${styled.normalize(i % 2 === 0 ? 'NFC' : 'NFD')}qq\n` });
    }
  }
  await addTestRepo(database.db, REPOS.small, Object.fromEntries(small));
  await addTestRepo(database.db, REPOS.large, Object.fromEntries(large));
  await addTestRepo(database.db, REPOS.parts, Object.fromEntries(parts.map(({ path, text }) => [path, text])));
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
const ask = (q: string, repos: string) => search(contextOf(database.db), { q: `${q} ${repos}`, limit: 100 });

/** Where question `i` is asked: the texts to find and to take pieces from, and the filter for them. */
function scopeOf(i: number): { among: string[]; from: string[]; repos: string } {
  const [few, all] = [[...small.keys()], [...texts.keys()]];
  if (i % EVERY > 0) return { among: few, from: few, repos: `repo:${REPOS.small}` };
  return { among: all, from: random(2) === 0 ? all : [LARGE], repos: `-repo:${REPOS.parts}` };
}

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

/** The words of each text, in its order. */
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

const pathsOf = (found: { results: { path: string }[] }) => found.results.map((result) => result.path).sort();

describe('what is indexed is found', () => {
  it('every piece of every text finds all texts that hold it, and no others', { timeout: TIMEOUT_MS }, async () => {
    for (let i = 0; i < 1100; i++) {
      const { among, from, repos } = scopeOf(i);
      const piece = pieceOf(texts.get(pick(from))!);
      if (piece === '') continue;
      const found = await ask(quote(piece), repos);
      const expected = among.filter((path) => texts.get(path)!.includes(piece)).sort();
      // If time ran out, which an answer tells, others may be missing.
      if (!found.exact) expect([piece, found.results.filter((r) => !expected.includes(r.path))]).toEqual([piece, []]);
      else expect([piece, pathsOf(found)]).toEqual([piece, expected]);
      for (const { path, matches } of found.results)
        expect([piece, path, matches.length > 0]).toEqual([piece, path, true]);
    }
  });

  it('every word finds all texts that have it, in any case, and none without it', { timeout: TIMEOUT_MS }, async () => {
    for (let i = 0; i < 450; i++) {
      const { among, from, repos } = scopeOf(i);
      const word = restyle(wordOf(pick(from)));
      const expected = among.filter((path) => knows(path, word)).sort();
      const found = await ask(/^(AND|OR|NOT)$/.test(word) ? quote(word) : word, repos);
      expect([word, pathsOf(found)]).toEqual([word, expected]);
      for (const { path, matches } of found.results) {
        expect([word, path, matches.some((match) => match.ranges.length > 0)]).toEqual([word, path, true]);
      }
    }
  });

  it('every excluded word takes away all texts that have it, and no others', { timeout: TIMEOUT_MS }, async () => {
    for (let i = 0; i < 350; i++) {
      const { among, from, repos } = scopeOf(i);
      const [kept, excluded] = [wordOf(pick(from)), restyle(wordOf(pick(from)))];
      const expected = among.filter((path) => knows(path, kept) && !knows(path, excluded)).sort();
      const found = await ask(`${kept} -${excluded}`, repos);
      if (found.notice?.includes('within longer words'))
        expect([kept, excluded, expected]).toEqual([kept, excluded, []]);
      else expect([kept, excluded, pathsOf(found)]).toEqual([kept, excluded, expected]);
    }
  });

  it('every piece of a word finds it, in either form and in any usual case', { timeout: TIMEOUT_MS }, async () => {
    for (const [i, { part, path }] of parts.entries()) {
      const asked = part.normalize(i % 4 < 2 ? 'NFC' : 'NFD');
      const found = await ask(asked, `repo:${REPOS.parts}`);
      expect([asked, pathsOf(found)]).toEqual([asked, expect.arrayContaining([path])]);
      const own = found.results.find((result) => result.path === path);
      expect([asked, own?.matches.some((match) => match.ranges.length > 0)]).toEqual([asked, true]);
    }
  });
});
