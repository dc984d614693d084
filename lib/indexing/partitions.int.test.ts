// The tables of what is indexed, split by repository: what a sync asks and writes stays within one part, and Postgres takes
// every statement. On a native server alone: embedded databases are lent to the next test file as they are.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectNative, type Db } from '@/db/client';
import { isNativeTest } from '@/db/testing';
import { search } from '@/lib/search/search';
import { contextOf } from '@/lib/search/testing';
import { openTestIndex, type TestIndex } from './testing';

/** Those that lead with their repository. `chunks` and the plan's rows have none yet, and stay whole. */
const TABLES = ['blobs', 'files', 'indexed_refs', 'blob_symbols', 'embeddings', 'embedding_progress'];
const PARTS = 8;

let index: TestIndex;
/** One connection: what it did is counted when it says so. */
let db: Db;

/** Makes each table anew as partitions by hash; keys without the repository are refused by Postgres. */
async function split(): Promise<void> {
  // A key of a content alone is no key of a part.
  for (const table of ['files', 'chunks']) {
    await db.execute(sql.raw(`alter table ${table} drop constraint ${table}_blob_id_blobs_id_fk`));
  }
  for (const table of TABLES) {
    const keys = table === 'blobs' ? 'excluding indexes' : '';
    const defined = await db.execute<{ indexdef: string }>(sql`
      select indexdef from pg_indexes where tablename = ${table} and indexname <> ${`${table}_pkey`}`);
    await db.execute(sql.raw(`alter table ${table} rename to whole`));
    await db.execute(sql.raw(`create table ${table} (like whole including all ${keys}) partition by hash (repo_id)`));
    for (let part = 0; part < PARTS; part++) {
      await db.execute(
        sql.raw(
          `create table ${table}_part${part} partition of ${table} for values with (modulus ${PARTS}, remainder ${part})`,
        ),
      );
    }
    await db.execute(sql`drop table whole`);
    if (table !== 'blobs') continue;
    await db.execute(sql`alter table blobs add primary key (repo_id, id)`);
    for (const { indexdef } of defined) await db.execute(sql.raw(indexdef));
  }
}

/** The parts that were asked or written since the last call, over all tables. */
async function touchedParts(): Promise<number[]> {
  await db.execute(sql`select pg_stat_force_next_flush()`);
  const rows = await db.execute<{ part: number; sum: number }>(sql`
    select substring(relname from 'part([0-9]+)$')::int as part,
      sum(seq_scan + idx_scan + n_tup_ins + n_tup_upd + n_tup_del)::int as sum
    from pg_stat_user_tables where relname ~ '_part[0-9]+$' group by 1 order by 1`);
  const touched = rows.filter(({ part, sum }) => sum > (before.get(part) ?? 0)).map(({ part }) => part);
  for (const { part, sum } of rows) before.set(part, sum);
  return touched;
}
const before = new Map<number, number>();

describe.runIf(isNativeTest())('tables that are split by repository', () => {
  beforeAll(async () => {
    index = await openTestIndex();
    db = connectNative(index.database.url, 1);
    index.ctx.db = db;
    await split();
  });
  afterAll(async () => {
    await db?.$client.end();
    await index?.close();
  });

  it('take a sync in one part, from the first to one that drops files and a branch', async () => {
    const other = await index.repo({ 'other.txt': 'heron\n' });
    await other.sync();
    const repo = await index.repo({
      'a.ts': 'export function kingfisher() {}\n',
      'b.txt': 'heron\n',
      'c.txt': 'egret\n',
    });
    await touchedParts();
    const steps = [
      async () => {},
      () => repo.git.commit({ 'a.ts': 'export function osprey() {}\n', 'b.txt': null, 'd.txt': 'stork\n' }),
      // Everything is compared.
      async () => void (await db.execute(sql`update repos set compared_at = null where id = ${repo.id}`)),
      () => repo.git.commit({ 'c.txt': null }),
    ];
    for (const step of steps) {
      await step();
      await repo.sync();
      await repo.embed();
      const parts = await touchedParts();
      expect(parts).toHaveLength(1);
      const [own] = await db.execute<{ part: string }>(sql`
        select tableoid::regclass::text as part from files where repo_id = ${repo.id} limit 1`);
      expect(own?.part).toBe(`files_part${parts[0]}`);
      await touchedParts();
    }
    expect(await repo.visible()).toEqual({ 'a.ts': 'export function osprey() {}\n', 'd.txt': 'stork\n' });
    expect(await db.execute(sql`select 1 from blobs where repo_id = ${repo.id}`)).toHaveLength(2);
    expect(await other.visible()).toEqual({ 'other.txt': 'heron\n' });
  });

  it('are searched like whole ones', async () => {
    const ctx = contextOf(db, { kind: 'operator' });
    for (const [q, paths] of [
      ['osprey', ['a.ts']],
      ['heron', ['other.txt']],
      ['"function osprey"', ['a.ts']],
      ['/stor./', ['d.txt']],
      ['sym:osprey', ['a.ts']],
      ['file:*.txt', ['d.txt', 'other.txt']],
      ['ospre', ['a.ts']],
      ['kingfisher', []],
    ] as const) {
      const { results } = await search(ctx, { q });
      expect([q, results.map(({ path }) => path).sort()]).toEqual([q, paths]);
    }
  });
});
