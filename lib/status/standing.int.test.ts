// One rule of how a repository stands: the function, its SQL, the API, the status page's counts, the metrics and the
// results agree for a repository in each state.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orgs, repos } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Actor, Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { readSnapshot } from '@/lib/metrics/read-snapshot';
import { listRepos } from '@/lib/repos/list-repos';
import { isFailing, type Standing, standingOf } from '@/lib/repos/standing';
import { search } from '@/lib/search/search';
import { addTestRepo } from '@/lib/search/testing';
import { countAttention } from './count-attention';
import { isFailing as isFailingSql, standing } from './followed';
import { readFreshness } from './read-freshness';
import { worstRepos } from './worst-repos';

let database: TestDatabase;
const as = (actor: Actor): Context => ({
  actor,
  db: database.db,
  env: parseEnv({ FRESHET_SEARCH_TIMEOUT_SECONDS: '10' }),
  log,
  send: async () => {},
});
const PERSON: Actor = { kind: 'operator' };
const VISITOR: Actor = { kind: 'anonymous' };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.reset());

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
const FAILED = { status: 'error', errorKind: 'network', error: 'It does not answer.' } as const;

type Values = Partial<typeof repos.$inferInsert>;

/** What syncs leave behind, and how it stands. `indexed` has files to find. */
const statesNow = (): [what: string, stands: Standing, indexed: boolean, values: Values][] => [
  ['added a moment ago', 'preparing', false, { status: 'pending', checkSeconds: null, addedAt: ago(1) }],
  ['first sync running for hours', 'preparing', false, { status: 'cloning', checkSeconds: 45, addedAt: ago(9000) }],
  ['first sync running, upstream has answered', 'preparing', false, { status: 'indexing', checkedAt: ago(1) }],
  [
    'never indexed, upstream answers and it fails',
    'failing',
    false,
    { ...FAILED, checkedAt: ago(5), failingSince: ago(500) },
  ],
  [
    'never indexed, upstream never answered',
    'failing',
    false,
    { ...FAILED, addedAt: ago(90_000), failingSince: ago(89_000) },
  ],
  [
    'never indexed, another attempt under way',
    'failing',
    false,
    { ...FAILED, status: 'cloning', failingSince: ago(500) },
  ],
  ['ready', 'fresh', true, { status: 'ready', checkedAt: ago(10) }],
  ['ready, a run under way', 'fresh', true, { status: 'indexing', checkedAt: ago(10) }],
  ['ready and never checked by itself', 'fresh', true, { status: 'ready', checkSeconds: null, checkedAt: ago(1e7) }],
  ['empty', 'fresh', false, { status: 'ready', checkedAt: ago(10), indexedAt: null }],
  ['empty and not heard of', 'stale', false, { status: 'ready', checkedAt: ago(5000), indexedAt: null }],
  ['stale', 'stale', true, { status: 'ready', checkedAt: ago(5000) }],
  ['stale, a run under way', 'stale', true, { status: 'cloning', checkedAt: ago(5000) }],
  [
    'failing with an old index',
    'failing',
    true,
    { ...FAILED, checkedAt: ago(10), failingSince: ago(4000), failureCount: 3 },
  ],
  ['failing, and stale beside it', 'failing', true, { ...FAILED, checkedAt: ago(50_000), failingSince: ago(40_000) }],
  ['a token refused', 'failing', true, { ...FAILED, errorKind: 'auth', checkedAt: ago(90), failingSince: ago(80) }],
  ['stopped by nobody’s fault', 'failing', true, { ...FAILED, checkedAt: ago(10), failingSince: null }],
  [
    'held back',
    'held_back',
    true,
    { ...FAILED, errorKind: 'policy', heldBackCommit: 'empty', heldBackReason: 'It is empty.', failingSince: ago(70) },
  ],
  ['archived', 'unfollowed', true, { status: 'archived', checkedAt: ago(1e6) }],
  ['archived while it failed', 'unfollowed', true, { status: 'archived', failingSince: ago(1e6), error: 'No.' }],
  ['local', 'fresh', true, { kind: 'local', url: null, status: 'ready', checkSeconds: 300, checkedAt: ago(200) }],
  [
    'local, its folder gone',
    'failing',
    true,
    { kind: 'local', url: null, ...FAILED, checkedAt: ago(300), failingSince: ago(9) },
  ],
];

