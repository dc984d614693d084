// Words that were in some file once do not make the index of words grow for ever.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isEmbedded } from '@/db/client';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { log } from '@/lib/log';
import { rebuildWordIndex } from './rebuild-word-index';

let database: TestDatabase;
let repoId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  const sql = database.db.$client;
  const [org] = await sql<{ id: string }[]>`insert into orgs (name) values ('acme') returning id`;
  const [repo] = await sql<{ id: string }[]>`
    insert into repos (org_id, name) values (${org?.id ?? ''}, 'rivers') returning id`;
  repoId = repo?.id ?? '';
});
afterAll(() => database.close());

const rebuild = () => rebuildWordIndex({ db: database.db, log }, { smallBytes: 1024 ** 2 });

/** A hundred files of a hundred words that no other file ever had, in place of those that were there. */
async function changeAll(turn: number): Promise<void> {
  const sql = database.db.$client;
  await sql`delete from blobs`;
  await sql`vacuum blobs`;
  await sql`
    insert into blobs (repo_id, sha, path_class, size_bytes, content, tsv)
    select ${repoId}, n::text, '.ts', 1, 'x',
      (select string_agg(md5(${`${turn}-`} || n || '-' || k) || ':1', ' ') from generate_series(1, 100) k)::tsvector
    from generate_series(1, 100) n`;
  await sql`vacuum blobs`;
}

async function bytes(): Promise<number> {
  const [row] = await database.db.$client<{ bytes: number }[]>`
    select pg_relation_size('blobs_text_idx')::float8 as bytes`;
  return row?.bytes ?? 0;
}

async function found(word: string): Promise<number> {
  return await database.db.$client.begin(async (tx) => {
    await tx`set local enable_seqscan = off`;
    const [row] = await tx<{ n: number }[]>`
      select count(*)::int as n from blobs where tsv @@ (select quote_literal(md5(${word}))::tsquery)`;
    return row?.n ?? 0;
  });
}

test('it is rebuilt when it is larger than the contents, and not again before it has doubled', async () => {
  await changeAll(0);
  const once = await bytes();
  let rebuilt = 0;
  for (let turn = 1; turn <= 12; turn++) {
    await changeAll(turn);
    if (await rebuild()) {
      rebuilt++;
      expect(await bytes()).toBeLessThanOrEqual(1.5 * once);
      expect(await rebuild()).toBe(false);
    }
    expect(await found(`${turn}-7-7`)).toBe(1);
    expect(await found(`${turn - 1}-7-7`)).toBe(0);
    expect(await bytes()).toBeLessThan(6 * once + 1024 ** 2);
  }
  expect(rebuilt).toBeGreaterThan(0);
  expect(rebuilt).toBeLessThanOrEqual(6);
});

test('what a rebuild left that was cut off is removed', async () => {
  if (isEmbedded()) return;
  const sql = database.db.$client;
  await sql`create index blobs_text_idx_ccnew on blobs using gin (tsv)`;
  for (let turn = 100; !(await rebuild()); turn++) await changeAll(turn);
  expect(await sql`select to_regclass('blobs_text_idx_ccnew') as draft`).toEqual([{ draft: null }]);
});
