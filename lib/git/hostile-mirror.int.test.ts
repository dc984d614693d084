import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from '@/e2e/servers/git-http';
import { createRepo, type GitRepo, runGit as runTestGit } from '@/e2e/servers/git-repo';
import { openCatFile } from './cat-file';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import { checkMirror, removeStaleLocks } from './health';
import { commitExists, listCommits } from './log';
import { maintainMirror } from './maintain';
import { mirrorDir } from './mirror-dir';
import { readFileAt } from './read-file';
import { listRefs, readHead } from './refs';
import { type ValidatedRemote, validateRemote } from './remote-policy';
import { resetRefs } from './reset';
import { diffTrees, listTree } from './tree';

const limits = { timeoutMs: 30_000, maxBytes: 1024 ** 3 };
let root: string;
let server: GitServer;
let trap: Server;
let trapped: string[];
let repo: GitRepo;
let remote: ValidatedRemote;
let dir: string;
let marker: string;
let first: string;
let made = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-hostile-mirror-'));
  server = await startGitServer({ root });
  trap = createServer((request, response) => {
    trapped.push(request.url ?? '');
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  trap.close();
  await server.close();
  await rm(root, { recursive: true, force: true });
});
beforeEach(async () => {
  made += 1;
  trapped = [];
  marker = path.join(root, `owned-${made}`);
  repo = await createRepo(root, `org/m${made}`, { 'a.txt': 'one\n', 'b.txt': 'two\n' });
  first = await repo.tip();
  remote = await validateRemote(`${server.url}/${repo.name}`, { allowedHosts: ['127.0.0.1'] });
  dir = mirrorDir(path.join(root, 'data'), `m${made}`);
  await cloneMirror(remote, dir, limits);
  await resetRefs(dir, { headBranch: 'main' });
});

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of source) found.push(item);
  return found;
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

async function script(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\ntouch ${marker}\n`);
  await chmod(file, 0o755);
  return file;
}

/** Everything a configuration file can do to git, at once. */
async function tamper(): Promise<void> {
  const evil = await script(path.join(root, `evil-${made}`, 'evil.sh'));
  const hooks = path.join(root, `evil-${made}`, 'hooks');
  for (const name of ['reference-transaction', 'post-update', 'update', 'pre-auto-gc', 'post-checkout', 'fsmonitor']) {
    await script(path.join(hooks, name));
    await script(path.join(dir, 'hooks', name));
  }
  const { port } = trap.address() as AddressInfo;
  const elsewhere = `http://127.0.0.1:${port}`;
  const included = path.join(root, `evil-${made}`, 'included');
  await writeFile(included, `[core]\n\tfsmonitor = ${evil}\n[http]\n\tproxy = ${elsewhere}\n`);
  await writeFile(
    path.join(dir, 'config'),
    `[core]
	repositoryformatversion = 1
	bare = false
	worktree = ${root}
	fsmonitor = ${evil}
	sshCommand = ${evil}
	gitProxy = ${evil}
	pager = ${evil}
	editor = ${evil}
	askPass = ${evil}
	hooksPath = ${hooks}
	alternateRefsCommand = ${evil}
	attributesFile = ${included}
[extensions]
	partialClone = evil
	worktreeConfig = true
[remote "evil"]
	url = ext::${evil}
	promisor = true
[remote "${remote.url}"]
	uploadpack = ${evil}
	vcs = evil
	proxy = ${elsewhere}
	url = ${elsewhere}
[url "${elsewhere}/"]
	insteadOf = ${server.url}/
	insteadOf = http://
[http]
	proxy = ${elsewhere}
	followRedirects = true
	curloptResolve = 127.0.0.1:${server.port}:127.0.0.2
	cookieFile = /etc/passwd
	sslVerify = false
[http "${remote.url}"]
	proxy = ${elsewhere}
	extraHeader = X-Evil: 1
	followRedirects = true
[credential]
	helper = !${evil}
[credential "${server.url}"]
	helper = !${evil}
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[uploadpack]
	packObjectsHook = ${evil}
[alias]
	fetch = !${evil}
	ls-tree = !${evil}
[include]
	path = ${included}
[gpg]
	program = ${evil}
[log]
	showSignature = true
	mailmap = true
[diff]
	external = ${evil}
[gc]
	auto = 1
[fetch]
	fsckObjects = false
	prune = false
[transfer]
	hideRefs = refs/heads
`,
  );
  await writeFile(path.join(dir, 'config.worktree'), `[core]\n\tfsmonitor = ${evil}\n\tsshCommand = ${evil}\n`);
  await writeFile(path.join(dir, 'commondir'), path.join(root, `evil-${made}`));
  await mkdir(path.join(dir, 'objects', 'info'), { recursive: true });
  await writeFile(path.join(dir, 'objects', 'info', 'alternates'), `${path.join(root, 'other.git', 'objects')}\n`);
  await writeFile(path.join(dir, 'objects', 'info', 'http-alternates'), `${elsewhere}/objects\n`);
}

