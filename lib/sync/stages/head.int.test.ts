// A source whose HEAD names no branch, or that has none: something is searchable, and the run says what, or why not.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRepo, type GitRepo, runGit } from '@/e2e/servers/git/git-repo';
import { createWorkTree } from '@/e2e/servers/git/work-tree';
import { startWorld, type World } from '@/e2e/servers/world';
import { listBranches } from '@/lib/browse/list-branches';
import { readTree } from '@/lib/browse/read-tree';
import type { Actor } from '@/lib/context';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { search } from '@/lib/search/search';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';

const SYSTEM: Actor = { kind: 'system' };
const VISITOR: Actor = { kind: 'anonymous' };
let world: World;
let root: string;
beforeAll(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'freshet-heads-')));
  world = await startWorld({ FRESHET_LOCAL_ROOTS: root }, { hasClock: false });
});
afterAll(async () => {
  await world?.close();
  await rm(root, { recursive: true, force: true });
});

async function added(source: { url: string } | { path: string }) {
  const repo = await addRepo(world.as(SYSTEM), { ...source, is_public: true });
  const settled = await world.settle(repo.id);
  expect(settled).toMatchObject({ status: 'ready', error: null });
  return settled;
}
const addedFrom = (git: GitRepo) => added({ url: `${world.git.url}/${git.name}` });

async function sync(id: string) {
  const { runId } = await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
  await waitForRun(world.as(SYSTEM), runId, 60_000);
  return await world.settle(id);
}

const found = async (q: string) => (await search(world.as(VISITOR), { q })).results.map((r) => `${r.repo}:${r.path}`);
const lastRun = async (id: string) => (await world.runs(id))[0];

