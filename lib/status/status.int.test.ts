// The verbs behind the status page, over rows as syncs leave them.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orgs, repos, syncRuns } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Actor } from '@/lib/context';
import { countAttention } from './count-attention';
import { readFreshness } from './read-freshness';
import { readRunsOverTime } from './read-runs-over-time';
import { readSearchableTime } from './read-searchable-time';
import { readStatus } from './read-status';
import { worstRepos } from './worst-repos';

const SYSTEM: Actor = { kind: 'system' };
let database: TestDatabase;
let orgId: string;
const as = (actor: Actor) => ({ actor, db: database.db });

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  const [org] = await database.db.insert(orgs).values({ name: 'acme', isOpen: true }).returning();
  orgId = org?.id ?? '';
});

const ago = (seconds: number) => sql`now() - ${seconds} * interval '1 second'`;

async function repo(name: string, options: Record<string, unknown> = {}): Promise<string> {
  const values = {
    orgId,
    name,
    url: `https://x.example/${name}`,
    status: 'ready' as const,
    checkSeconds: 28_800,
    ...options,
  };
  const [row] = await database.db.insert(repos).values(values).returning();
  return row?.id ?? '';
}

describe('without repositories', () => {
  it('everything is zero, and every hour and day is there', async () => {
    const status = await readStatus(as(SYSTEM));
    expect(status.freshness).toMatchObject({
      repositories: 0,
      fresh: 0,
      needing_attention: 0,
      oldest_checked_at: null,
    });
    expect(status.freshness.checked.map((row) => row.count)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(status.worst).toEqual([]);
    expect(status.runs.by_hour).toHaveLength(24);
    expect(status.runs.by_day).toHaveLength(14);
    expect(status.request_to_searchable).toEqual({ runs: 0, median_ms: null, p95_ms: null });
    expect(await countAttention(database.db)).toEqual({ failing: 0, auth_errors: 0, stale: 0 });
  });

  it('visitors are told nothing', async () => {
    const visitor = as({ kind: 'anonymous' });
    for (const read of [
      () => readFreshness(visitor),
      () => worstRepos(visitor),
      () => readRunsOverTime(visitor, 'day'),
      () => readSearchableTime(visitor),
      () => readStatus(visitor),
    ]) {
      await expect(read()).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });
});

describe('freshness', () => {
  it('counts each repository once, by when upstream answered last', async () => {
    for (const seconds of [1, 30, 200, 3000, 20_000, 80_000, 100_000]) {
      await repo(`r${seconds}`, { checkedAt: ago(seconds), checkSeconds: null });
    }
    await repo('new', { status: 'pending' });
    await repo('hosted', { kind: 'hosted', url: null, checkSeconds: null });
    await repo('archived', { status: 'archived' });
    await repo('deleted', { deletedAt: ago(1) });
    const freshness = await readFreshness(as(SYSTEM));
    expect(freshness.checked.map((row) => row.count)).toEqual([2, 1, 0, 1, 1, 1, 1]);
    expect(freshness).toMatchObject({
      repositories: 9,
      fresh: 8,
      preparing: 1,
      never_checked: 2,
      needing_attention: 0,
    });
    expect(Date.now() - Date.parse(freshness.oldest_checked_at ?? '')).toBeGreaterThan(99_000_000);
  });

  it('shows what needs a person first, and the longest first among equals', async () => {
    await repo('fine', { checkedAt: ago(10) });
    await repo('stale', { checkedAt: ago(60_000), checkSeconds: 45 });
    const failed = { status: 'error', errorKind: 'network', error: 'It does not answer.', failureCount: 3 };
    await repo('failing', { ...failed, checkedAt: ago(60), failingSince: ago(600) });
    await repo('older', { ...failed, checkedAt: ago(60), failingSince: ago(900) });
    // Another attempt is under way: it is not over before one has worked.
    await repo('trying', {
      ...failed,
      errorKind: 'auth',
      status: 'indexing',
      checkedAt: ago(60),
      failingSince: ago(5),
    });
    const held = { heldBackCommit: 'empty', heldBackReason: 'Upstream has no branch any more.' };
    await repo('held', { ...failed, ...held, errorKind: 'policy', checkedAt: ago(60), failingSince: ago(50_000) });
    await repo('stopped', {
      status: 'error',
      errorKind: 'internal',
      error: 'It stopped.',
      errorAt: ago(1),
      checkedAt: ago(2),
    });

    const worst = await worstRepos(as(SYSTEM));
    expect(worst.map((row) => [row.need, row.repo.name])).toEqual([
      ['token', 'trying'],
      ['mending', 'older'],
      ['mending', 'failing'],
      ['mending', 'stopped'],
      ['check', 'stale'],
      ['confirmation', 'held'],
    ]);
    expect((await worstRepos(as(SYSTEM), 2)).map((row) => row.repo.name)).toEqual(['trying', 'older']);
    const freshness = await readFreshness(as(SYSTEM));
    expect(freshness).toMatchObject({
      fresh: 1,
      needing_attention: 6,
      failing: 5,
      auth_errors: 1,
      held_back: 1,
      stale: 1,
    });
    expect(await countAttention(database.db)).toEqual({ failing: 5, auth_errors: 1, stale: 1 });
  });
});

describe('runs', () => {
  const NOW = Date.UTC(2026, 4, 20, 12, 30);
  const at = (text: string) => new Date(`2026-05-${text}Z`);

  it('are counted by hour and by day of their end, without those that found nothing new', async () => {
    const repoId = await repo('runs');
    const run = { repoId, trigger: 'schedule' as const };
    await database.db.insert(syncRuns).values([
      { ...run, status: 'succeeded', endedAt: at('20T12:10:00') },
      { ...run, status: 'succeeded', endedAt: at('20T12:00:00') },
      { ...run, status: 'failed', endedAt: at('20T11:59:59') },
      { ...run, status: 'cancelled', endedAt: at('19T13:00:00') },
      { ...run, status: 'failed', endedAt: at('19T12:59:59') },
      { ...run, status: 'succeeded', endedAt: at('07T00:00:00') },
      { ...run, status: 'succeeded', endedAt: at('06T23:59:59') },
      { ...run, status: 'unchanged', endedAt: at('20T12:10:00') },
      { ...run, status: 'running' },
    ]);
    const hours = await readRunsOverTime(as(SYSTEM), 'hour', NOW);
    expect(hours[0]).toEqual({ at: '2026-05-19T13:00:00.000Z', succeeded: 0, failed: 0, cancelled: 1 });
    expect(hours.slice(-2)).toEqual([
      { at: '2026-05-20T11:00:00.000Z', succeeded: 0, failed: 1, cancelled: 0 },
      { at: '2026-05-20T12:00:00.000Z', succeeded: 2, failed: 0, cancelled: 0 },
    ]);
    const days = await readRunsOverTime(as(SYSTEM), 'day', NOW);
    expect(days[0]).toEqual({ at: '2026-05-07T00:00:00.000Z', succeeded: 1, failed: 0, cancelled: 0 });
    expect(days.slice(-2)).toEqual([
      { at: '2026-05-19T00:00:00.000Z', succeeded: 0, failed: 1, cancelled: 1 },
      { at: '2026-05-20T00:00:00.000Z', succeeded: 2, failed: 1, cancelled: 0 },
    ]);
  });

  it('take some time until what they bring is searchable', async () => {
    const repoId = await repo('times');
    const run = (seconds: number) => ({
      repoId,
      trigger: 'manual' as const,
      status: 'succeeded' as const,
      createdAt: ago(1000),
      publishedAt: ago(1000 - seconds),
      endedAt: ago(1000 - seconds),
    });
    await database.db.insert(syncRuns).values([run(1), run(2), run(3), { ...run(9), endedAt: ago(90_000) }]);
    const time = await readSearchableTime(as(SYSTEM));
    expect(time.runs).toBe(3);
    expect(time.median_ms).toBeCloseTo(2000);
    expect(time.p95_ms).toBeCloseTo(2900);
  });
});
