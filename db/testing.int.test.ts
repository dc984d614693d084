// The test database itself: migrated, empty after a reset, and of its own.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orgs } from './schema';
import { openTestDatabase, type TestDatabase } from './testing';

let test1: TestDatabase;
beforeAll(async () => {
  test1 = await openTestDatabase();
});
afterAll(() => test1?.close());

test('has the schema and both extensions', async () => {
  await test1.db.insert(orgs).values({ name: 'acme' });
  const [row] = await test1.db.execute(
    sql`select word_similarity('abc', 'abcd') > 0 as trgm, '[1,2]'::halfvec <-> '[1,3]'::halfvec as distance`,
  );
  expect(row).toEqual({ trgm: true, distance: 1 });
});

test('is empty after a reset', async () => {
  await test1.reset();
  expect(await test1.db.select().from(orgs)).toEqual([]);
});

test('is not shared', async () => {
  const test2 = await openTestDatabase();
  await test2.db.insert(orgs).values({ name: 'other' });
  expect(await test1.db.select().from(orgs)).toEqual([]);
  await test2.close();
});
