// Every match of literals, words and patterns, compared with a naive look through every file: no miss, no extra.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { sampleText } from '@/lib/search/sample-texts';
import { addTestRepo, contextOf, type TestRepo } from '@/lib/search/testing';
import { randomFrom } from '@/lib/text/testing';
import { type StreamEvent, streamEventSchema } from './events';
import { streamMatches } from './stream-matches';

const TIMEOUT_MS = 600_000;
const random = randomFrom(77);
const texts = new Map<string, string>();
let database: TestDatabase;
let repo: TestRepo;

beforeAll(async () => {
  database = await openTestDatabase();
  for (let i = 0; i < 20; i++) texts.set(`t/${i}.txt`, sampleText(random, i % 5, 20 + random(30)));
  for (let i = 0; i < 330; i++) {
    const lines = Array.from({ length: 3 + random(6) }, () =>
      LINES[random(LINES.length)]!.replace('#', String(random(30))),
    );
    texts.set(`src/${i}.go`, `${lines.join(random(6) === 0 ? '\r\n' : '\n')}\n`);
  }
  repo = await addTestRepo(database.db, 'acme/all', Object.fromEntries(texts));
}, TIMEOUT_MS);
afterAll(async () => {
  await database.close();
});

const LINES = [
  'func handle#(ctx context.Context) error {',
  '\treturn fmt.Errorf("handle %d: %w", #, err)',
  'if err != nil { return err }',
  'x[#] += y[#]->next; // aaa aaaa',
  '',
  'case <-ctx.Done(): return ctx.Err()',
  'var Größe = "#%_\\\\"',
];

async function all(q: string, options: { signal?: AbortSignal } = {}) {
  const events: StreamEvent[] = [];
  for await (const event of streamMatches(contextOf(database.db), { q }, options)) events.push(event);
  for (const event of events) streamEventSchema.parse(event);
  const files = events.filter((event) => event.kind === 'file');
  const end = events.at(-1);
  if (end?.kind !== 'end') throw new Error('no end');
  return { files, end };
}

/** Non-overlapping matches of each file, and the lines that they stand on. Only `\n` ends a line, as everywhere here. */
function naive(pattern: RegExp): Map<string, { count: number; lines: number[] }> {
  const found = new Map<string, { count: number; lines: number[] }>();
  for (const [path, text] of texts) {
    const lines = new Set<number>();
    let count = 0;
    let first = 1;
    let at = 0;
    for (const { 0: match, index } of text.matchAll(pattern)) {
      if (match === '') continue;
      count++;
      for (let next = text.indexOf('\n', at); next >= 0 && next < index; next = text.indexOf('\n', at)) {
        first++;
        at = next + 1;
      }
      // A line that a match has nothing of but its end is shown only if the match is nothing else.
      const parts = match.split('\n').map((part) => part.replaceAll('\r', ''));
      const isNothing = parts.every((part) => part === '');
      for (const [i, part] of parts.entries()) if (part !== '' || (isNothing && i === 0)) lines.add(first + i);
    }
    if (count > 0) found.set(path, { count, lines: [...lines].sort((a, b) => a - b) });
  }
  return found;
}

async function expectAll(q: string, pattern: RegExp): Promise<void> {
  const { files, end } = await all(q);
  const expected = naive(pattern);
  expect([q, files.map((file) => file.path).sort()]).toEqual([q, [...expected.keys()].sort()]);
  for (const { path, match_count, matches } of files) {
    expect([q, path, match_count]).toEqual([q, path, expected.get(path)!.count]);
    expect([q, path, matches.map((match) => match.line)]).toEqual([q, path, expected.get(path)!.lines]);
  }
  const sum = [...expected.values()].reduce((total, { count }) => total + count, 0);
  expect([q, end.files, end.matches, end.exact, end.reason]).toEqual([q, expected.size, sum, true, null]);
}

const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const quote = (text: string) => `"${text.replaceAll('"', '\\"')}"`;

