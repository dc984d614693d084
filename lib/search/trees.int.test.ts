// Random trees of terms find, on the real database, what a naive look at each file says.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { randomFrom } from '@/lib/text/testing';
import { toWords } from '@/lib/text/tokenize';
import { asksForText, simplify } from './query/plan/simplify';
import { printQuery } from './query/print';
import type { Leaf, Query } from './query/query';
import { randomTree } from './query/random-queries';
import { parseQuery } from './query/read/parse';
import { holds } from './retrieve/patterns';
import { search } from './search';
import { addTestRepo, contextOf } from './testing';

const TIMEOUT_MS = 900_000;
const TREES = 2000;
const random = randomFrom(20_270_101);
const VOCABULARY = {
  words: ['alpha', 'beta', 'gamma', 'parseQuery', 'query', 'zeta'],
  literals: ['alpha(', '->', 'a b', 'beta gamma', '%', 'Query('],
  patterns: ['alpha|zeta', '^beta', 'q\\w+y', 'a.b', '\\d{2,}', 'gamma$'],
  paths: ['src', '*.go', '\\.ts$', 'lib/'],
  languages: ['go', 'typescript'],
  repos: ['web', 'acme/api'],
};
const PIECES = ['alpha', 'beta', 'gamma', 'parseQuery(', '->', ' ', '\n', 'zeta', 'a b', '42', '%', 'query', ' alpha('];

interface File {
  repo: string;
  path: string;
  language: string;
  text: string;
}
const files: File[] = [];
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  for (const repo of ['acme/web', 'acme/api']) {
    const content: Record<string, { text: string; language: string }> = {};
    for (let i = 0; i < 14; i++) {
      const isGo = random(2) === 0;
      const path = `${random(2) === 0 ? 'src' : 'lib'}/${i}.${isGo ? 'go' : 'ts'}`;
      const text = Array.from({ length: 1 + random(7) }, () => PIECES[random(PIECES.length)]).join(' ');
      const language = isGo ? 'Go' : 'TypeScript';
      content[path] = { text, language };
      files.push({ repo, path, language, text });
    }
    await addTestRepo(database.db, repo, content);
  }
}, TIMEOUT_MS);
afterAll(async () => {
  await database.close();
});

function leafHolds(file: File, leaf: Leaf): boolean {
  switch (leaf.kind) {
    case 'word': {
      const wanted = toWords(leaf.text)[0]!.word;
      return toWords(file.text).some(({ word, parts }) => word === wanted || parts.includes(wanted));
    }
    case 'literal':
      return file.text.includes(leaf.text);
    case 'regex':
      return new RegExp(leaf.text, 'm').test(file.text);
    case 'filter':
      if (leaf.field === 'lang') return file.language.toLowerCase() === leaf.value;
      if (leaf.field === 'repo') return file.repo.includes(leaf.value);
      return new RegExp(leaf.value === '*.go' ? '\\.go$' : leaf.value).test(file.path);
    default:
      throw new Error(leaf.kind);
  }
}

/** Side by side, several values of repo: and lang: are alternatives: such trees are read so when they are typed. */
function asTyped(tree: Query): Query {
  return parseQuery(printQuery({ kind: 'and', parts: [tree] })).root;
}

it('finds what any tree says', { timeout: TIMEOUT_MS }, async () => {
  let asked = 0;
  for (let i = 0; i < TREES; i++) {
    const tree = asTyped(randomTree(random, VOCABULARY, 1 + random(3)));
    const q = printQuery(tree);
    const plan = simplify(parseQuery(q));
    // What only leaves out is not searched for, and near misses come only if nothing matches.
    if (plan.clauses.length + plan.filters.length + plan.groups.length === 0) continue;
    const expected = files.filter((file) => holds(tree, (leaf) => leafHolds(file, leaf)));
    const found = await search(contextOf(database.db), { q, limit: 100 });
    const names = found.results.map(({ repo, path }) => `${repo} ${path}`).sort();
    if (expected.length === 0 && asksForText(plan)) {
      if (names.length > 0) expect([q, found.notice]).toEqual([q, expect.stringContaining('within longer words')]);
      continue;
    }
    asked++;
    expect([q, names, found.exact]).toEqual([q, expected.map(({ repo, path }) => `${repo} ${path}`).sort(), true]);
  }
  expect(asked).toBeGreaterThan(TREES / 4);
});
