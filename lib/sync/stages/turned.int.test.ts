// Upstreams that turn into something else altogether: nothing, or a repository of another object format.
import { mkdtemp, readFile, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRepo, type GitRepo, runGit } from '@/e2e/servers/git/git-repo';
import { makeKey, startSshServer } from '@/e2e/servers/ssh';
import { startWorld, type World } from '@/e2e/servers/world';
import { readBlob } from '@/lib/browse/read-blob';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { confirmLosses } from '@/lib/repos/manage/losses/confirm-losses';
import { search } from '@/lib/search/search';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import { auditRepo } from '@/lib/sync/upkeep/audit';

let world: World;
let folders: string;

beforeAll(async () => {
  folders = await realpath(await mkdtemp(path.join(tmpdir(), 'freshet-turned-')));
  world = await startWorld({ FRESHET_RETRY_SECONDS: '600', FRESHET_LOCAL_ROOTS: folders }, { hasClock: false });
});
afterAll(async () => {
  await world?.close();
  await rm(folders, { recursive: true, force: true });
});

const system = () => world.as({ kind: 'system' });
const found = async (q: string) =>
  (await search(world.as({ kind: 'anonymous' }), { q })).results.map((r) => `${r.repo}:${r.path}`);

async function added(git: GitRepo): Promise<string> {
  const repo = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(repo.id)).toMatchObject({ status: 'ready', error: null });
  return repo.id;
}

async function sync(id: string) {
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  await waitForRun(system(), runId, 60_000);
  return await world.settle(id);
}

const file = (id: string, name: string) => readBlob(system(), { repoId: id, path: name });

/** Makes the repository again, with one file and in `format`; returns its tip. */
async function makeAgain(git: Pick<GitRepo, 'dir'>, format: 'sha1' | 'sha256', word: string): Promise<string> {
  const work = `${git.dir}.work`;
  await rm(git.dir, { recursive: true, force: true });
  await rm(work, { recursive: true, force: true });
  await runGit(world.upstreams, ['init', '-q', '-b', 'main', `--object-format=${format}`, work]);
  await runGit(work, ['commit', '-q', '--allow-empty', '-m', 'First']);
  const blob = (await runGit(work, ['hash-object', '-w', '--stdin'], `${word} ${format}\n`)).trim();
  await runGit(work, ['update-index', '--add', '--cacheinfo', `100644,${blob},${format}.txt`]);
  await runGit(work, ['commit', '-q', '-m', 'Second']);
  await rename(path.join(work, '.git'), git.dir);
  await runGit(git.dir, ['config', 'core.bare', 'true']);
  return (await runGit(git.dir, ['rev-parse', 'HEAD'])).trim();
}

describe('an upstream that turns to nothing', () => {
  const WAYS: [what: string, name: string, turn: (git: GitRepo) => Promise<unknown>, reason: string][] = [
    ['has no ref any more', 'no-ref', (git) => git.deleteBranch('main'), 'no branch'],
    [
      'has tags alone',
      'tags',
      async (git) => {
        await git.tag('v1', await git.tip());
        await git.deleteBranch('main');
      },
      'no branch',
    ],
    ['has an empty tree', 'tree', (git) => git.commit({}, { clear: true }), 'no file'],
    ['begins anew with an empty tree', 'anew', (git) => git.commit({}, { from: null }), 'no file'],
    [
      'was made again and is empty',
      'again',
      async (git) => {
        await rm(git.dir, { recursive: true });
        await createRepo(world.upstreams, git.name, null);
      },
      'no branch',
    ],
    [
      'was made again with another object format and is empty',
      'format',
      async (git) => {
        await rm(git.dir, { recursive: true });
        await runGit(world.upstreams, ['init', '-q', '--bare', '-b', 'main', '--object-format=sha256', git.name]);
      },
      'no branch',
    ],
  ];

  it.each(WAYS)('and %s', async (_what, name, turn, reason) => {
    const word = `quokka${name.replace('-', '')}`;
    const git = await createRepo(world.upstreams, `turned/${name}`, { 'a.txt': `${word}\n`, 'b.txt': 'b\n' });
    const id = await added(git);
    const before = await git.tip();
    await turn(git);
    for (let time = 0; time < 2; time++) {
      expect(await sync(id)).toMatchObject({
        status: 'error',
        error_kind: 'policy',
        error: expect.stringContaining(reason),
        held_back: { commit: expect.any(String) },
        head_commit: before,
        file_count: 2,
      });
      expect(await found(word)).toEqual([`turned/${name}:a.txt`]);
      expect(await file(id, 'a.txt')).toMatchObject({ content: `${word}\n` });
    }
  });

  it('without a mirror to fall back on', async () => {
    const git = await createRepo(world.upstreams, 'turned/bare', { 'a.txt': 'bilbybare\n' });
    const id = await added(git);
    await git.deleteBranch('main');
    await rm(mirrorDir(world.env.dataDir, id), { recursive: true });
    expect(await sync(id)).toMatchObject({ status: 'error', error_kind: 'policy', file_count: 1 });
    expect(await found('bilbybare')).toEqual(['turned/bare:a.txt']);
  });

  it('is asked about each time: what was confirmed once is not confirmed for good', async () => {
    const git = await createRepo(world.upstreams, 'turned/twice', { 'a.txt': 'numbattwice\n' });
    const id = await added(git);
    const tip = await git.tip();
    await git.deleteBranch('main');
    expect(await sync(id)).toMatchObject({ held_back: { commit: 'empty' } });
    await confirmLosses(system(), id, { commit: 'empty' });
    expect(await world.settle(id)).toMatchObject({ status: 'ready', file_count: 0, held_back: null });
    await git.setBranch('main', tip);
    expect(await sync(id)).toMatchObject({ status: 'ready', file_count: 1 });
    await git.deleteBranch('main');
    expect(await sync(id)).toMatchObject({ status: 'error', held_back: { commit: 'empty' }, file_count: 1 });
    await git.setBranch('main', tip);
    expect(await sync(id)).toMatchObject({ status: 'ready', held_back: null, file_count: 1 });
  });

  it('may be nothing from the beginning, and keep its last file where another comes with it', async () => {
    const git = await createRepo(world.upstreams, 'turned/never', {});
    const id = await added(git);
    expect(await sync(id)).toMatchObject({ status: 'ready', file_count: 0 });
    await git.commit({ 'a.txt': 'a\n' });
    expect(await sync(id)).toMatchObject({ status: 'ready', file_count: 1 });
    await git.commit({ 'a.txt': null, 'b.txt': 'b\n' });
    expect(await sync(id)).toMatchObject({ status: 'ready', file_count: 1 });
  });
});