/** Adds a repository in that state, as it is at this moment; returns its name. */
async function add(what: string): Promise<string> {
  const [, , indexed, values] = statesNow().find(([name]) => name === what)!;
  const name = what.replace(/\W+/g, '-');
  const all = {
    checkSeconds: 600,
    url: `https://x.example/${name}`,
    ...(indexed ? { indexedAt: ago(9000) } : {}),
    ...values,
  };
  if (indexed) {
    const { id } = await addTestRepo(database.db, `acme/${name}`, { 'a.txt': 'meander' });
    await database.db.update(repos).set(all).where(sql`${repos.id} = ${id}`);
  } else {
    await database.db.insert(orgs).values({ name: 'acme', isOpen: true }).onConflictDoNothing();
    const [org] = await database.db.select({ id: orgs.id }).from(orgs);
    await database.db.insert(repos).values({ orgId: org?.id ?? '', name, isPublic: true, ...all });
  }
  return name;
}

it.each(statesNow())('%s is %s wherever it is said', async (what, stands, indexed) => {
  const name = await add(what);
  // The API and every page.
  const [repo] = (await listRepos(as(PERSON))).repos;
  expect(repo).toMatchObject({ name, standing: stands });
  const told = stands === 'held_back' ? 'failing' : stands;
  expect((await listRepos(as(VISITOR))).repos[0]?.standing).toBe(told);
  // Results.
  const found = await search(as(PERSON), { q: 'meander' });
  expect(found.results.map((result) => result.standing)).toEqual(indexed ? [stands] : []);
  expect((await search(as(VISITOR), { q: 'meander' })).results.map((one) => one.standing)).toEqual(
    indexed ? [told] : [],
  );
  // The counts.
  const isOf = (...all: Standing[]) => (all.includes(stands) ? 1 : 0);
  const freshness = await readFreshness(as(PERSON));
  expect(freshness).toMatchObject({
    repositories: 1 - isOf('unfollowed'),
    fresh: isOf('fresh'),
    preparing: isOf('preparing'),
    stale: isOf('stale'),
    failing: isOf('failing', 'held_back'),
    held_back: isOf('held_back'),
    needing_attention: isOf('failing', 'held_back', 'stale'),
  });
  expect((await worstRepos(as(PERSON))).length).toBe(isOf('failing', 'held_back', 'stale'));
  expect(await countAttention(database.db)).toMatchObject({ failing: freshness.failing, stale: freshness.stale });
  const { totals, ages, errors } = await readSnapshot(database.db);
  expect(totals).toMatchObject({ stale: freshness.stale, held_back: freshness.held_back });
  expect(errors.reduce((sum, row) => sum + row.count, 0)).toBe(freshness.failing);
  expect(totals.never_checked).toBe(freshness.never_checked);
  expect(totals.checked + totals.never_checked).toBe(freshness.repositories);
  expect(ages[0]).toBe(freshness.checked[0]?.count);
});

describe('since when it is known to be up to date', () => {
  const within = async () =>
    (await readFreshness(as(PERSON))).checked.find(({ count }) => count > 0)?.within_seconds ?? 'never';

  it.each<[what: string, within: number | null | 'never']>([
    ['ready', 60],
    ['failing with an old index', 28_800],
    ['never indexed, upstream answers and it fails', 'never'],
    ['first sync running, upstream has answered', 'never'],
    ['failing, and stale beside it', 86_400],
    ['empty', 60],
  ])('%s: %s', async (what, expected) => {
    await add(what);
    expect(await within()).toBe(expected);
  });
});

it('is one rule in the database and in the program, in every mixture of what it depends on', async () => {
  const [org] = await database.db.insert(orgs).values({ name: 'acme', isOpen: true }).returning();
  const rows: (typeof repos.$inferInsert)[] = [];
  for (const status of ['pending', 'cloning', 'ready', 'error', 'archived'] as const)
    for (const kind of ['mirror', 'local', 'hosted'] as const)
      for (const indexedAt of [null, ago(5000)])
        for (const checkedAt of [null, ago(20), ago(5000)])
          for (const checkSeconds of [null, 60])
            for (const failingSince of [null, ago(50)])
              for (const heldBackCommit of [null, 'empty'])
                rows.push({
                  ...{ orgId: org?.id ?? '', name: `r${rows.length}`, status, kind, indexedAt, checkedAt },
                  ...{ checkSeconds, failingSince, heldBackCommit, addedAt: ago(6000) },
                });
  await database.db.insert(repos).values(rows);
  const read = await database.db.select({ repo: repos, standing, failing: sql<boolean>`${isFailingSql}` }).from(repos);
  expect(read).toHaveLength(rows.length);
  for (const { repo, standing: inDatabase, failing } of read) {
    expect(inDatabase, repo.name).toBe(standingOf(repo, { mayKnowWhy: true }));
    expect(failing, repo.name).toBe(isFailing(repo));
  }
  expect(new Set(read.map((row) => row.standing)).size).toBe(6);
});
