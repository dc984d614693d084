// Stock git that pushes to a repository that is hosted here: what is taken in, what is refused and in which words.
import { lstat, mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { workTreeOf } from '@/lib/git/mirror/check-out';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import type { Repo } from '@/lib/repos/repo';
import { found, openWorld, SYSTEM, world } from '@/lib/sync/testing';
import { type GitHouse, git, gitOk, startHouse } from './testing';

openWorld();
let house: GitHouse;
let repo: Repo;
let work: string;
let number = 0;
const operator = () => ({ env: { ...world.env, auth: 'disabled' as const } });

beforeAll(async () => {
  house = await startHouse(world.as(SYSTEM));
});
afterAll(() => house?.close());
beforeEach(async () => {
  house.provide(operator());
  repo = await addRepo(world.as(SYSTEM), { org: 'acme', name: `house${++number}`, is_public: true });
  work = path.join(house.folder, `work${number}`);
  await gitOk(house.folder, ['init', '-q', '-b', 'main', work]);
  await gitOk(work, ['remote', 'add', 'origin', `${house.url}/acme/${repo.name}.git`]);
});

async function commit(file: string, text: string): Promise<string> {
  await writeFile(path.join(work, file), text);
  await gitOk(work, ['add', '-A']);
  await gitOk(work, ['commit', '-q', '-m', `Change ${file}`]);
  return await gitOk(work, ['rev-parse', 'HEAD']);
}

const push = (...args: string[]) => git(work, ['push', 'origin', ...args]);
const refs = async () => await gitOk(house.folder, ['ls-remote', `${house.url}/acme/${repo.name}.git`]);

/** Waits for what a push has started, and whatever follows. */
async function indexed(commitSha: string): Promise<Repo> {
  for (;;) {
    const now = await world.settle(repo.id);
    if (now.head_commit === commitSha) return now;
    expect(now.error).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a push', () => {
  it('goes into an empty repository, can be cloned, and is searchable', async () => {
    expect(repo).toMatchObject({ kind: 'hosted', status: 'ready', default_branch: 'main', is_bare: true, url: null });
    const head = await commit('a.txt', `pushedword${number} one\n`);
    const said = await push('main');
    expect(said).toMatchObject({ code: 0 });
    expect(said.err).toContain('[new branch]');
    const after = await indexed(head);
    expect(after).toMatchObject({ status: 'ready', standing: 'fresh', file_count: 1, error: null });
    expect(await found(`pushedword${number}`)).toEqual([`acme/${repo.name}:a.txt`]);
    expect((await world.runs(repo.id)).map(({ trigger }) => trigger)).toContain('push');
    const clone = path.join(house.folder, `clone${number}`);
    await gitOk(house.folder, ['clone', '-q', `${house.url}/acme/${repo.name}.git`, clone]);
    expect(await gitOk(clone, ['rev-parse', 'HEAD'])).toBe(head);
  });

  it('makes the first branch the default one if that of the repository is not there', async () => {
    await gitOk(work, ['checkout', '-q', '-b', 'trunk']);
    const head = await commit('a.txt', 'trunk\n');
    await push('trunk');
    expect((await indexed(head)).default_branch).toBe('trunk');
    expect(await refs()).toMatch(new RegExp(`${head}\tHEAD`));
  });

  it('brings tags, moves and deletes branches other than the default one, by force too', async () => {
    await commit('a.txt', 'one\n');
    await gitOk(work, ['tag', '-a', 'v1', '-m', 'First']);
    await push('main', 'main:side', 'v1');
    await gitOk(work, ['commit', '-q', '--amend', '-m', 'Again']);
    expect((await push('+main:side')).code).toBe(0);
    expect((await push(':side')).code).toBe(0);
    const listed = await refs();
    expect(listed).toContain('refs/tags/v1');
    expect(listed).not.toContain('side');
  });

  it('that is under way while another is indexed is indexed as well', async () => {
    await commit('a.txt', 'one\n');
    await push('main');
    await commit('b.txt', `secondword${number}\n`);
    await push('main');
    const last = await commit('c.txt', `thirdword${number}\n`);
    await push('main');
    await indexed(last);
    expect(await found(`thirdword${number}`)).toEqual([`acme/${repo.name}:c.txt`]);
  });

  it('of two at once that want the same, one is taken and the other told', async () => {
    await commit('a.txt', 'one\n');
    await push('main');
    await gitOk(work, ['checkout', '-q', '-b', 'left']);
    const left = await commit('left.txt', 'left\n');
    await gitOk(work, ['checkout', '-q', 'main']);
    const right = await commit('right.txt', 'right\n');
    const both = await Promise.all([push('left:main'), push('main:main')]);
    expect(both.filter(({ code }) => code === 0)).toHaveLength(1);
    const refused = both.find(({ code }) => code !== 0);
    expect(refused?.err).toMatch(/rejected|failed to update ref|cannot lock ref|fetch first/);
    const listed = await refs();
    expect([left, right].filter((id) => listed.includes(id))).toHaveLength(1);
  });
});

it('runs no hook of a repository, and believes nothing of its configuration', async () => {
  const dir = mirrorDir(world.env.dataDir, repo.id);
  const ran = path.join(house.folder, `ran${number}`);
  for (const hook of ['pre-receive', 'update', 'post-receive', 'post-update', 'reference-transaction']) {
    await mkdir(path.join(dir, 'hooks'), { recursive: true });
    await writeFile(path.join(dir, 'hooks', hook), `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 });
  }
  const hooks = path.join(dir, 'hooks');
  await writeFile(
    path.join(dir, 'config'),
    `[core]\n\tbare = true\n\thooksPath = ${hooks}\n[receive]\n\tdenyDeletes = true\n`,
  );
  await commit('a.txt', 'one\n');
  expect((await push('main')).code).toBe(0);
  expect(await stat(ran).catch(() => null)).toBeNull();
});

it('keeps a regular one checked out, without links that lead out', async () => {
  const name = `regular${number}`;
  repo = await addRepo(world.as(SYSTEM), { org: 'acme', name, is_public: true, is_bare: false });
  await gitOk(work, ['remote', 'set-url', 'origin', `${house.url}/acme/${name}.git`]);
  await symlink('/etc/passwd', path.join(work, 'link'));
  await commit('gone.txt', 'gone\n');
  await rm(path.join(work, 'gone.txt'));
  const head = await commit('a.txt', 'one\n');
  await push('main');
  await indexed(head);
  const files = workTreeOf(mirrorDir(world.env.dataDir, repo.id));
  await expect.poll(() => readdir(files).catch(() => [])).toEqual(['a.txt', 'link']);
  expect((await lstat(path.join(files, 'link'))).isFile()).toBe(true);
  const next = await commit('b.txt', 'two\n');
  await push('main');
  await indexed(next);
  await expect.poll(() => readdir(files)).toEqual(['a.txt', 'b.txt', 'link']);
});

it('tells the audit log who pushed what', async () => {
  await commit('a.txt', 'one\n');
  await push('main', 'main:side');
  const told = () => world.as(SYSTEM).db.$client`
    select actor_kind, after from audit_log where verb = 'repo.push' and subject_id = ${repo.id}`;
  const refs = ['refs/heads/main', 'refs/heads/side'];
  await expect.poll(told).toEqual([{ actor_kind: 'operator', after: { refs } }]);
});

describe('is refused', () => {
  it('a forced push to the default branch, and its deletion, unless they are allowed', async () => {
    await commit('a.txt', 'one\n');
    const kept = await commit('a.txt', 'two\n');
    await push('main');
    await gitOk(work, ['reset', '-q', '--hard', 'HEAD~1']);
    const other = await commit('a.txt', 'other\n');
    const forced = await push('+main');
    expect(forced.code).not.toBe(0);
    expect(forced.err).toContain('remote: refs/heads/main is the default branch');
    const deleted = await push(':main');
    expect(deleted.err).toContain('deletion of the current branch prohibited');
    expect(await refs()).toContain(kept);

    await updateRepo(world.as(SYSTEM), repo.id, { allows_forced_pushes: true });
    expect((await push('+main')).code).toBe(0);
    expect((await indexed(other)).head_commit).toBe(other);
    expect((await push(':main')).code).toBe(0);
  });

  it('a push that is larger than one may be, in git’s own words, and nothing of it stays', async () => {
    house.provide({ env: { ...operator().env, gitServing: { ...world.env.gitServing, maxPushBytes: 2000 } } });
    await writeFile(
      path.join(work, 'noise.bin'),
      Buffer.from(Array.from({ length: 300_000 }, () => Math.random() * 256)),
    );
    await commit('a.txt', 'one\n');
    const said = await push('main');
    expect(said.code).not.toBe(0);
    expect(said.err).toContain('pack exceeds maximum allowed size');
    expect(await refs()).toBe('');
    await expect.poll(isMarked).toBe(false);
    const left = await readdir(path.join(mirrorDir(world.env.dataDir, repo.id), 'objects'));
    expect(left.sort()).toEqual(['info', 'pack']);
  });

  it('a push for which a quota leaves no room, with a sentence that says so', async () => {
    house.provide({ env: { ...operator().env, quotas: { org: undefined, server: 1 } } });
    await commit('a.txt', 'one\n');
    const said = await push('main');
    expect(said.code).not.toBe(0);
    expect(said.err).toContain('FRESHET_SERVER_QUOTA_BYTES');
  });

  it('a push with more files than a repository may have', async () => {
    house.provide({ env: { ...operator().env, maxFiles: 2 } });
    await writeFile(path.join(work, 'one.txt'), '1');
    await writeFile(path.join(work, 'two.txt'), '2');
    await commit('three.txt', '3');
    const said = await push('main');
    expect(said.err).toContain('remote: refs/heads/main has more than 2 files');
    expect(await refs()).toBe('');
  });

  it('a push of objects that git’s check takes for unsafe', async () => {
    const file = path.join(work, 'evil');
    await writeFile(file, '[submodule "x"]\n\tpath = x\n\turl = --upload-pack=evil\n');
    const id = await gitOk(work, ['hash-object', '-w', 'evil']);
    await gitOk(work, ['update-index', '--add', '--cacheinfo', `100644,${id},.gitmodules`]);
    await gitOk(work, ['commit', '-q', '-m', 'Evil']);
    const said = await push('main');
    expect(said.code).not.toBe(0);
    expect(said.err).toContain('gitmodulesUrl');
    expect(await refs()).toBe('');
  });

  it('a push to refs that are ours', async () => {
    await commit('a.txt', 'one\n');
    const said = await push('main', 'main:refs/freshet/kept/mine', 'main:refs/notes/x');
    expect(said.err).toMatch(/deny updating a hidden ref/);
    expect(await refs()).not.toContain('notes');
  });

  it('a visitor’s push, and every push to a server that only reads, which still serves', async () => {
    await commit('a.txt', 'one\n');
    await push('main');
    house.provide({});
    expect((await push('main:more')).err).toMatch(/could not read Username|terminal prompts disabled/);
    house.provide({ env: { ...operator().env, readOnly: true } });
    expect((await push('main:more')).err).toContain('read-only');
    expect(await refs()).toContain('refs/heads/main');
  });

  it('a push to what is archived', async () => {
    await world.as(SYSTEM).db.$client`update repos set status = 'archived' where id = ${repo.id}`;
    await commit('a.txt', 'one\n');
    expect((await push('main')).err).toContain('archived');
  });
});

async function isMarked(): Promise<boolean | undefined> {
  const [row] = await world.as(SYSTEM).db.$client<{ dirty: boolean }[]>`select dirty from repos where id = ${repo.id}`;
  return row?.dirty;
}

it('is given its folder if a crash came between its row and its folder', async () => {
  const { sweep } = await import('@/lib/sync/upkeep/sweep');
  const { removeFolder } = await import('@/lib/files/remove-folder');
  await removeFolder(mirrorDir(world.env.dataDir, repo.id));
  await world.as(SYSTEM).db.$client`update repos set status = 'initializing' where id = ${repo.id}`;
  expect((await sweep(world.as(SYSTEM))).created).toBe(1);
  expect(await getRepo(world.as(SYSTEM), repo.id)).toMatchObject({ status: 'ready' });
  const head = await commit('a.txt', 'one\n');
  await push('main');
  await indexed(head);
});