describe('a remote', () => {
  it('with nothing but tags shows its newest version, and follows it', { timeout: 480_000 }, async () => {
    const git = await createRepo(world.upstreams, 'acme/tagged', { 'a.txt': 'snipe nine\n' });
    await git.tag('v1.9', await git.tip(), { annotated: true });
    await git.commit({ 'a.txt': 'snipe ten\n' });
    const ten = await git.tip();
    await git.tag('v1.10', ten, { annotated: true });
    await git.tag('v2.0-rc1', await git.commit({ 'a.txt': 'snipe candidate\n' }));
    await git.deleteBranch('main');
    const repo = await addedFrom(git);
    expect(repo).toMatchObject({ default_branch: 'v1.10', head_commit: ten, file_count: 1 });
    expect((await lastRun(repo.id))?.note).toBe(
      'There is no branch, only tags: the newest, v1.10, is what is searchable.',
    );
    expect(await found('snipe ten')).toEqual(['acme/tagged:a.txt']);
    expect((await readTree(world.as(VISITOR), { repoId: repo.id, ref: 'v1.10' })).commit).toBe(ten);

    await sync(repo.id);
    expect((await lastRun(repo.id))?.status).toBe('unchanged');
    const next = await git.commit({ 'b.txt': 'snipe two\n' }, { branch: 'work', from: ten });
    await git.tag('v2.0', next);
    await git.deleteBranch('work');
    expect(await sync(repo.id)).toMatchObject({ default_branch: 'v2.0', head_commit: next, file_count: 2 });
    // With a branch there is no need of it any more.
    await git.setBranch('main', ten);
    expect(await sync(repo.id)).toMatchObject({ default_branch: 'main', head_commit: ten, file_count: 1 });
    expect((await listBranches(world.as(VISITOR), repo.id)).branches.map(({ name }) => name)).toEqual(['main']);
  });

  it('with a HEAD at a commit and no branch shows that commit, and follows it', { timeout: 480_000 }, async () => {
    const git = await createRepo(world.upstreams, 'acme/detached', { 'a.txt': 'ruff one\n' });
    const one = await git.tip();
    await git.git(['update-ref', '--no-deref', 'HEAD', one]);
    await git.deleteBranch('main');
    const repo = await addedFrom(git);
    expect(repo).toMatchObject({ default_branch: 'HEAD', head_commit: one, file_count: 1 });
    expect((await lastRun(repo.id))?.note).toContain('under the name HEAD');
    await sync(repo.id);
    expect((await lastRun(repo.id))?.status).toBe('unchanged');
    const two = await git.commit({ 'a.txt': 'ruff two\n' }, { branch: 'work', from: one });
    await git.git(['update-ref', '--no-deref', 'HEAD', two]);
    await git.deleteBranch('work');
    expect(await sync(repo.id)).toMatchObject({ default_branch: 'HEAD', head_commit: two });
    expect(await found('ruff two')).toEqual(['acme/detached:a.txt']);
  });

  it('whose HEAD names a branch that is not there shows the likeliest one, and says so', {
    timeout: 480_000,
  }, async () => {
    const git = await createRepo(
      world.upstreams,
      'acme/renamed',
      { 'a.txt': 'old whimbrel\n' },
      { defaultBranch: 'attic' },
    );
    const newest = await git.commit({ 'a.txt': 'new whimbrel\n' }, { branch: 'workshop', from: await git.tip() });
    await git.git(['symbolic-ref', 'HEAD', 'refs/heads/gone']);
    const repo = await addedFrom(git);
    expect(repo).toMatchObject({ default_branch: 'workshop', head_commit: newest });
    expect((await lastRun(repo.id))?.note).toBe('HEAD names no branch that is there: workshop is what is searchable.');
    await sync(repo.id);
    expect((await lastRun(repo.id))?.status).toBe('unchanged');
  });

  it('whose only tag names no commit says that nothing is searchable', { timeout: 480_000 }, async () => {
    const git = await createRepo(world.upstreams, 'acme/signature', { 'a.txt': 'a key\n' });
    await git.git(['tag', 'key', 'main:a.txt']);
    await git.deleteBranch('main');
    const repo = await addedFrom(git);
    expect(repo).toMatchObject({ default_branch: null, file_count: 0 });
    expect((await lastRun(repo.id))?.note).toMatch(
      /only tags.*the newest, key, names no commit.*nothing is searchable/,
    );
  });

  it('without anything says that it is empty, and shows the first push', { timeout: 480_000 }, async () => {
    const git = await createRepo(world.upstreams, 'acme/empty', null);
    const repo = await addedFrom(git);
    expect(repo).toMatchObject({ default_branch: null, head_commit: null, file_count: 0 });
    expect((await lastRun(repo.id))?.note).toMatch(/no branch and no tag/);
    const first = await git.commit({ 'a.txt': 'first\n' });
    expect(await sync(repo.id)).toMatchObject({ default_branch: 'main', head_commit: first, file_count: 1 });
  });
});

