// Rows that come and go all the time take no more room than those that are there at once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Env } from '@/lib/env';
import { maintainIdleDatabase } from './maintain-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const maintain = () =>
  maintainIdleDatabase({ db: database.db, env: { databaseUrl: isNativeTest() ? database.url : undefined } as Env });

async function bytesOf(table: string): Promise<number> {
  const [row] = await database.db.$client<{ bytes: number }[]>`
    select pg_total_relation_size(${table}::regclass)::float8 as bytes`;
  return row?.bytes ?? 0;
}

/**
 * Vacuums a table of a native server as often as it takes to have all the room again: what was deleted, and pages of its
 * indexes that became empty, stay as long as any transaction of the server is older than that, also in another database.
 */
async function vacuum(table: string): Promise<void> {
  const sql = database.db.$client;
  await sql`vacuum ${sql(table)}`;
  const [mark] = await sql<{ id: string }[]>`select pg_current_xact_id()::text as id`;
  const isPast = async () => {
    const [row] = await sql<{ past: boolean }[]>`
      select pg_snapshot_xmin(pg_current_snapshot()) > ${mark?.id ?? ''}::xid8 as past`;
    return row?.past;
  };
  await expect.poll(isPast).toBe(true);
  await sql`vacuum ${sql(table)}`;
}

test('a table whose rows come and go stays as large as it was', async () => {
  const sql = database.db.$client;
  const sizes: number[] = [];
  for (let turn = 0; turn < 8; turn++) {
    await sql`
      insert into engine_events (id, name)
      select ${`event-${turn}-`} || n, repeat('long ', 20) from generate_series(1, 5000) n`;
    await sql`delete from engine_events`;
    // A native server's autovacuum does so of itself; here nobody waits for its turn.
    if (isNativeTest()) await vacuum('engine_events');
    else expect(await maintain()).toContain('engine_events');
    await sql`insert into engine_events (id, name) values (${`left-${turn}`}, 'one row keeps the last page')`;
    sizes.push(await bytesOf('engine_events'));
  }
  expect(sizes.at(-1)).toBeLessThan(1.5 * (sizes[0] ?? 0) + 1024 ** 2);
});

test('long contents, which lie beside their table, are no exception', async () => {
  const sql = database.db.$client;
  const sizes: number[] = [];
  for (let turn = 0; turn < 8; turn++) {
    await sql`
      insert into models (name, dimensions, state)
      select ${`model-${turn}-`} || n, 1, (select string_agg(sha256((${turn} || '-' || n || '-' || k)::bytea), ''::bytea)
        from generate_series(1, 1000) k) from generate_series(1, 40) n`;
    await sql`delete from models`;
    if (isNativeTest()) await vacuum('models');
    else expect(await maintain()).toContain('models');
    sizes.push(await bytesOf('models'));
  }
  expect(sizes.at(-1)).toBeLessThan(1.5 * (sizes[0] ?? 0) + 1024 ** 2);
});

test('what did not grow is left alone', async () => {
  await maintain();
  expect(await maintain()).toEqual([]);
  await database.db.$client`insert into engine_events (id, name) values ('few', 'few')`;
  expect(await maintain()).toEqual([]);
});
