// What becomes of a history that upstream took back.
import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runGit } from '@/e2e/servers/git/git-repo';
import { listCommitsOf } from '@/lib/browse/list-commits-of';
import { listRewrites } from '@/lib/browse/list-rewrites';
import { readBlob } from '@/lib/browse/read-blob';
import { readCommit } from '@/lib/browse/read-commit';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { commitExists } from '@/lib/git/read/log';
import { getRepo } from '@/lib/repos/get-repo';
import { confirmLosses } from '@/lib/repos/manage/losses/confirm-losses';
import { forgetRewrite } from '@/lib/repos/manage/losses/forget-rewrite';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { added, delayRetries, openWorld, SYSTEM, sync, watched, world } from '@/lib/sync/testing';
import { expireRewrites } from './record-rewrites';

openWorld();

describe('a history that upstream rewrites', () => {
  it('is followed, what was lost is kept for a time and can be read, and the run says so', async () => {
    const { id, git } = await added('acme/rewritten', { 'a.txt': 'original bittern\n' });
    const lost = await git.commit({ 'a.txt': 'lost bittern\n' });
    await sync(id);
    const watch = watched(id, 'bittern', { 'a.txt': 'lost bittern' });
    watch.may(id, {});
    const forced = await git.commit({ 'b.txt': 'new\n' }, { from: null });
    expect((await watch.during(() => sync(id))).head_commit).toBe(forced);
    expect(await watch.stop()).toEqual([]);
    expect((await world.runs(id))[0]?.note).toBe('Force-pushed main: 2 commits replaced. Kept for 30 days.');
    const [rewrite] = await listRewrites(world.as(SYSTEM), id);
    expect(rewrite).toMatchObject({ branch: 'main', old_commit: lost, new_commit: forced, lost_commits: 2 });
    const file = await readBlob(world.as(SYSTEM), { repoId: id, commit: lost, path: 'a.txt' });
    expect(file.content).toBe('lost bittern\n');
    const visitor = world.as({ kind: 'anonymous' });
    for (const refused of [
      () => listRewrites(visitor, id),
      () => readBlob(visitor, { repoId: id, commit: lost, path: 'a.txt' }),
      () => readCommit(visitor, { repoId: id, commit: lost }),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await readCommit(visitor, { repoId: id, commit: forced })).commit.sha).toBe(forced);

    expect(await expireRewrites(world.as(SYSTEM))).toBe(0);
    await world.as(SYSTEM).db.$client`update rewrites set kept_until = now() where repo_id = ${id}`;
    expect(await expireRewrites(world.as(SYSTEM))).toBe(1);
    expect(await listRewrites(world.as(SYSTEM), id)).toEqual([]);
  });

  it('is forgotten when somebody asks for it: nothing is left of it, here or in the index', async () => {
    const { id, git } = await added('acme/forgetful', { 'a.txt': 'good\n' });
    const good = await git.tip();
    const secrets: string[] = [];
    for (const branch of ['main', 'topic']) {
      secrets.push(await git.commit({ 'key.txt': `avocet ${branch}\n` }, { branch, from: good }));
    }
    await sync(id);
    await git.setBranch('main', good);
    await git.deleteBranch('topic');
    await sync(id);
    const people = world.as(SYSTEM);
    const kept = await listRewrites(people, id);
    expect(kept.map(({ branch }) => branch).sort()).toEqual(['main', 'topic']);
    const dir = mirrorDir(world.env.dataDir, id);
    // As a run leaves it that broke before its publish.
    await people.db.$client`
      insert into blobs (repo_id, sha, path_class, size_bytes, content)
      values (${id}, ${'f'.repeat(40)}, '.txt', 7, 'avocet left behind')`;

    await expect(forgetRewrite(world.as({ kind: 'anonymous' }), id, kept[0]?.id ?? '')).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    const [first, second] = kept;
    await forgetRewrite(people, id, first?.id ?? '');
    await world.settle(id);
    expect(await listRewrites(people, id)).toEqual([second]);
    expect(await commitExists(dir, first?.old_commit ?? '')).toBe(false);
    expect(await commitExists(dir, second?.old_commit ?? '')).toBe(true);
    for (const gone of [first?.id ?? '', 'no-id']) {
      await expect(forgetRewrite(people, id, gone)).rejects.toMatchObject({ code: 'not_found' });
    }
    // Upstream is gone for the same reason.
    delayRetries();
    const fault = { match: git.name, status: 404 };
    world.git.faults.push(fault);
    await Promise.allSettled([1, 2].map(() => forgetRewrite(people, id, second?.id ?? '')));
    expect((await world.settle(id)).status).toBe('error');
    world.git.faults.splice(world.git.faults.indexOf(fault), 1);
    for (const secret of secrets) expect(await commitExists(dir, secret)).toBe(false);
    expect((await runGit(dir, ['cat-file', '--batch-all-objects', '--batch'])).includes('avocet')).toBe(false);
    const [{ left = -1 } = {}] = await people.db.$client<{ left: number }[]>`
      select count(*)::int as left from blobs where repo_id = ${id} and content like '%avocet%'`;
    expect(left).toBe(0);
    expect(await sync(id)).toMatchObject({ status: 'ready', head_commit: good, file_count: 1 });
  });

  it('lists nothing that was taken back before it was ever published', async () => {
    const { id, git } = await added('acme/taken-back', { 'a.txt': 'x\n' });
    const { db } = world.as(SYSTEM);
    const first = await git.tip();
    const second = await git.commit({ 'a.txt': 'y\n' });
    await sync(id);
    // As a run leaves it that broke between its reset and its publish.
    await db.$client`update repos set head_commit = ${first} where id = ${id}`;
    const third = await git.commit({ 'a.txt': 'z\n' }, { from: first });
    await sync(id);
    const { commits } = await listCommitsOf(world.as(SYSTEM), id);
    expect(commits.map(({ sha }) => sha).sort()).toEqual([first, third].sort());
    await expect(readCommit(world.as({ kind: 'anonymous' }), { repoId: id, commit: second })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is told beside what else there is to know, and is let go with a mirror that is gone', async () => {
    const { id, git } = await added('acme/noted', { 'a.txt': 'x\n' });
    await updateRepo(world.as(SYSTEM), id, { branches: ['main', 'nowhere'] });
    await expect.poll(async () => (await world.settle(id)).status).toBe('ready');
    await git.commit({ 'a.txt': 'y\n' }, { from: null });
    await sync(id);
    expect((await world.runs(id))[0]?.note).toBe(
      'Force-pushed main: 1 commit replaced. Kept for 30 days. Upstream has no branch nowhere: it cannot be searched.',
    );
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ missing_branches: ['nowhere'] });
    await rm(mirrorDir(world.env.dataDir, id), { recursive: true });
    await world.as(SYSTEM).db.$client`update rewrites set kept_until = now() where repo_id = ${id}`;
    expect(await expireRewrites(world.as(SYSTEM))).toBe(1);
    expect(await listRewrites(world.as(SYSTEM), id)).toEqual([]);
  });

  it('is kept until a moment and not beyond it, also where the clock has not moved since', async () => {
    const { id } = await added('acme/moment', { 'a.txt': 'x\n' });
    const [run] = await world.runs(id);
    // The embedded database's clock stands still for a millisecond at a time.
    for (let i = 0; i < 20; i++) {
      await world.as(SYSTEM).db.$client`
        insert into rewrites (repo_id, run_id, branch, old_commit, lost_commits, kept_until)
        values (${id}, ${run?.id ?? ''}, 'main', ${'a'.repeat(40)}, 1, now())`;
      expect(await expireRewrites(world.as(SYSTEM))).toBe(1);
    }
  });

  it('is held back where that is wished and most files go, until a person confirms it', async () => {
    const files = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`f${i}.txt`, `corncrake ${i}\n`]));
    const { id, git } = await added('acme/careful', files);
    await updateRepo(world.as(SYSTEM), id, { holds_back_losses: true });
    await git.commit({ 'f0.txt': null, 'f1.txt': null });
    expect(await sync(id)).toMatchObject({ status: 'ready', file_count: 8, held_back: null });

    const { 'f0.txt': _first, 'f1.txt': _second, ...kept } = files;
    const watch = watched(id, 'corncrake', kept);
    const good = await git.tip();
    const bad = await git.commit({ 'only.txt': 'x\n' }, { clear: true });
    const held = await watch.during(() => sync(id));
    expect(held).toMatchObject({
      status: 'error',
      error_kind: 'policy',
      head_commit: good,
      held_back: { commit: bad, reason: 'Upstream lost 8 of its 8 files.' },
    });
    await expect(confirmLosses(world.as(SYSTEM), id, { commit: good })).rejects.toMatchObject({ code: 'conflict' });

    await git.setBranch('main', good);
    expect(await sync(id)).toMatchObject({ status: 'ready', held_back: null });
    await git.git(['update-ref', '-d', 'refs/heads/main']);
    expect(await watch.during(() => sync(id))).toMatchObject({ held_back: { commit: 'empty' }, file_count: 8 });
    watch.may(id, {});
    await confirmLosses(world.as(SYSTEM), id, { commit: 'empty' });
    expect(await world.settle(id)).toMatchObject({ status: 'ready', held_back: null, file_count: 0 });
    expect(await watch.stop()).toEqual([]);
  });
});