describe('a folder', () => {
  it('that was checked out by its commit to be built shows that commit, and follows it', {
    timeout: 480_000,
  }, async () => {
    const source = await createWorkTree(path.join(root, 'ci/source'), { 'a.txt': 'avocet one\n' });
    const one = (await source.git(['rev-parse', 'HEAD'])).trim();
    const two = await source.commit({ 'a.txt': 'avocet two\n' });
    const built = path.join(root, 'ci/built');
    await runGit(root, ['init', '-q', built]);
    await runGit(built, ['fetch', '-q', source.dir, '+refs/heads/*:refs/remotes/origin/*']);
    await runGit(built, ['checkout', '-q', '--detach', one]);
    const repo = await added({ path: built });
    expect(repo).toMatchObject({ default_branch: 'HEAD', head_commit: one, file_count: 1 });
    expect((await lastRun(repo.id))?.note).toContain('under the name HEAD');
    expect(await found('avocet one')).toEqual([`ci/built:a.txt`]);
    await runGit(built, ['checkout', '-q', '--detach', two]);
    expect(await sync(repo.id)).toMatchObject({ default_branch: 'HEAD', head_commit: two });
    await sync(repo.id);
    expect((await lastRun(repo.id))?.status).toBe('unchanged');
    await runGit(built, ['checkout', '-q', '-b', 'mine']);
    expect(await sync(repo.id)).toMatchObject({ default_branch: 'mine', head_commit: two });
  });

  it('whose HEAD names a branch without a commit is not said to be detached', { timeout: 480_000 }, async () => {
    const tree = await createWorkTree(path.join(root, 'team/orphan'), { 'a.txt': 'turnstone\n' });
    const tip = (await tree.git(['rev-parse', 'HEAD'])).trim();
    await tree.git(['checkout', '-q', '--orphan', 'later']);
    const repo = await added({ path: tree.dir });
    expect(repo).toMatchObject({ default_branch: 'main', head_commit: tip });
    expect((await lastRun(repo.id))?.note).toBe(
      'HEAD names later, which has no commit yet: main is what is searchable.',
    );
  });

  it.each(['lightweight', 'annotated'])(
    'with %s tags alone shows its newest version, and follows it',
    {
      timeout: 480_000,
    },
    async (how) => {
      const isAnnotated = how === 'annotated';
      const tag = (name: string) => tree.git(['tag', ...(isAnnotated ? ['-a', '-m', 'm'] : []), name]);
      const word = `greenshank${how}`;
      const tree = await createWorkTree(path.join(root, `team/${how}`), { 'a.txt': `${word} nine\n` });
      await tag('v1.9');
      const ten = await tree.commit({ 'a.txt': `${word} ten\n` });
      await tag('v1.10');
      await tree.git(['checkout', '-q', '--orphan', 'later']);
      await tree.git(['branch', '-q', '-D', 'main']);
      const repo = await added({ path: tree.dir });
      expect(repo).toMatchObject({ default_branch: 'v1.10', head_commit: ten, file_count: 1 });
      expect((await lastRun(repo.id))?.note).toBe(
        'There is no branch, only tags: the newest, v1.10, is what is searchable.',
      );
      expect(await found(`${word} ten`)).toEqual([`team/${how}:a.txt`]);
      await sync(repo.id);
      expect((await lastRun(repo.id))?.status).toBe('unchanged');
      const two = await tree.commit({ 'b.txt': `${word} two\n` });
      await tag('v2.0');
      await tree.git(['checkout', '-q', '--orphan', 'again']);
      await tree.git(['branch', '-q', '-D', 'later']);
      expect(await sync(repo.id)).toMatchObject({ default_branch: 'v2.0', head_commit: two });
      await tree.git(['checkout', '-q', '-b', 'main', ten]);
      expect(await sync(repo.id)).toMatchObject({ default_branch: 'main', head_commit: ten, file_count: 1 });
    },
  );

  it('whose only tag names no commit says that nothing is searchable', { timeout: 480_000 }, async () => {
    const tree = await createWorkTree(path.join(root, 'team/signature'), { 'a.txt': 'a key\n' });
    await tree.git(['tag', 'key', 'HEAD:a.txt']);
    await tree.git(['checkout', '-q', '--orphan', 'later']);
    await tree.git(['branch', '-q', '-D', 'main']);
    const repo = await added({ path: tree.dir });
    expect(repo).toMatchObject({ default_branch: null, file_count: 0 });
    expect((await lastRun(repo.id))?.note).toMatch(
      /only tags.*the newest, key, names no commit.*nothing is searchable/,
    );
    await sync(repo.id);
    expect((await lastRun(repo.id))?.status).toBe('unchanged');
  });

  it('without a branch says why nothing is searchable, and what to do', { timeout: 480_000 }, async () => {
    const source = await createWorkTree(path.join(root, 'team/far'), { 'a.txt': 'phalarope\n' });
    const fetched = path.join(root, 'team/fetched');
    await runGit(root, ['init', '-q', '--initial-branch=main', fetched]);
    await runGit(fetched, ['fetch', '-q', source.dir, '+refs/heads/*:refs/remotes/origin/*']);
    const repo = await added({ path: fetched });
    expect(repo).toMatchObject({ default_branch: null, file_count: 0 });
    expect((await lastRun(repo.id))?.note).toMatch(/no branch with a commit.*check out a branch/);
    await runGit(fetched, ['checkout', '-q', '-b', 'main', 'refs/remotes/origin/main']);
    expect(await sync(repo.id)).toMatchObject({ default_branch: 'main', file_count: 1 });
  });
});