describe('an answer that is no git server’s', () => {
  it.each([
    { status: 202 },
    { status: 203, body: 'welcome to the hotel\n', headers: { 'content-type': 'text/html' } },
    { status: 204 },
    { status: 206 },
    { body: '' },
  ])('keeps what is served: %o', async (fault) => {
    const name = `answer-${fault.status ?? 200}`;
    const git = await createRepo(world.upstreams, `turned/${name}`, { 'a.txt': 'potoroo\n' });
    const id = await added(git);
    await git.commit({ 'a.txt': 'potoroo two\n' });
    world.git.faults.push({ match: name, ...fault });
    expect(await sync(id)).toMatchObject({ status: 'error', error_kind: 'not_found', file_count: 1, held_back: null });
    expect(await found('potoroo')).toContain(`turned/${name}:a.txt`);
    world.git.faults.length = 0;
    expect(await sync(id)).toMatchObject({ status: 'ready', file_count: 1 });
    expect(await auditRepo(system(), id)).toBe('ok');
  });
});

describe('an upstream that changes its object format', () => {
  it.each([
    ['sha1', 'sha256'],
    ['sha256', 'sha1'],
  ] as const)('from %s to %s, and back, is cloned anew and searchable right after it', async (first, second) => {
    const name = `turned/${first}`;
    const git = await createRepo(world.upstreams, name, { 'x.txt': 'x\n' });
    const word = `wombat${first}`;
    await makeAgain(git, first, word);
    const id = await added(git);
    expect(await found(word)).toEqual([`${name}:${first}.txt`]);
    for (const format of [second, first]) {
      const tip = await makeAgain(git, format, word);
      expect(await sync(id)).toMatchObject({ status: 'ready', error: null, head_commit: tip, file_count: 1 });
      expect(await found(word)).toEqual([`${name}:${format}.txt`]);
      expect(await file(id, `${format}.txt`)).toMatchObject({ content: `${word} ${format}\n` });
      expect((await runGit(mirrorDir(world.env.dataDir, id), ['rev-parse', 'HEAD'])).trim()).toBe(tip);
      expect(await auditRepo(system(), id)).toBe('ok');
      expect(await sync(id)).toMatchObject({ status: 'ready', head_commit: tip });
    }
  });

  it('in a folder on this server, and turns to nothing there', async () => {
    const git = { dir: path.join(folders, 'repository.git') };
    await makeAgain(git, 'sha1', 'kowari');
    const repo = await addRepo(system(), { path: git.dir, is_public: true });
    expect(await world.settle(repo.id)).toMatchObject({ status: 'ready', error: null });
    const name = `${repo.org}/${repo.name}`;
    const tip = await makeAgain(git, 'sha256', 'kowari');
    expect(await sync(repo.id)).toMatchObject({ status: 'ready', error: null, head_commit: tip });
    expect(await found('kowari')).toEqual([`${name}:sha256.txt`]);
    await runGit(git.dir, ['update-ref', '-d', 'refs/heads/main']);
    expect(await sync(repo.id)).toMatchObject({ status: 'error', error_kind: 'policy', file_count: 1 });
    expect(await found('kowari')).toEqual([`${name}:sha256.txt`]);
  });
});

describe('over ssh', () => {
  it('it is cloned anew for another object format, and held back where it turns to nothing', async () => {
    const server = await startSshServer({ root: world.upstreams, folder: path.join(folders, 'sshd') });
    try {
      const key = path.join(world.env.dataDir, 'ssh', 'id_ed25519');
      await makeKey(key);
      await server.authorize(await readFile(`${key}.pub`, 'utf8'));
      const git = await createRepo(world.upstreams, 'turned/ssh', { 'a.txt': 'dibbler\n' });
      const url = `ssh://${server.user}@127.0.0.1:${server.port}/${git.name}`;
      const repo = await addRepo(system(), { url, is_public: true });
      expect(await world.settle(repo.id)).toMatchObject({ status: 'ready', error: null });
      const tip = await makeAgain(git, 'sha256', 'dibbler');
      expect(await sync(repo.id)).toMatchObject({ status: 'ready', error: null, head_commit: tip });
      expect(await found('dibbler')).toEqual(['turned/ssh:sha256.txt']);
      await runGit(git.dir, ['update-ref', '-d', 'refs/heads/main']);
      expect(await sync(repo.id)).toMatchObject({ status: 'error', error_kind: 'policy', file_count: 1 });
      expect(await found('dibbler')).toEqual(['turned/ssh:sha256.txt']);
    } finally {
      await server.close();
    }
  });
});
