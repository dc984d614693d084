import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { type SearchInput, search } from '../../search';
import { addTestRepo, contextOf } from '../../testing';
import { MAX_LISTED } from './scope';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
});

const find = (q: string, options: Partial<SearchInput> = {}) => search(contextOf(database.db), { q, ...options });
const user = { kind: 'user', userId: '00000000-0000-0000-0000-000000000001', isAdmin: true } as const;

describe('where it looks', () => {
  beforeEach(async () => {
    await database.reset();
  });

  it('shows anonymous callers public repositories alone, and nobody deleted ones', async () => {
    await addTestRepo(database.db, 'acme/open', { 'a.txt': 'needle' });
    const secret = await addTestRepo(database.db, 'acme/secret', { 'b.txt': 'needle' }, { isPublic: false });
    await addTestRepo(database.db, 'acme/gone', { 'c.txt': 'needle' });
    await database.db.execute(sql`update repos set deleted_at = now() where name = 'gone'`);
    for (const q of ['needle', '"needle"', 'file:*.txt', 'needl', '-x branch:main', 'mode:meaning needle']) {
      const open = await find(q);
      expect(open.results.map((r) => r.repo)).toEqual(['acme/open']);
      expect(JSON.stringify(open)).not.toContain('secret');
      const all = await search(contextOf(database.db, user), { q });
      expect(all.results.map((r) => r.repo).sort()).toEqual(['acme/open', 'acme/secret']);
    }
    expect((await find('needle', { repoId: secret.id })).results).toEqual([]);
    expect((await find('repo:acme/secret needle')).notice).toContain('No indexed repository fits');
  });

  it('narrows by repository name, glob and id', async () => {
    const web = await addTestRepo(database.db, 'acme/web', { 'a.txt': 'needle' });
    await addTestRepo(database.db, 'acme/web-tools', { 'a.txt': 'needle' });
    await addTestRepo(database.db, 'other/api', { 'a.txt': 'needle' });
    const reposOf = async (q: string, options: Partial<SearchInput> = {}) =>
      (await find(q, options)).results.map((r) => r.repo).sort();
    expect(await reposOf('needle repo:web')).toEqual(['acme/web', 'acme/web-tools']);
    expect(await reposOf('needle repo:ACME/*')).toEqual(['acme/web', 'acme/web-tools']);
    expect(await reposOf('needle repo:web?tools repo:other/')).toEqual(['acme/web-tools', 'other/api']);
    expect(await reposOf('needle -repo:acme')).toEqual(['other/api']);
    expect(await reposOf('repo:api')).toEqual(['other/api']);
    expect(await reposOf('needle', { repoId: web.id })).toEqual(['acme/web']);
    expect((await find('needle repo:web')).facets.repos).toEqual([
      { value: 'acme/web', count: 1 },
      { value: 'acme/web-tools', count: 1 },
    ]);
  });

  it('tells what is left out and is not here, each once, and nothing of what one may not see', async () => {
    await addTestRepo(database.db, 'acme/web', { 'a.txt': 'needle' });
    await addTestRepo(database.db, 'acme/api', { 'a.txt': 'needle' });
    await addTestRepo(database.db, 'acme/secret', { 'a.txt': 'needle' }, { isPublic: false });
    const noticeOf = async (q: string, actor?: typeof user) =>
      (await search(contextOf(database.db, actor), { q })).notice ?? '';
    const idle = (values: string) => `${values} leaves nothing out: nothing that is indexed here fits.`;
    for (const q of ['needle -repo:web', 'needle -repo:acme/w*', 'needle repo:acme/api -repo:web']) {
      expect([q, await noticeOf(q)]).toEqual([q, '']);
    }
    expect(await noticeOf('needle -repo:nowhere')).toBe(idle('“-repo:nowhere”'));
    expect(await noticeOf('needle -repo:web -repo:no* -branch:gone')).toBe(idle('“-repo:no*”, “-branch:gone”'));
    expect(await noticeOf('needle branch:* -branch:rel/*')).toBe(idle('“-branch:rel/*”'));
    expect(await noticeOf('needle -repo:secret')).toBe(idle('“-repo:secret”'));
    expect(await noticeOf('needle -repo:secret', user)).toBe('');
    expect((await find('needle -repo:nowhere')).count).toBe(2);
  });

  it('looks at the default branch unless told otherwise, and says which commit it shows', async () => {
    const repo = await addTestRepo(database.db, 'acme/web', { 'a.txt': 'needle' }, { commit: '1'.repeat(40) });
    await repo.publish('release/1.x', { 'a.txt': 'needle', 'old.txt': 'needle' }, '2'.repeat(40));
    expect((await find('needle')).results).toMatchObject([
      {
        repo: 'acme/web',
        repo_id: repo.id,
        path: 'a.txt',
        ref: 'main',
        commit: '1'.repeat(40),
        indexed_at: '2024-05-01T00:00:00.000Z',
        checked_at: '2024-05-02T00:00:00.000Z',
      },
    ]);
    const released = await find('needle branch:release/*');
    expect(released.results.map((r) => [r.path, r.commit])).toEqual([
      ['a.txt', '2'.repeat(40)],
      ['old.txt', '2'.repeat(40)],
    ]);
    expect((await find('needle branch:main branch:release/1.x')).count).toBe(3);
    expect((await find('needle branch:* -branch:main')).count).toBe(2);
  });

  it('keeps answering while the default branch is renamed', async () => {
    await addTestRepo(database.db, 'acme/web', { 'a.txt': 'needle' }, { defaultBranch: 'master' });
    await database.db.execute(sql`update repos set default_branch = 'main'`);
    expect((await find('needle')).results).toMatchObject([{ path: 'a.txt', ref: 'master' }]);
  });

  it('looks at more branches than are named one by one', async () => {
    await database.db.execute(sql`insert into orgs (name) values ('many')`);
    await database.db.execute(sql`
      insert into repos (org_id, name, status, is_public, default_branch)
      select o.id, 'repo' || n, 'ready', n % 2 = 0, 'main' from orgs o, generate_series(1, ${2 * MAX_LISTED + 20}::int) n`);
    await database.db.execute(sql`
      insert into indexed_refs (repo_id, ref, commit_sha, indexed_at, file_count, size_bytes)
      select r.id, b.ref, repeat('b', 40), now(), 1, 0 from repos r, (values ('main'), ('old')) b (ref)`);
    await database.db.execute(sql`
      insert into blobs (repo_id, sha, path_class, size_bytes, content, tsv)
      select id, md5(name), '', 6, 'needle', array_to_tsvector(array['needle']) from repos`);
    await database.db.execute(sql`
      insert into files (repo_id, ref, path, blob_id, mode)
      select b.repo_id, r.ref, r.ref || '.txt', b.id, 100644 from blobs b, (values ('main'), ('old')) r (ref)`);
    const isEven = (repo: string) => Number(/\d+$/.exec(repo)?.[0]) % 2 === 0;
    const half = MAX_LISTED + 10;
    for (const q of ['needle', '"needle"', 'file:*.txt', 'needl']) {
      const open = await find(q, { limit: 100 });
      expect([q, open.count, open.results.every(({ repo }) => isEven(repo))]).toEqual([q, half, true]);
      expect(new Set(open.results.map(({ path, ref }) => `${path} ${ref}`))).toEqual(new Set(['main.txt main']));
      expect((await search(contextOf(database.db, user), { q })).count).toBe(2 * half);
    }
    expect((await find('needle repo:many/ -repo:repo10')).count).toBe(half - [10, 100, 102, 104, 106, 108].length);
    expect((await find('needle branch:old', { limit: 1 })).results).toMatchObject([{ path: 'old.txt', ref: 'old' }]);
    expect((await find('needle branch:*')).count).toBe(2 * half);
    expect((await find('needle branch:* -branch:main')).count).toBe(half);
    expect((await find('needle repo:many repo:nowhere')).notice).toBe(
      '“repo:nowhere” fits nothing that is indexed here.',
    );
    expect((await find('nothinghere')).notice).toContain(`in more than ${MAX_LISTED} repositories`);
    const first = await find('needle', { limit: half - 1 });
    const rest = await find('needle', { limit: half, cursor: first.next_cursor! });
    expect(new Set([...first.results, ...rest.results].map(({ repo }) => repo)).size).toBe(half);
  });

  it('says that nothing is indexed where nothing is', async () => {
    expect((await find('needle')).notice).toBe('Nothing public is indexed here yet. Sign in to see more.');
    expect((await search(contextOf(database.db, user), { q: 'needle' })).notice).toBe('Nothing is indexed here yet.');
  });
});