describe('a stream of matches', { timeout: TIMEOUT_MS }, () => {
  it.each<[string, RegExp]>([
    ['"err"', /err/gu],
    ['"err != nil"', /err != nil/gu],
    ['->', /->/gu],
    ['"aa"', /aa/gu],
    ['ctx.Done():', /ctx\.Done\(\):/gu],
    ['"%_"', /%_/gu],
    ['case:no "HANDLE"', /handle/giu],
    ['/handle\\d+/', /handle[0-9]+/gu],
    ['/^func \\w+\\(/', /(?<![^\n])func [A-Za-z0-9_]+\(/gu],
    ['/err\\r?$/', /err\r?(?![^\n])/gu],
    ['/nil \\{.*\\}$/', /nil \{[^\n]*\}(?![^\n])/gu],
    ['/(?i)ERRORF|done/', /errorf|done/giu],
    ['/\\berr\\b/', /(?<![A-Za-z0-9_])err(?![A-Za-z0-9_])/gu],
    ['/return err \\}\\n/', /return err \}\n/gu],
    ['/[xy]\\[\\d\\]/', /[xy]\[[0-9]\]/gu],
    ['/a{3}/', /aaa/gu],
    ['/./ file:src/7.go', /(?!)/gu],
    ['/Gr\\pLße/', /Gr\p{L}ße/gu],
    ['/<-ctx|->next/', /<-ctx|->next/gu],
  ])('%s has all there are', async (q, pattern) => {
    if (q.includes('file:')) expect((await all(q)).files.map((file) => file.path)).toEqual(['src/7.go']);
    else await expectAll(q, pattern);
  });

  it('has every match of any piece of any text', async () => {
    const paths = [...texts.keys()];
    for (let i = 0; i < 40; i++) {
      const text = texts.get(paths[random(paths.length)]!)!;
      const from = random(text.length - 1);
      const piece = text.slice(from, from + 1 + random(9)).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
      if (piece === '' || piece.endsWith('\\')) continue;
      await expectAll(quote(piece), new RegExp(escapePattern(piece), 'gu'));
    }
  });

  it('obeys the rest of the query', async () => {
    const { files } = await all('/handle\\d/ -nil file:src/ OR content:Größe');
    for (const [path, text] of texts) {
      const isIt =
        (/handle[0-9]/.test(text) && !/\bnil\b/.test(text) && path.includes('src/')) || text.includes('Größe');
      expect([path, files.some((file) => file.path === path)]).toEqual([path, isIt]);
    }
    expect((await all('-err')).end).toMatchObject({ files: 0 });
    const few = await all('err count:7');
    expect([few.files.length, few.end.exact]).toEqual([7, false]);
  });

  it('says that it is not complete, and why', async () => {
    const late = await all('/=./ timeout:1ms');
    expect([late.end.exact, late.end.reason]).toEqual([false, expect.stringContaining('time')]);
    await expect(all('mode:meaning err')).rejects.toMatchObject({ code: 'invalid' });
  });

  it('shows nothing of what the caller may not see, also if that changes on the way', async () => {
    const hidden = await addTestRepo(database.db, 'acme/hidden', { 'x.go': 'if err != nil' }, { isPublic: false });
    expect((await all('"err != nil" repo:hidden')).end).toMatchObject({ files: 0, exact: true });
    await hidden.publish('main', { 'x.go': 'nothing' });
  });

  it('ends when nobody wants more', async () => {
    const stop = new AbortController();
    const events = streamMatches(contextOf(database.db), { q: '/e/' }, { signal: stop.signal });
    expect((await events.next()).value).toMatchObject({ kind: 'file' });
    stop.abort();
    const rest = async () => {
      for await (const _ of events);
    };
    await expect(rest()).rejects.toThrow();
  });

  it('tells when something was indexed meanwhile', async () => {
    const events = streamMatches(contextOf(database.db), { q: '/e/' });
    await events.next();
    await repo.publish('main', { 'src/0.go': 'e' }, 'f'.repeat(40));
    let last: StreamEvent | undefined;
    for await (const event of events) last = event;
    expect(last).toMatchObject({ kind: 'end', exact: false, reason: expect.stringContaining('indexed meanwhile') });
  });
});
