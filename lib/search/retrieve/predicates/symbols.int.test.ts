// The names that files define, by their own index: each kind of pattern, on a database with many names.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blobSymbols } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { packSymbols } from '@/lib/text/symbols';
import { addTestRepo, type TestRepo } from '../../testing';
import { onSnapshot } from '../snapshot/snapshot';
import { blobsDefining, definedInBlob, type NamePattern, nameFits } from './symbols';

const NAMES: Record<string, string[]> = {
  'a.go': ['parseQuery', 'Parser', 'x'],
  'b.go': ['ParseQuery', 'operator==', 'under_score', 'Ωmega'],
  'c.go': ['reparse', 'empty?', '#private', 'a.b'],
  'd.go': ['σίσυφος', '100%', 'back\\slash'],
  'none.go': [],
};

let database: TestDatabase;
let repo: TestRepo;
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  repo = await addTestRepo(db, 'acme/names', Object.fromEntries(Object.keys(NAMES).map((path) => [path, path])));
  const other = await addTestRepo(db, 'acme/others', { 'z.go': 'z' });
  for (const [id, names] of [
    [repo.id, NAMES],
    [other.id, { 'z.go': Array.from({ length: 3000 }, (_, i) => `name${i}`) }],
  ] as const) {
    for (const [path, defined] of Object.entries(names)) {
      if (defined.length === 0) continue;
      const [file] = await db.execute<{ blob_id: number }>(
        sql`select blob_id::int from files where repo_id = ${id} and path = ${path}`,
      );
      const place = { kind: 'function', line: 1, column: 0, endLine: 1, scope: null, isPublic: true } as const;
      const packed = packSymbols(
        defined.map((name) => ({ name, ...place })),
        [],
      );
      await db.insert(blobSymbols).values({ repoId: id, blobId: file!.blob_id, ...packed });
    }
  }
});
afterAll(() => database.close());

/** The paths of files that define a fitting name, found from the index and from each file. */
async function found(kind: NamePattern['kind'], text: string, matchCase = false): Promise<string[]> {
  const pattern = { kind, text, matchCase };
  return await onSnapshot(database.db, async (tx) => {
    const byIndex = await tx.execute<{ path: string }>(sql`
      select f.path from (${blobsDefining(pattern, [sql`s.repo_id = ${repo.id}`])}) s
      join files f on f.repo_id = s.repo_id and f.blob_id = s.blob_id order by 1`);
    const byBlob = await tx.execute<{ path: string }>(sql`
      select f.path from files f join blobs b on b.id = f.blob_id
      where f.repo_id = ${repo.id} and ${definedInBlob(pattern)} order by 1`);
    const paths = byIndex.map((row) => row.path);
    expect(byBlob.map((row) => row.path)).toEqual(paths);
    if (kind !== 'regex') {
      const fits = nameFits({ ...pattern, kind });
      expect(Object.keys(NAMES).filter((path) => NAMES[path]!.some(fits))).toEqual(paths);
    }
    return paths;
  });
}

it.each([
  ['exact', 'parsequery', false, ['a.go', 'b.go']],
  ['exact', 'ParseQuery', true, ['b.go']],
  ['exact', 'parse', false, []],
  ['exact', 'x', false, ['a.go']],
  ['exact', 'operator==', true, ['b.go']],
  ['exact', 'under_score', true, ['b.go']],
  ['exact', 'underxscore', true, []],
  ['exact', '100%', true, ['d.go']],
  ['exact', 'back\\slash', true, ['d.go']],
  ['exact', 'empty?', true, ['c.go']],
  ['exact', 'Ωmega', true, ['b.go']],
  ['exact', 'σίσυφος', true, ['d.go']],
  ['prefix', 'parse', false, ['a.go', 'b.go']],
  ['prefix', 'p', true, ['a.go']],
  ['prefix', '#', true, ['c.go']],
  ['literal', 'parse', false, ['a.go', 'b.go', 'c.go']],
  ['literal', 'arseQ', true, ['a.go', 'b.go']],
  ['literal', '.', true, ['c.go']],
  ['glob', 'parse*', false, ['a.go', 'b.go']],
  ['glob', '*parse', false, ['c.go']],
  ['glob', '?arser', true, ['a.go']],
  ['glob', 'a.?', true, ['c.go']],
  ['regex', '^parse', true, ['a.go']],
  ['regex', 'parse$', true, ['c.go']],
  ['regex', '^(re)?parse', false, ['a.go', 'b.go', 'c.go']],
  ['regex', '^x.', true, []],
  ['regex', '^[^a]$', true, ['a.go']],
] as const)('%s %s, case %s', async (kind, text, matchCase, paths) => {
  expect(await found(kind, text, matchCase)).toEqual(paths);
});

it('is answered by the index, for whole names, beginnings, pieces and patterns', async () => {
  for (const pattern of [
    { kind: 'exact', text: 'name77' },
    { kind: 'prefix', text: 'name77' },
    { kind: 'literal', text: 'ame77' },
    { kind: 'glob', text: 'nam*77' },
    { kind: 'regex', text: '^name7[0-9]' },
  ] as const) {
    const plan = await onSnapshot(database.db, (tx) =>
      tx.execute<{ 'QUERY PLAN': string }>(sql`explain ${blobsDefining({ ...pattern, matchCase: false })}`),
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n'), pattern.kind).toContain('blob_symbols_names_trgm_idx');
  }
});
