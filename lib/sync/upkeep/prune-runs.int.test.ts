// How many runs of a repository are kept, and for how long.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { pruneRuns } from './prune-runs';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe('runs of a repository', () => {
  let id: string;
  beforeEach(async () => {
    await database.reset();
    const sql = database.db.$client;
    const [org] = await sql<{ id: string }[]>`insert into orgs (name) values ('acme') returning id`;
    const [repo] = await sql<{ id: string }[]>`
      insert into repos (org_id, name) values (${org?.id ?? ''}, 'rivers') returning id`;
    id = repo?.id ?? '';
  });

  /** `count` runs a minute apart, the youngest `hours` ago. */
  async function insert(status: string, count: number, hours: number): Promise<void> {
    await database.db.$client`
      insert into sync_runs (repo_id, trigger, status, created_at)
      select ${id}, 'schedule', ${status}::run_status, now() - ${hours} * interval '1 hour' - n * interval '1 minute'
      from generate_series(0, ${count - 1}::int) n`;
  }

  async function left(status: string): Promise<number> {
    const [row] = await database.db.$client<{ n: number }[]>`
      select count(*)::int as n from sync_runs where status = ${status}::run_status`;
    return row?.n ?? 0;
  }

  const prune = () => pruneRuns(database);

  it('that found nothing new go after hours, however many they are', async () => {
    await insert('succeeded', 50, 0);
    await insert('unchanged', 100, 2);
    await insert('unchanged', 12_000, 7);
    expect(await prune()).toBe(12_000);
    expect(await left('unchanged')).toBe(100);
    expect(await prune()).toBe(0);
  });

  it('that brought something are all there while they are counted, and are limited afterwards', async () => {
    await insert('succeeded', 1500, 24);
    expect(await prune()).toBe(0);
    await insert('failed', 700, 16 * 24);
    expect(await prune()).toBe(700);
    expect(await left('succeeded')).toBe(1500);
  });

  it('stay for three months where they are few', async () => {
    await insert('succeeded', 60, 24);
    await insert('failed', 300, 80 * 24);
    await insert('failed', 30, 91 * 24);
    expect(await prune()).toBe(30);
    expect(await left('failed')).toBe(300);
  });

  it('stay where they are the newest, are open, or say what was rewritten', async () => {
    await insert('unchanged', 50, 1000 * 24);
    await insert('running', 3, 2000 * 24);
    await insert('succeeded', 1, 2000 * 24);
    await database.db.$client`
      insert into rewrites (repo_id, run_id, branch, old_commit, lost_commits, kept_until)
      select ${id}, id, 'main', 'abc', 1, now() from sync_runs where status = 'succeeded'`;
    expect(await prune()).toBe(0);
  });
});
