// More of a result: the lines around its own, for those who may see them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { linesAround, linesAroundSchema } from './lines-around';
import { addTestRepo, contextOf, type TestRepo } from './testing';

const SHA = 'a'.repeat(40);
const TEXT = Array.from({ length: 60 }, (_, i) => (i % 20 === 9 ? `needle ${i + 1}` : `line ${i + 1}`)).join('\n');

let database: TestDatabase;
let open: TestRepo;
let secret: TestRepo;
beforeAll(async () => {
  database = await openTestDatabase();
  open = await addTestRepo(database.db, 'acme/web', { 'a.txt': { text: TEXT, sha: SHA, language: 'Text' } });
  secret = await addTestRepo(database.db, 'acme/secret', { 'a.txt': { text: TEXT, sha: SHA } }, { isPublic: false });
});
afterAll(() => database.close());

const read = (options: Record<string, string> = {}, repo = open) =>
  linesAround(
    contextOf(database.db),
    repo.id,
    linesAroundSchema.parse({
      q: 'needle',
      ref: 'main',
      path: 'a.txt',
      blob: SHA,
      lines: '10',
      around: '2',
      ...options,
    }),
  );

describe('linesAround', () => {
  it('gives the lines on each side, with their marks', async () => {
    expect(await read()).toEqual({
      language: 'Text',
      lines: [
        { line: 8, text: 'line 8', ranges: [] },
        { line: 9, text: 'line 9', ranges: [] },
        { line: 10, text: 'needle 10', ranges: [[0, 6]] },
        { line: 11, text: 'line 11', ranges: [] },
        { line: 12, text: 'line 12', ranges: [] },
      ],
    });
  });

  it('joins what meets, and ends where the file does', async () => {
    const numbers = async (options: Record<string, string>) => (await read(options)).lines.map(({ line }) => line);
    expect(await numbers({ lines: '1,60' })).toEqual([1, 2, 3, 58, 59, 60]);
    expect(await numbers({ lines: '30,10', around: '10' })).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(await numbers({ lines: '9,10,11', around: '1' })).toEqual([8, 9, 10, 11, 12]);
    expect(await numbers({ lines: '999' })).toEqual([]);
  });

  it('marks patterns, and what is only like the query', async () => {
    const marked = async (q: string) => (await read({ q, around: '1' })).lines.map(({ ranges }) => ranges.length);
    expect(await marked('/ne+dle \\d+/')).toEqual([0, 1, 0]);
    expect(await marked('"NEEDLE"')).toEqual([0, 1, 0]);
    expect(await marked('')).toEqual([0, 0, 0]);
  });

  it('gives nothing of what is not there, changed, or not for this caller', async () => {
    const others: Record<string, string>[] = [{ path: 'b.txt' }, { ref: 'other' }, { blob: 'b'.repeat(40) }];
    for (const options of others) {
      await expect(read(options)).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining('again'),
      });
    }
    await expect(read({}, secret)).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no such repository.',
    });
  });

  it.each([
    ['lines', ''],
    ['lines', '1,2,3,4,5,6,7'],
    ['lines', '1;2'],
    ['around', '26'],
    ['around', '0'],
    ['blob', 'main'],
  ])('refuses %s = “%s”', async (name, value) => {
    expect(
      linesAroundSchema.safeParse({ ref: 'main', path: 'a', blob: SHA, lines: '1', around: '1', [name]: value })
        .success,
    ).toBe(false);
  });
});
