import { access, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collect, type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import { createRepo, type GitRepo, runGit as runTestGit } from '@/e2e/servers/git/git-repo';
import { checkMirror } from '@/lib/git/mirror/health';
import { listRefs, readHead } from '@/lib/git/mirror/refs';
import { resetRefs } from '@/lib/git/mirror/reset';
import { openCatFile } from '@/lib/git/read/cat-file';
import { diffTrees } from '@/lib/git/read/diff-trees';
import { commitExists, listCommits } from '@/lib/git/read/log';
import { readFileAt } from '@/lib/git/read/read-file';
import { listTree } from '@/lib/git/read/tree';
import { fetchMirror } from '@/lib/git/remote/fetch';
import type { ValidatedRemote } from './remote-policy';

let world: MirrorWorld;
let trap: Server;
let trapped: string[];
let repo: GitRepo;
let remote: ValidatedRemote;
let dir: string;
let marker: string;
let first: string;
let made = 0;

beforeAll(async () => {
  world = await openMirrorWorld();
  trap = createServer((request, response) => {
    trapped.push(request.url ?? '');
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  trap.close();
  await world.close();
});
beforeEach(async () => {
  made += 1;
  trapped = [];
  marker = path.join(world.root, `owned-${made}`);
  repo = await world.newRepo({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  ({ remote, dir, tip: first } = await world.mirror(repo));
});

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
  const evil = await script(path.join(world.root, `evil-${made}`, 'evil.sh'));
  const hooks = path.join(world.root, `evil-${made}`, 'hooks');
  for (const name of ['reference-transaction', 'post-update', 'update', 'pre-auto-gc', 'post-checkout', 'fsmonitor']) {
    await script(path.join(hooks, name));
    await script(path.join(dir, 'hooks', name));
  }
  const { port } = trap.address() as AddressInfo;
  const elsewhere = `http://127.0.0.1:${port}`;
  const included = path.join(world.root, `evil-${made}`, 'included');
  await writeFile(included, `[core]\n\tfsmonitor = ${evil}\n[http]\n\tproxy = ${elsewhere}\n`);
  await writeFile(
    path.join(dir, 'config'),
    `[core]
	repositoryformatversion = 1
	bare = false
	worktree = ${world.root}
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
	insteadOf = ${world.server.url}/
	insteadOf = http://
[http]
	proxy = ${elsewhere}
	followRedirects = true
	curloptResolve = 127.0.0.1:${world.server.port}:127.0.0.2
	cookieFile = /etc/passwd
	sslVerify = false
[http "${remote.url}"]
	proxy = ${elsewhere}
	extraHeader = X-Evil: 1
	followRedirects = true
[credential]
	helper = !${evil}
[credential "${world.server.url}"]
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
  await writeFile(path.join(dir, 'commondir'), path.join(world.root, `evil-${made}`));
  await mkdir(path.join(dir, 'objects', 'info'), { recursive: true });
  await writeFile(
    path.join(dir, 'objects', 'info', 'alternates'),
    `${path.join(world.root, 'other.git', 'objects')}\n`,
  );
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
    const other = await createRepo(world.root, `other`, { 'secret.txt': 'of another\n' });
    const verbs: [string, () => Promise<unknown>][] = [
      ['fetch', () => fetchMirror(remote, dir, world.limits)],
      ['reset', async () => expect(await resetRefs(dir, { headBranch: 'main' })).toMatchObject({ headSha: second })],
      ['refs', async () => expect(await listRefs(dir)).toEqual(new Map([['refs/heads/main', second]]))],
      ['head', async () => expect(await readHead(dir)).toEqual({ branch: 'main', sha: second })],
      ['tree', async () => expect(await collect(listTree(dir, second))).toHaveLength(2)],
      ['folder', async () => expect(await collect(listTree(dir, second, { recursive: false }))).toHaveLength(2)],
      ['diff', async () => expect(await collect(diffTrees(dir, first, second))).toHaveLength(1)],
      ['log', async () => expect(await collect(listCommits(dir, { to: second }))).toHaveLength(2)],
      [
        'log of a path',
        async () => expect(await collect(listCommits(dir, { to: second, path: 'b.txt' }))).toHaveLength(1),
      ],
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
    expect(world.server.requests.some((request) => 'x-evil' in request.headers)).toBe(false);
  });

  it('of a folder that is not ours is left alone, and not believed either', async () => {
    const foreign = path.join(world.root, `foreign-${made}.git`);
    await runTestGit(world.root, ['clone', '-q', '--bare', dir, foreign]);
    await writeFile(
      path.join(foreign, 'config'),
      `[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = ${await script(path.join(world.root, 'f.sh'))}\n\thooksPath = ${world.root}\n`,
    );
    const before = await readFile(path.join(foreign, 'config'), 'utf8');
    expect(await collect(listTree(foreign, first))).toHaveLength(2);
    expect(await listRefs(foreign)).toEqual(new Map([['refs/heads/main', first]]));
    expect(await readFile(path.join(foreign, 'config'), 'utf8')).toBe(before);
    await expectUnharmed();
  });

  it('cannot swap one object for another through replace refs', async () => {
    const second = await repo.commit({ 'a.txt': 'replaced\n' });
    await fetchMirror(remote, dir, world.limits);
    await mkdir(path.join(dir, 'refs', 'replace'), { recursive: true });
    await writeFile(path.join(dir, 'refs', 'replace', first), `${second}\n`);
    expect((await readFileAt(dir, first, 'a.txt', 99))?.content?.toString()).toBe('one\n');
    expect(await collect(listCommits(dir, { to: first }))).toMatchObject([{ sha: first }]);
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
