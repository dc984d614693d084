// Whole runs over real repositories: what git has is what readers see, whatever changed in between.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexedRefs, repos } from '@/db/schema';
import { openTestIndex, type TestIndex } from './testing';

let index: TestIndex;
beforeAll(async () => {
  index = await openTestIndex();
});
afterAll(() => index.close());

const rowOf = async (id: string) => (await index.ctx.db.select().from(repos).where(eq(repos.id, id)))[0]!;

describe('a run', () => {
  it('follows additions, changes, removals and renames', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n', 'b.txt': 'beta\n', 'dir/c.txt': 'gamma\n' });
    const first = await repo.sync();
    expect(first.plan).toMatchObject({ puts: 3, removes: 0, blobs: 3, full: true });
    expect(first.published).toMatchObject({ added: 3, changed: 0, removed: 0, fileCount: 3, sizeBytes: 17 });

    const tip = await repo.git.commit({
      'a.txt': 'alpha 2\n',
      'b.txt': null,
      'dir/c.txt': null,
      'dir/renamed.txt': 'gamma\n',
      'new.txt': 'delta\n',
    });
    const second = await repo.sync();
    expect(second.plan).toMatchObject({ puts: 3, removes: 2, blobs: 2, full: false });
    expect(second.indexed).toMatchObject({ blobs: 2 });
    expect(second.published).toMatchObject({ added: 2, changed: 1, removed: 2, fileCount: 3, sizeBytes: 20 });
    expect(await repo.visible()).toEqual({
      'a.txt': 'alpha 2\n',
      'dir/renamed.txt': 'gamma\n',
      'new.txt': 'delta\n',
    });
    expect(await rowOf(repo.id)).toMatchObject({ headCommit: tip, defaultBranch: 'main', fileCount: 3, sizeBytes: 20 });
    const shas = await index.ctx.db.$client`select sha from blobs where repo_id = ${repo.id}`;
    expect(shas).toHaveLength(3);
  });

  it('does nothing where nothing changed', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    await repo.sync();
    const again = await repo.sync();
    expect(again.plan).toMatchObject({ refs: [], puts: 0, removes: 0, blobs: 0, full: false });
    expect(again.published).toMatchObject({ added: 0, changed: 0, removed: 0, fileCount: 1 });
  });

  it('follows a mode change and a file that becomes a link', async () => {
    const repo = await index.repo({ 'run.sh': '#!/bin/sh\necho hi\n', 'real.txt': 'words\n' });
    await repo.sync();
    await repo.git.commit({ 'run.sh': { executable: '#!/bin/sh\necho hi\n' }, 'real.txt': { link: 'run.sh' } });
    const { plan } = await repo.sync();
    expect(plan).toMatchObject({ puts: 2, blobs: 1 });
    const rows = await index.ctx.db.$client`select path, mode from files where repo_id = ${repo.id} order by path`;
    expect(rows).toMatchObject([
      { path: 'real.txt', mode: 120000 },
      { path: 'run.sh', mode: 100755 },
    ]);
    expect(await repo.visible()).toEqual({ 'real.txt': null, 'run.sh': '#!/bin/sh\necho hi\n' });
  });

  it('keeps a link and a file with the same bytes apart', async () => {
    const repo = await index.repo({ link: { link: 'target' }, file: 'target' });
    await repo.sync();
    expect(await repo.visible()).toEqual({ link: null, file: 'target' });
  });

  it('leaves submodules out, and takes away a file that became one', async () => {
    const repo = await index.repo({ 'lib/code.c': 'int x;\n', sub: { submodule: 'a'.repeat(40) } });
    const { published } = await repo.sync();
    expect(published.fileCount).toBe(1);
    await repo.git.commit({ 'lib/code.c': { submodule: 'b'.repeat(40) } });
    await repo.sync();
    expect(await repo.visible()).toEqual({});
  });

  it('stores a content once for two paths, and anew where the name says another language', async () => {
    const repo = await index.repo({ 'a.py': 'x = 1\n', 'b/a.py': 'x = 1\n' });
    const { indexed } = await repo.sync();
    expect(indexed.blobs).toBe(1);
    await repo.git.commit({ 'a.py': null, 'a.rb': 'x = 1\n' });
    await repo.sync();
    const rows = await index.ctx.db.$client`
      select f.path, b.language from files f join blobs b on b.id = f.blob_id where f.repo_id = ${repo.id} order by 1`;
    expect(rows).toMatchObject([
      { path: 'a.rb', language: 'Ruby' },
      { path: 'b/a.py', language: 'Python' },
    ]);
  });

  it('indexes an empty repository, then its first commit, then its emptiness', async () => {
    const repo = await index.repo(null);
    expect((await repo.sync()).published).toMatchObject({ fileCount: 0, sizeBytes: 0 });
    expect(await rowOf(repo.id)).toMatchObject({ headCommit: null, defaultBranch: null });
    await repo.git.commit({ 'a.txt': 'first\n' });
    expect((await repo.sync()).published).toMatchObject({ added: 1, fileCount: 1 });
    await repo.git.deleteBranch('main');
    expect((await repo.sync()).published).toMatchObject({ removed: 1, fileCount: 0 });
    expect(await repo.visible()).toEqual({});
    expect(await rowOf(repo.id)).toMatchObject({ headCommit: null, defaultBranch: null, fileCount: 0 });
  });
});

