// Mirrors of a part of a large source: so many commits back, some of the branches; and fetched deeper on demand.
import { describe, expect, it } from 'vitest';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { readTotals } from '@/lib/browse/history/read-totals';
import { listBranches } from '@/lib/browse/list-branches';
import { listRefs } from '@/lib/git/mirror/refs';
import { isShallow } from '@/lib/git/mirror/shallow';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { deepenRepo } from '@/lib/repos/manage/deepen-repo';
import type { NewRepo } from '@/lib/repos/manage/repo-settings';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { found, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';

openWorld();

const ctx = () => world.as(SYSTEM);
const dirOf = (id: string) => mirrorDir(world.env.dataDir, id);
const totals = async (id: string) => await readTotals(ctx(), id);

async function upstream(name: string): Promise<GitRepo> {
  const git = await createRepo(world.upstreams, name, { 'a.txt': 'water 1\n' });
  for (let i = 2; i <= 9; i++) await git.commit({ 'a.txt': `water ${i}\n` });
  const at = (await git.git(['rev-parse', 'main~6'])).trim();
  await git.setBranch('old/one', at);
  await git.git(['tag', 'v1', 'main~7']);
  return git;
}

async function add(git: GitRepo, input: NewRepo) {
  const { id } = await addRepo(ctx(), { url: `${world.git.url}/${git.name}`, is_public: true, ...input });
  return await world.settle(id);
}

describe('a depth', () => {
  it('is how much is here, is told, and grows with what is pushed, and on demand', async () => {
    const git = await upstream('depth/rivers');
    const repo = await add(git, { depth: 3 });
    expect(repo).toMatchObject({ status: 'ready', error: null, shallow: true, depth: 3 });
    expect(await totals(repo.id)).toMatchObject({ commits: 3, isShallow: true, branches: 2, tags: 0 });
    expect(await found('water 9')).toEqual(['depth/rivers:a.txt']);
    expect((await sync(repo.id)).error).toBeNull();
    expect((await world.runs(repo.id))[0]?.status).toBe('unchanged');

    await git.commit({ 'a.txt': 'water 10\n' });
    expect(await sync(repo.id)).toMatchObject({ status: 'ready', error: null, shallow: true });
    expect(await totals(repo.id)).toMatchObject({ commits: 4, isShallow: true });

    const deeper = await deepenRepo(ctx(), repo.id, { depth: 6 });
    expect(deeper.depth).toBe(6);
    expect(await world.settle(repo.id)).toMatchObject({ status: 'ready', error: null, shallow: true });
    expect(await totals(repo.id)).toMatchObject({ commits: 6, isShallow: true });
    await expect(deepenRepo(ctx(), repo.id, { depth: 6 })).rejects.toMatchObject({ code: 'invalid' });

    await deepenRepo(ctx(), repo.id, {});
    expect(await world.settle(repo.id)).toMatchObject({ status: 'ready', error: null, shallow: false, depth: null });
    expect(await isShallow(dirOf(repo.id))).toBe(false);
    expect(await totals(repo.id)).toMatchObject({ commits: 10, isShallow: false, tags: 1 });
    await expect(deepenRepo(ctx(), repo.id, {})).rejects.toThrow('has its whole history');
  });

  it('holds for branches that come later as well', async () => {
    const git = await upstream('depth/brooks');
    const repo = await add(git, { depth: 2 });
    const before = (await git.git(['rev-parse', 'main~8'])).trim();
    await git.setBranch('later', before);
    await git.commit({ 'b.txt': 'brook\n' });
    expect(await sync(repo.id)).toMatchObject({ status: 'ready', error: null, shallow: true });
    expect([...(await listRefs(dirOf(repo.id))).keys()].sort()).toEqual([
      'refs/heads/later',
      'refs/heads/main',
      'refs/heads/old/one',
    ]);
    expect(await totals(repo.id)).toMatchObject({ commits: 3 });
    await git.git(['update-ref', '-d', 'refs/heads/later']);
    await sync(repo.id);
    expect((await listBranches(ctx(), repo.id, {})).branches.map(({ name }) => name)).toEqual(['main', 'old/one']);
  });

  it('greater than the history is the whole of it', async () => {
    const git = await createRepo(world.upstreams, 'depth/short', { 'a.txt': 'short\n' });
    expect(await add(git, { depth: 50 })).toMatchObject({ status: 'ready', error: null, shallow: false, depth: 50 });
    const empty = await createRepo(world.upstreams, 'depth/empty', null);
    expect(await add(empty, { depth: 50, branch_patterns: ['x'] })).toMatchObject({ status: 'ready', error: null });
  });
});

it('a pattern leaves other branches and tags out, until there is another one', async () => {
  const git = await upstream('depth/lakes');
  const repo = await add(git, { branch_patterns: ['release/*', 'none'] });
  expect(repo).toMatchObject({ status: 'ready', error: null, shallow: false, branch_patterns: ['release/*', 'none'] });
  const refs = async () => [...(await listRefs(dirOf(repo.id))).keys()].sort();
  expect(await refs()).toEqual(['refs/heads/main']);
  await git.setBranch('release/1', (await git.tip()) ?? '');
  await sync(repo.id);
  expect(await refs()).toEqual(['refs/heads/main', 'refs/heads/release/1']);
  await updateRepo(ctx(), repo.id, { branch_patterns: ['old/*'] });
  await world.settle(repo.id);
  expect(await refs()).toEqual(['refs/heads/main', 'refs/heads/old/one']);
  await updateRepo(ctx(), repo.id, { branch_patterns: null });
  await world.settle(repo.id);
  expect(await refs()).toHaveLength(4);
});