async function expectUnharmed(): Promise<void> {
  expect(await exists(marker)).toBe(false);
  expect(trapped).toEqual([]);
}

describe('a configuration changed behind our back', () => {
  it('is not believed by any verb, and is put right', async () => {
    const genuine = await readFile(path.join(dir, 'config'), 'utf8');
    const second = await repo.commit({ 'a.txt': 'changed\n' });
    const other = await createRepo(root, `other`, { 'secret.txt': 'of another\n' });
    const verbs: [string, () => Promise<unknown>][] = [
      ['fetch', () => fetchMirror(remote, dir, limits)],
      ['reset', async () => expect(await resetRefs(dir, { headBranch: 'main' })).toMatchObject({ headSha: second })],
      ['refs', async () => expect(await listRefs(dir)).toEqual(new Map([['refs/heads/main', second]]))],
      ['head', async () => expect(await readHead(dir)).toEqual({ branch: 'main', sha: second })],
      ['tree', async () => expect(await all(listTree(dir, second))).toHaveLength(2)],
      ['folder', async () => expect(await all(listTree(dir, second, { recursive: false }))).toHaveLength(2)],
      ['diff', async () => expect(await all(diffTrees(dir, first, second))).toHaveLength(1)],
      ['log', async () => expect(await all(listCommits(dir, { to: second }))).toHaveLength(2)],
      ['log of a path', async () => expect(await all(listCommits(dir, { to: second, path: 'b.txt' }))).toHaveLength(1)],
      ['exists', async () => expect(await commitExists(dir, await other.tip())).toBe(false)],
      ['file', async () => expect((await readFileAt(dir, second, 'a.txt', 99))?.content?.toString()).toBe('changed\n')],
      ['missing object', async () => expect(await readMissing()).toBeNull()],
      ['health', async () => expect(await checkMirror(dir)).toBe('ok')],
    ];
    for (const [name, verb] of verbs) {
      await tamper();
      await verb();
      expect(await readFile(path.join(dir, 'config'), 'utf8'), name).toBe(genuine);
      await expectUnharmed();
    }
    expect(server.requests.some((request) => 'x-evil' in request.headers)).toBe(false);
  });

  it('of a folder that is not ours is left alone, and not believed either', async () => {
    const foreign = path.join(root, `foreign-${made}.git`);
    await runTestGit(root, ['clone', '-q', '--bare', dir, foreign]);
    await writeFile(
      path.join(foreign, 'config'),
      `[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = ${await script(path.join(root, 'f.sh'))}\n\thooksPath = ${root}\n`,
    );
    const before = await readFile(path.join(foreign, 'config'), 'utf8');
    expect(await all(listTree(foreign, first))).toHaveLength(2);
    expect(await listRefs(foreign)).toEqual(new Map([['refs/heads/main', first]]));
    expect(await readFile(path.join(foreign, 'config'), 'utf8')).toBe(before);
    await expectUnharmed();
  });

  it('cannot swap one object for another through replace refs', async () => {
    const second = await repo.commit({ 'a.txt': 'replaced\n' });
    await fetchMirror(remote, dir, limits);
    await mkdir(path.join(dir, 'refs', 'replace'), { recursive: true });
    await writeFile(path.join(dir, 'refs', 'replace', first), `${second}\n`);
    expect((await readFileAt(dir, first, 'a.txt', 99))?.content?.toString()).toBe('one\n');
    expect(await all(listCommits(dir, { to: first }))).toMatchObject([{ sha: first }]);
  });

  async function readMissing() {
    const cat = openCatFile(dir);
    try {
      return await cat.read('2'.repeat(40), 10);
    } finally {
      await cat.close();
    }
  }
});

describe('many small fetches', () => {
  it('are packed together now and then, with everything still there', async () => {
    const tips: string[] = [first];
    for (let i = 0; i < 25; i += 1) {
      tips.push(await repo.commit({ 'a.txt': `version ${i}\n` }));
      await fetchMirror(remote, dir, limits);
    }
    await resetRefs(dir, { headBranch: 'main' });
    const packs = async () =>
      (await readdir(path.join(dir, 'objects', 'pack'))).filter((name) => name.endsWith('.pack'));
    expect((await packs()).length).toBeGreaterThan(24);
    const cat = openCatFile(dir);
    expect((await cat.read(first, 1000))?.type).toBe('commit');
    expect(await maintainMirror(dir)).toBe(true);
    expect((await packs()).length).toBeLessThan(5);
    expect(await maintainMirror(dir)).toBe(false);
    for (const tip of tips) expect((await cat.read(tip, 1000))?.type).toBe('commit');
    await cat.close();
    expect(await checkMirror(dir)).toBe('ok');
  });
});