describe('branches', () => {
  it('follow a force push, also where the old commit is gone', async () => {
    const repo = await index.repo({ 'a.txt': 'old\n', 'b.txt': 'same\n' });
    await repo.sync();
    await repo.git.commit({ 'b.txt': 'same\n', 'c.txt': 'new\n' }, { from: null });
    expect((await repo.sync()).plan).toMatchObject({ full: false, puts: 1, removes: 1 });
    expect(await repo.visible()).toEqual({ 'b.txt': 'same\n', 'c.txt': 'new\n' });

    await repo.git.commit({ 'd.txt': 'other\n' }, { from: null });
    await repo.git.git(['reflog', 'expire', '--expire=now', '--all']);
    await repo.git.git(['gc', '-q', '--prune=now']);
    expect((await repo.sync()).plan).toMatchObject({ full: true, puts: 1, removes: 2 });
    expect(await repo.visible()).toEqual({ 'd.txt': 'other\n' });
  });

  it('follow a renamed default branch', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    await repo.sync();
    await repo.git.renameDefaultBranch('trunk');
    const { plan, indexed, published } = await repo.sync();
    expect(plan).toMatchObject({ dropped: ['main'], blobs: 0 });
    expect(indexed.blobs).toBe(0);
    expect(published).toMatchObject({ added: 1, removed: 1, fileCount: 1 });
    expect(await repo.visible('trunk')).toEqual({ 'a.txt': 'alpha\n' });
    expect(await repo.visible('main')).toEqual({});
    expect(await rowOf(repo.id)).toMatchObject({ defaultBranch: 'trunk' });
  });

  it('are searchable where they are asked for, and only then', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n' });
    await repo.git.commit({ 'b.txt': 'beta\n' }, { branch: 'feature', from: await repo.git.tip() });
    await index.ctx.db
      .update(repos)
      .set({ indexedBranches: ['feature'] })
      .where(eq(repos.id, repo.id));
    await repo.sync();
    expect(await repo.visible('feature')).toEqual({ 'a.txt': 'alpha\n', 'b.txt': 'beta\n' });
    await index.ctx.db.update(repos).set({ indexedBranches: null }).where(eq(repos.id, repo.id));
    await repo.sync();
    expect(await repo.visible('feature')).toEqual({});
    expect(await index.ctx.db.select().from(indexedRefs).where(eq(indexedRefs.repoId, repo.id))).toHaveLength(1);
    expect(await index.ctx.db.$client`select path from files where repo_id = ${repo.id}`).toHaveLength(1);
  });

  it('are compared as a whole once a day, which mends whatever drifted', async () => {
    const repo = await index.repo({ 'a.txt': 'alpha\n', 'b.txt': 'beta\n', 'c.txt': 'gamma\n' });
    await repo.sync();
    const sql = index.ctx.db.$client;
    await sql`delete from files where repo_id = ${repo.id} and path = 'a.txt'`;
    await sql`update files set path = 'ghost.txt' where repo_id = ${repo.id} and path = 'b.txt'`;
    await sql`update indexed_refs set file_count = 77 where repo_id = ${repo.id}`;
    expect((await repo.sync()).plan.puts).toBe(0);
    await sql`update repos set compared_at = now() - interval '25 hours' where id = ${repo.id}`;
    const { plan, published } = await repo.sync();
    expect(plan).toMatchObject({ full: true, puts: 2, removes: 1 });
    expect(published).toMatchObject({ fileCount: 3, sizeBytes: 17 });
    expect(Object.keys(await repo.visible())).toEqual(['a.txt', 'b.txt', 'c.txt']);
  });
});
