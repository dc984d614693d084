import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { type SearchInput, search } from './search';
import { addTestRepo, contextOf } from './testing';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
});

const find = (q: string, options: Partial<SearchInput> = {}) => search(contextOf(database.db), { q, ...options });

describe('limits', () => {
  beforeAll(async () => {
    await database.reset();
    const repo = await addTestRepo(database.db, 'acme/big', { 'last.txt': 'zebra => stripes' });
    await database.db.execute(sql`
      with made as (
        insert into blobs (repo_id, sha, path_class, size_bytes, content, tsv)
        select ${repo.id}::uuid, lpad(n::text, 40, '0'), '', 10, 'plain text ' || n, to_tsvector('simple', 'plain text ' || n)
        from generate_series(1, 6100) n returning id, sha
      )
      insert into files (repo_id, ref, path, blob_id, mode) select ${repo.id}::uuid, 'main', 'f/' || sha, id, 100644 from made`);
    await database.db.execute(sql`analyze`);
  });

  it('ranks a thousand files of a common word, and says that there are more', async () => {
    expect(await find('plain')).toMatchObject({ count: 1000, exact: false });
    expect(await find('plain -zebra')).toMatchObject({ count: 300, exact: false });
    expect(await find('file:f/')).toMatchObject({ count: 1000, exact: false });
  });

  it('looks everywhere for what no index knows, and says so if there was no time for that', async () => {
    expect(await find('=>')).toMatchObject({ count: 1, exact: true });
    expect(await find('/=./')).toMatchObject({ count: 1, exact: true });
    for (const q of ['=>', '/=./', '=> OR lang:go']) {
      const found = await find(`${q} timeout:1ms`);
      expect(found.exact).toBe(false);
      expect(found.notice).toContain('timeout:10s');
    }
    expect((await find('zebra =>')).results.map((r) => r.path)).toEqual(['last.txt']);
    expect((await find('=> file:last')).results.map((r) => r.path)).toEqual(['last.txt']);
  });
});

describe('while trees change', () => {
  it('shows every file in its old or its new state, with its lines, and never none', async () => {
    await database.reset();
    const paths = Array.from({ length: 12 }, (_, i) => `f${i}.txt`);
    const treeOf = (round: number) => Object.fromEntries(paths.map((path) => [path, `needle\nround ${round}`]));
    const repo = await addTestRepo(database.db, 'acme/web', treeOf(0));
    let isOver = false;
    const publishing = (async () => {
      for (let round = 1; round <= 15; round++)
        await repo.publish('main', treeOf(round), String(round).padStart(40, '0'));
      isOver = true;
    })();
    let looked = 0;
    while (!isOver || looked === 0) {
      const { results } = await find('needle');
      expect(results.map((r) => r.path).sort()).toEqual([...paths].sort());
      expect(new Set(results.map((r) => r.commit)).size).toBe(1);
      for (const { matches } of results) expect(matches).toEqual([{ line: 1, text: 'needle', ranges: [[0, 6]] }]);
      looked++;
    }
    await publishing;
  });
});

describe('pages', () => {
  beforeEach(async () => {
    await database.reset();
  });

  const many = (n: number) =>
    Object.fromEntries(
      Array.from({ length: n }, (_, i) => [`dir/f${String(i).padStart(3, '0')}.txt`, `needle ${'x '.repeat(i % 7)}`]),
    );

  it('walks through all results once, in one order', async () => {
    await addTestRepo(database.db, 'acme/web', many(95));
    const whole = (await find('needle', { limit: 100 })).results.map((r) => r.path);
    expect(new Set(whole).size).toBe(95);
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find('needle', { limit: 20, ...(cursor ? { cursor } : {}) });
      expect(page.count).toBe(95);
      walked.push(...page.results.map((r) => r.path));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(walked).toEqual(whole);
  });

  it('goes on where it was when files come and go between pages', async () => {
    const repo = await addTestRepo(database.db, 'acme/web', many(30));
    const first = await find('needle', { limit: 10 });
    const seen = first.results.map((r) => r.path);
    const rest = Object.fromEntries(Object.entries(many(30)).filter(([path]) => path !== seen.at(-1)));
    await repo.publish('main', rest);
    const second = await find('needle', { limit: 100, cursor: first.next_cursor! });
    expect([...seen, ...second.results.map((r) => r.path)].sort()).toEqual(Object.keys(many(30)).sort());
  });

  it('refuses cursors that are not of this search', async () => {
    await addTestRepo(database.db, 'acme/web', many(3));
    const { next_cursor: cursor } = await find('needle', { limit: 1 });
    for (const wrong of ['', 'x', 'bnVsbA', Buffer.from('[1,2,3]').toString('base64url'), `${cursor}x`.slice(4)]) {
      await expect(find('needle', { cursor: wrong })).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(find('other', { cursor: cursor! })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('says when there are more than it counted', async () => {
    await addTestRepo(
      database.db,
      'acme/web',
      Object.fromEntries(Array.from({ length: 320 }, (_, i) => [`f${i}`, 'a->b'])),
    );
    expect(await find('a->b')).toMatchObject({ count: 300, exact: false });
  });

  it('cuts the right piece out of a very long file', async () => {
    const text = `${'line of filler\n'.repeat(20_000)}the Needle is here\n${'more filler\n'.repeat(20_000)}`;
    await addTestRepo(database.db, 'acme/web', { 'long.txt': text });
    const { results } = await find('needle');
    expect(results[0]!.matches).toEqual([{ line: 20_001, text: 'the Needle is here', ranges: [[4, 10]] }]);
  });
});
