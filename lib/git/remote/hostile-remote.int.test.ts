import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import type { GitCredential } from '@/lib/git/credential';
import { resetRefs } from '@/lib/git/mirror/reset';
import { validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import { listRemoteRefs } from './remote-refs';

let world: MirrorWorld;
let repo: GitRepo;
beforeAll(async () => {
  world = await openMirrorWorld();
  repo = await createRepo(world.root, 'org/repo', { 'a.txt': 'one\n' });
});
afterAll(() => world.close());
afterEach(() => {
  world.server.faults.length = 0;
  world.server.requests.length = 0;
  world.server.tokens.clear();
});

/** Command lines of git processes that name something; none may be left when a verb has ended. */
function gitProcesses(needle: string): string[] {
  const out = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return out.split('\n').filter((line) => line.includes(needle) && line.includes('git'));
}

/** A server that counts what reaches it, for places that nothing may reach. */
async function trap(): Promise<{ port: number; seen: string[]; close(): Promise<void> }> {
  const seen: string[] = [];
  const trapped: Server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization ?? ''}`);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => trapped.listen(0, '127.0.0.1', resolve));
  return {
    port: (trapped.address() as AddressInfo).port,
    seen,
    close: () => new Promise((resolve) => trapped.close(() => resolve())),
  };
}

const tokenOf = (token: string | undefined): GitCredential | undefined =>
  token === undefined ? undefined : { kind: 'token', token };

describe('redirects', () => {
  it('to another host or port are refused before anything is sent there, with and without a token', async () => {
    const elsewhere = await trap();
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    for (const target of [
      `http://127.0.0.1:${elsewhere.port}`,
      `http://localhost:${elsewhere.port}`,
      'http://169.254.169.254/latest/meta-data',
      `http://user:pass@127.0.0.1:${elsewhere.port}`,
      'file:///etc/passwd',
      'ext::sh -c id',
    ]) {
      world.server.faults.length = 0;
      world.server.faults.push({ redirectTo: (at) => target + at });
      for (const token of [undefined, 's3cret-token']) {
        const error = await listRemoteRefs(remote, { ...world.limits, credential: tokenOf(token) }).catch(
          (reason: unknown) => reason,
        );
        expect(error, target).toMatchObject({ code: 'upstream', kind: 'policy', retryable: false });
        expect(String((error as Error).message)).not.toContain('s3cret');
        await expect(
          cloneMirror(remote, world.newDir(), { ...world.limits, credential: tokenOf(token) }),
        ).rejects.toMatchObject({
          kind: 'policy',
        });
      }
    }
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });

  it('in the middle of a transfer are refused too', async () => {
    const elsewhere = await trap();
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    world.server.faults.push({
      match: ({ method }) => method === 'POST',
      status: 307,
      redirectTo: (at) => `http://127.0.0.1:${elsewhere.port}${at}`,
    });
    await expect(
      cloneMirror(remote, world.newDir(), { ...world.limits, credential: tokenOf('abc') }),
    ).rejects.toMatchObject({
      code: 'upstream',
    });
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });

  it('on the same host are followed, because repositories get renamed', async () => {
    const remote = await validateRemote(`${world.server.url}/old/name`, world.policy);
    world.server.tokens.set('org/repo.git', 'tok');
    world.server.faults.push({ match: '/old/name/', redirectTo: (at) => at.replace('/old/name/', '/org/repo.git/') });
    const refs = await listRemoteRefs(remote, { ...world.limits, credential: tokenOf('tok') });
    expect(refs.headSha).toBe(await repo.tip());
    const dir = world.newDir();
    await cloneMirror(remote, dir, { ...world.limits, credential: tokenOf('tok') });
    await fetchMirror(remote, dir, { ...world.limits, credential: tokenOf('tok') });
    expect(await resetRefs(dir, refs)).toMatchObject({ headSha: await repo.tip() });
  });

  it('that go in circles end', async () => {
    const remote = await validateRemote(`${world.server.url}/loop/a`, world.policy);
    world.server.faults.push({ match: '/loop/', redirectTo: (at) => at });
    await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject({ kind: 'policy' });
  });
});

describe('the address that was checked', () => {
  it('is the one git connects to, whatever the name means by then', async () => {
    // The name does not exist in any DNS: only a pinned address can make this work.
    const policy = { allowedHosts: ['git.pinned.invalid'], resolve: async () => ['127.0.0.1'] };
    const remote = await validateRemote(`http://git.pinned.invalid:${world.server.port}/org/repo.git`, policy);
    expect((await listRemoteRefs(remote, world.limits)).headSha).toBe(await repo.tip());
    const dir = world.newDir();
    await cloneMirror(remote, dir, world.limits);
    await fetchMirror(remote, dir, world.limits);
    expect(
      world.server.requests.every((request) => request.headers.host === `git.pinned.invalid:${world.server.port}`),
    ).toBe(true);
  });

  it('is pinned for redirects on the same host as well', async () => {
    const policy = { allowedHosts: ['git.pinned.invalid'], resolve: async () => ['127.0.0.1'] };
    const remote = await validateRemote(`http://git.pinned.invalid:${world.server.port}/old`, policy);
    world.server.faults.push({ match: '/old/', redirectTo: (at) => at.replace('/old/', '/org/repo.git/') });
    expect((await listRemoteRefs(remote, world.limits)).headSha).toBe(await repo.tip());
  });
});

