// What files define and refer to is kept with their contents: written in the same batch, dropped with the last path.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unpackDefinitions, unpackReferences } from '@/lib/text/symbols';
import { openTestIndex, type TestIndex, type TestRepo } from './testing';

let index: TestIndex;
beforeAll(async () => {
  index = await openTestIndex();
});
afterAll(() => index.close());

interface Row {
  path: string;
  names: string;
  places: string;
  uses: string;
}

/** By path: what is defined, and what is referred to. */
async function kept(repo: TestRepo): Promise<Record<string, string[]>> {
  const rows = await index.ctx.db.$client<Row[]>`
    select f.path, s.names, s.places, s.uses from files f
    join blob_symbols s on s.repo_id = f.repo_id and s.blob_id = f.blob_id
    where f.repo_id = ${repo.id} order by f.path collate "C"`;
  return Object.fromEntries(
    rows.map((row) => [
      row.path,
      [
        ...unpackDefinitions(row).map(({ kind, name, line }) => `${kind} ${name} ${line}`),
        ...unpackReferences(row.uses, () => true).map(({ name, line }) => `uses ${name} ${line}`),
      ],
    ]),
  );
}

async function countRows(repo: TestRepo): Promise<number> {
  return (await index.ctx.db.$client`select 1 from blob_symbols where repo_id = ${repo.id}`).length;
}

it('costs what changed: rows come with new contents and go with old ones', async () => {
  const repo = await index.repo({
    'a.go': 'package p\nfunc F() { g() }\n',
    'b.py': 'def f(): pass\n',
    'notes.txt': 'def f(): pass\n',
    'empty.go': 'package p\n',
    'latin.c': Buffer.from('/* caf\xe9 */\nint caf(void) { return 1; }\n', 'latin1'),
    'crlf.js': 'class A {\r\n  go() {}\r\n}\r\n',
  });
  await repo.sync();
  expect(await kept(repo)).toEqual({
    'a.go': ['function F 2', 'uses g 2'],
    'b.py': ['function f 1'],
    'crlf.js': ['class A 1', 'method go 2'],
    'latin.c': ['function caf 2'],
  });
  await repo.git.commit({ 'a.go': 'package p\n\nfunc H() {}\n', 'c.py': 'def f(): pass\n', 'crlf.js': null });
  const { indexed } = await repo.sync();
  expect(indexed.blobs).toBe(1);
  expect(await kept(repo)).toEqual({
    'a.go': ['function H 3'],
    'b.py': ['function f 1'],
    'c.py': ['function f 1'],
    'latin.c': ['function caf 2'],
  });
  expect(await countRows(repo)).toBe(3);
});

it('is made for what an older version indexed, with the next sync', async () => {
  const repo = await index.repo({ 'a.go': 'package p\nfunc F() {}\n', 'b.txt': 'x\n' });
  await repo.sync();
  const sql = index.ctx.db.$client;
  await sql`delete from blob_symbols where repo_id = ${repo.id}`;
  await sql`update blobs set path_class = '.old' where repo_id = ${repo.id}`;
  await sql`update indexed_refs set analysis = '' where repo_id = ${repo.id}`;
  await repo.sync();
  expect(await kept(repo)).toEqual({ 'a.go': ['function F 2'] });
});

it('goes with its repository', async () => {
  const repo = await index.repo({ 'a.go': 'package p\nfunc F() {}\n' });
  await repo.sync();
  expect(await countRows(repo)).toBe(1);
  const sql = index.ctx.db.$client;
  await sql`delete from files where repo_id = ${repo.id}`;
  await sql`delete from repos where id = ${repo.id}`;
  expect(await countRows(repo)).toBe(0);
});