describe('what a crash leaves', () => {
  it('stale locks are removed, young ones are respected', async () => {
    const second = await repo.commit({ 'a.txt': 'two\n' });
    const locks = ['packed-refs.lock', 'HEAD.lock', 'config.lock', 'refs/heads/main.lock', 'objects/pack/tmp_pack_x'];
    for (const name of locks) await writeFile(path.join(dir, name), '');
    expect(await removeStaleLocks(dir)).toBe(0);
    await fetchMirror(remote, dir, limits);
    await expect(resetRefs(dir, { headBranch: 'main' })).rejects.toMatchObject({ code: 'conflict', retryable: true });
    expect(await readHead(dir)).toMatchObject({ sha: first });
    const old = new Date(Date.now() - 120_000);
    for (const name of locks) await utimes(path.join(dir, name), old, old).catch(() => {});
    await fetchMirror(remote, dir, limits);
    expect(await resetRefs(dir, { headBranch: 'main' })).toMatchObject({ headSha: second });
    for (const name of locks) expect(await exists(path.join(dir, name)), name).toBe(false);
  });

  it('a damaged mirror is seen, said to be damaged, and replaced by a clone', async () => {
    const blob = (await all(listTree(dir, first)))[0]?.sha ?? '';
    const pack = path.join(dir, 'objects', 'pack');
    await rm(pack, { recursive: true });
    await mkdir(pack);
    expect(await checkMirror(dir)).toBe('corrupt');
    await expect(all(listTree(dir, first))).rejects.toMatchObject({ code: 'not_found', kind: 'corrupt' });
    await expect(all(diffTrees(dir, first, first))).rejects.toMatchObject({ kind: 'corrupt' });
    await expect(all(listCommits(dir, { to: first }))).rejects.toMatchObject({ kind: 'corrupt' });
    await cloneMirror(remote, dir, limits);
    await resetRefs(dir, { headBranch: 'main' });
    expect((await readFileAt(dir, first, 'a.txt', 99))?.sha).toBe(blob);
    await rm(path.join(dir, 'HEAD'));
    expect(await checkMirror(dir)).toBe('corrupt');
    expect((await stat(dir)).isDirectory()).toBe(true);
  });

  it('an object with flipped bits is no content', async () => {
    const packs = path.join(dir, 'objects', 'pack');
    const before = await readdir(packs);
    const tip = await repo.commit({ 'new.txt': 'some new content\n' });
    await fetchMirror(remote, dir, limits);
    const blob = (await all(listTree(dir, tip))).find((entry) => entry.path === 'new.txt')?.sha ?? '';
    const fresh = (await readdir(packs)).find((name) => name.endsWith('.pack') && !before.includes(name)) ?? '';
    await chmod(path.join(packs, fresh), 0o644);
    const bytes = await readFile(path.join(packs, fresh));
    bytes.fill(0x5a, 12, bytes.length - 20);
    await writeFile(path.join(packs, fresh), bytes);
    const cat = openCatFile(dir);
    expect(await cat.read(blob, 1000)).toBeNull();
    expect((await cat.read(first, 1000))?.type).toBe('commit');
    await cat.close();
  });

  it('commits that are gone are told apart from a broken mirror', async () => {
    await expect(all(diffTrees(dir, '1'.repeat(40), first))).rejects.toMatchObject({ code: 'not_found' });
    await expect(all(listCommits(dir, { to: '1'.repeat(40) }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(all(listTree(dir, first, { under: 'nowhere' }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(all(listTree(dir, 'HEAD'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(all(listTree(dir, '--output=/tmp/x'))).rejects.toMatchObject({ code: 'invalid' });
    expect(await readFileAt(dir, '1'.repeat(40), 'a.txt', 9)).toBeNull();
    await expect(readFileAt(dir, 'main\ncontents x', 'a.txt', 9)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('a reader that stops early leaves no process, and an abort ends a reading', async () => {
    for await (const entry of listTree(dir, first)) {
      expect(entry.path).toBe('a.txt');
      break;
    }
    await expect(all(listTree(dir, first, { signal: AbortSignal.abort(new Error('no')) }))).rejects.toMatchObject({
      message: expect.stringContaining('cancelled'),
    });
    const controller = new AbortController();
    const cat = openCatFile(dir, { signal: controller.signal });
    const blob = (await all(listTree(dir, first)))[0]?.sha ?? '';
    expect((await cat.read(blob, 99))?.content?.toString()).toBe('one\n');
    controller.abort();
    await expect(cat.read(blob, 99)).rejects.toMatchObject({ code: 'internal' });
    await cat.close();
  });
});