describe('tokens', () => {
  it('arrive as a header, and nowhere else', async () => {
    world.server.tokens.set('org/repo.git', 'tok-123456');
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    const dir = world.newDir();
    const shown: string[] = [];
    const watch = setInterval(() => shown.push(...gitProcesses(remote.url)), 5);
    await cloneMirror(remote, dir, { ...world.limits, credential: tokenOf('tok-123456') });
    await fetchMirror(remote, dir, { ...world.limits, credential: tokenOf('tok-123456') });
    clearInterval(watch);
    const basic = Buffer.from('x-access-token:tok-123456').toString('base64');
    expect(world.server.requests.some((request) => request.headers.authorization === `Basic ${basic}`)).toBe(true);
    expect(shown.join('\n')).not.toMatch(/tok-123456|eC1hY2Nlc3M/);
    expect(spawnSync('grep', ['-r', 'tok-123456\\|eC1hY2Nlc3M', '--', dir]).status).toBe(1);
  });

  it('may name their user, and a wrong or missing one is told apart from a missing repository', async () => {
    world.server.tokens.set('org/repo.git', 'right');
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    expect((await listRemoteRefs(remote, { ...world.limits, credential: tokenOf('me:right') })).headBranch).toBe(
      'main',
    );
    for (const [token, advice] of [
      [undefined, 'no token is set'],
      ['n0t-right', 'Give a new one'],
    ] as const) {
      const error = await listRemoteRefs(remote, { ...world.limits, credential: tokenOf(token) }).catch(
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: 'upstream', kind: 'auth', retryable: false });
      expect((error as Error).message).toContain(advice);
      expect(String(error) + String((error as Error).cause)).not.toContain('n0t-right');
    }
    const missing = await validateRemote(`${world.server.url}/org/nothing.git`, world.policy);
    await expect(listRemoteRefs(missing, world.limits)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('that a host echoes back are taken out of what is logged', async () => {
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    const basic = Buffer.from('me:tok-777777').toString('base64');
    const body = `you sent tok-777777 and ${basic}`;
    world.server.faults.push({ status: 500, body, headers: { 'content-type': 'text/plain' } });
    const error = await listRemoteRefs(remote, { ...world.limits, credential: tokenOf('me:tok-777777') }).catch(
      (e: Error) => e,
    );
    const told = String((error as Error).cause);
    expect(told).toContain('you sent');
    expect(told).not.toMatch(/tok-777777|bWU6dG9r/);
  });

  it('do not travel over plain http to hosts that nobody listed, and hold no line breaks', async () => {
    const open = { allowedHosts: [], resolve: async () => ['93.184.215.14'] };
    const remote = await validateRemote('http://example.com/r', open);
    await expect(listRemoteRefs(remote, { ...world.limits, credential: tokenOf('tok') })).rejects.toMatchObject({
      kind: 'policy',
    });
    const listed = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    await expect(
      listRemoteRefs(listed, { ...world.limits, credential: tokenOf('a\r\nX-Evil: 1') }),
    ).rejects.toMatchObject({
      kind: 'auth',
    });
  });
});

describe('configuration of the user and the system', () => {
  it('does not reach git: not the home folder, not the environment, not the folder we run in', async () => {
    const home = await mkdtemp(path.join(world.root, 'home-'));
    const marker = path.join(home, 'owned');
    const evil = `[url "http://127.0.0.1:1/"]\n\tinsteadOf = http\n[core]\n\tsshCommand = touch ${marker}\n[http]\n\tproxy = http://127.0.0.1:1\n`;
    execFileSync('sh', ['-c', 'cat > "$1/.gitconfig"', 'sh', home], { input: evil });
    const before = { ...process.env };
    Object.assign(process.env, {
      HOME: home,
      XDG_CONFIG_HOME: home,
      GIT_CONFIG_GLOBAL: path.join(home, '.gitconfig'),
      GIT_PROXY_COMMAND: `touch ${marker}`,
      GIT_SSH_COMMAND: `touch ${marker}`,
      GIT_DIR: home,
      GIT_EXEC_PATH: home,
      http_proxy: 'http://127.0.0.1:1',
      all_proxy: 'http://127.0.0.1:1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.proxy',
      GIT_CONFIG_VALUE_0: 'http://127.0.0.1:1',
    });
    try {
      const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
      expect((await listRemoteRefs(remote, world.limits)).headBranch).toBe('main');
      const dir = world.newDir();
      await cloneMirror(remote, dir, world.limits);
      expect((await resetRefs(dir, { headBranch: 'main' })).headSha).toBe(await repo.tip());
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    }
    await expect(readFile(marker)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
