import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from '@/e2e/servers/git-http';
import { createRepo, type GitRepo } from '@/e2e/servers/git-repo';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import { mirrorDir } from './mirror-dir';
import type { GitProgress } from './progress';
import { listRefs } from './refs';
import { type RemotePolicy, validateRemote } from './remote-policy';
import { listRemoteRefs } from './remote-refs';
import { resetRefs } from './reset';

const limits = { timeoutMs: 30_000, maxBytes: 1024 ** 3 };
const loopback: RemotePolicy = { allowedHosts: ['127.0.0.1'] };
let root: string;
let server: GitServer;
let repo: GitRepo;
let large: GitRepo;
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-hostile-remote-'));
  server = await startGitServer({ root });
  repo = await createRepo(root, 'org/repo', { 'a.txt': 'one\n' });
  large = await createRepo(root, 'org/large', { 'noise.bin': noise(8_000_000) });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});
afterEach(() => {
  server.faults.length = 0;
  server.requests.length = 0;
  server.tokens.clear();
});

/** Bytes that do not compress. */
function noise(bytes: number, seed = 12345): Buffer {
  const out = Buffer.alloc(bytes);
  let state = seed;
  for (let at = 0; at + 4 <= bytes; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out.writeUInt32LE((state ^ (state >>> 13)) >>> 0, at);
  }
  return out;
}

function newDir(): string {
  made += 1;
  return mirrorDir(path.join(root, 'data'), `m${made}`);
}

async function leftovers(dir: string): Promise<string[]> {
  const names = await readdir(path.dirname(dir)).catch(() => [] as string[]);
  return names.filter((name) => name.startsWith(path.basename(dir)));
}

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

describe('redirects', () => {
  it('to another host or port are refused before anything is sent there, with and without a token', async () => {
    const elsewhere = await trap();
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    for (const target of [
      `http://127.0.0.1:${elsewhere.port}`,
      `http://localhost:${elsewhere.port}`,
      'http://169.254.169.254/latest/meta-data',
      `http://user:pass@127.0.0.1:${elsewhere.port}`,
      'file:///etc/passwd',
      'ext::sh -c id',
    ]) {
      server.faults.length = 0;
      server.faults.push({ redirectTo: (at) => target + at });
      for (const token of [undefined, 's3cret-token']) {
        const error = await listRemoteRefs(remote, { ...limits, token }).catch((reason: unknown) => reason);
        expect(error, target).toMatchObject({ code: 'upstream', kind: 'policy', retryable: false });
        expect(String((error as Error).message)).not.toContain('s3cret');
        await expect(cloneMirror(remote, newDir(), { ...limits, token })).rejects.toMatchObject({ kind: 'policy' });
      }
    }
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });

  it('in the middle of a transfer are refused too', async () => {
    const elsewhere = await trap();
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    server.faults.push({
      match: ({ method }) => method === 'POST',
      status: 307,
      redirectTo: (at) => `http://127.0.0.1:${elsewhere.port}${at}`,
    });
    await expect(cloneMirror(remote, newDir(), { ...limits, token: 'abc' })).rejects.toMatchObject({
      code: 'upstream',
    });
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });

  it('on the same host are followed, because repositories get renamed', async () => {
    const remote = await validateRemote(`${server.url}/old/name`, loopback);
    server.tokens.set('org/repo.git', 'tok');
    server.faults.push({ match: '/old/name/', redirectTo: (at) => at.replace('/old/name/', '/org/repo.git/') });
    const refs = await listRemoteRefs(remote, { ...limits, token: 'tok' });
    expect(refs.headSha).toBe(await repo.tip());
    const dir = newDir();
    await cloneMirror(remote, dir, { ...limits, token: 'tok' });
    await fetchMirror(remote, dir, { ...limits, token: 'tok' });
    expect(await resetRefs(dir, refs)).toMatchObject({ headSha: await repo.tip() });
  });

  it('that go in circles end', async () => {
    const remote = await validateRemote(`${server.url}/loop/a`, loopback);
    server.faults.push({ match: '/loop/', redirectTo: (at) => at });
    await expect(listRemoteRefs(remote, limits)).rejects.toMatchObject({ kind: 'policy' });
  });
});

describe('the address that was checked', () => {
  it('is the one git connects to, whatever the name means by then', async () => {
    // The name does not exist in any DNS: only a pinned address can make this work.
    const policy = { allowedHosts: ['git.pinned.invalid'], resolve: async () => ['127.0.0.1'] };
    const remote = await validateRemote(`http://git.pinned.invalid:${server.port}/org/repo.git`, policy);
    expect((await listRemoteRefs(remote, limits)).headSha).toBe(await repo.tip());
    const dir = newDir();
    await cloneMirror(remote, dir, limits);
    await fetchMirror(remote, dir, limits);
    expect(server.requests.every((request) => request.headers.host === `git.pinned.invalid:${server.port}`)).toBe(true);
  });

  it('is pinned for redirects on the same host as well', async () => {
    const policy = { allowedHosts: ['git.pinned.invalid'], resolve: async () => ['127.0.0.1'] };
    const remote = await validateRemote(`http://git.pinned.invalid:${server.port}/old`, policy);
    server.faults.push({ match: '/old/', redirectTo: (at) => at.replace('/old/', '/org/repo.git/') });
    expect((await listRemoteRefs(remote, limits)).headSha).toBe(await repo.tip());
  });
});

describe('tokens', () => {
  it('arrive as a header, and nowhere else', async () => {
    server.tokens.set('org/repo.git', 'tok-123456');
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    const dir = newDir();
    const shown: string[] = [];
    const watch = setInterval(() => shown.push(...gitProcesses(remote.url)), 5);
    await cloneMirror(remote, dir, { ...limits, token: 'tok-123456' });
    await fetchMirror(remote, dir, { ...limits, token: 'tok-123456' });
    clearInterval(watch);
    const basic = Buffer.from('x-access-token:tok-123456').toString('base64');
    expect(server.requests.some((request) => request.headers.authorization === `Basic ${basic}`)).toBe(true);
    expect(shown.join('\n')).not.toMatch(/tok-123456|eC1hY2Nlc3M/);
    expect(spawnSync('grep', ['-r', 'tok-123456\\|eC1hY2Nlc3M', '--', dir]).status).toBe(1);
  });

  it('may name their user, and a wrong or missing one is told apart from a missing repository', async () => {
    server.tokens.set('org/repo.git', 'right');
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    expect((await listRemoteRefs(remote, { ...limits, token: 'me:right' })).headBranch).toBe('main');
    for (const token of [undefined, 'wrong']) {
      const error = await listRemoteRefs(remote, { ...limits, token }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'upstream', kind: 'auth', retryable: false });
      expect(String(error) + String((error as Error).cause)).not.toContain('wrong');
    }
    const missing = await validateRemote(`${server.url}/org/nothing.git`, loopback);
    await expect(listRemoteRefs(missing, limits)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('do not travel over plain http to hosts that nobody listed, and hold no line breaks', async () => {
    const open = { allowedHosts: [], resolve: async () => ['93.184.215.14'] };
    const remote = await validateRemote('http://example.com/r', open);
    await expect(listRemoteRefs(remote, { ...limits, token: 'tok' })).rejects.toMatchObject({ kind: 'policy' });
    const listed = await validateRemote(`${server.url}/org/repo.git`, loopback);
    await expect(listRemoteRefs(listed, { ...limits, token: 'a\r\nX-Evil: 1' })).rejects.toMatchObject({
      kind: 'auth',
    });
  });
});

describe('servers that misbehave', () => {
  it.each([
    [403, 'auth', false],
    [404, 'not_found', false],
    [410, 'not_found', false],
    [429, 'network', true],
    [500, 'network', true],
    [503, 'network', true],
  ])('HTTP %i is %s', async (status, kind, retryable) => {
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    server.faults.push({ status, headers: status === 429 ? { 'retry-after': '17' } : {} });
    const error = await listRemoteRefs(remote, limits).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'upstream', kind, retryable });
    if (status === 429) expect(error).toMatchObject({ retryAfterSeconds: 17 });
  });

  it('a page that is no repository is said to be none', async () => {
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    for (const body of ['', '<html>be right back</html>', '<html>\nbe right back\n</html>\n']) {
      server.faults.length = 0;
      server.faults.push({ body, headers: { 'content-type': 'text/html' } });
      const expected = { code: 'upstream', kind: 'not_found' };
      await expect(listRemoteRefs(remote, limits)).rejects.toMatchObject(expected);
      await expect(cloneMirror(remote, newDir(), limits)).rejects.toMatchObject(expected);
    }
    server.faults.length = 0;
    server.faults.push({
      body: `001e# service=git-upload-pack\n0000${'zzzz'.repeat(50)}`,
      headers: { 'content-type': 'application/x-git-upload-pack-advertisement' },
    });
    await expect(listRemoteRefs(remote, limits)).rejects.toMatchObject({ code: 'upstream', kind: 'not_found' });
  });

  it('an empty answer in the middle of a sync does not empty the mirror', async () => {
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    const dir = newDir();
    const refs = await listRemoteRefs(remote, limits);
    await cloneMirror(remote, dir, limits);
    await resetRefs(dir, refs);
    const before = await listRefs(dir);
    server.faults.push({ body: '<html>be right back</html>', headers: { 'content-type': 'text/html' } });
    await fetchMirror(remote, dir, limits).catch(() => {});
    await expect(resetRefs(dir, refs)).rejects.toMatchObject({ code: 'upstream', kind: 'network', retryable: true });
    expect(await listRefs(dir)).toEqual(before);
  });

  it('nobody listening is a network error that may pass', async () => {
    const closed = await trap();
    await closed.close();
    const remote = await validateRemote(`http://127.0.0.1:${closed.port}/r`, loopback);
    await expect(listRemoteRefs(remote, limits)).rejects.toMatchObject({ kind: 'network', retryable: true });
  });

  it('one byte a second runs into the time limit, and no process is left', async () => {
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    server.faults.push({ bytesPerSecond: 1 });
    const error = await listRemoteRefs(remote, { timeoutMs: 700 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'timeout', retryable: true });
    const dir = newDir();
    await expect(cloneMirror(remote, dir, { ...limits, timeoutMs: 700 })).rejects.toMatchObject({ kind: 'timeout' });
    expect(await leftovers(dir)).toEqual([]);
    expect(gitProcesses(remote.url)).toEqual([]);
  });

  it('a server that never answers is given up, and an abort ends the whole process group', async () => {
    const remote = await validateRemote(`${server.url}/org/large.git`, loopback);
    server.faults.push({ hang: true });
    await expect(listRemoteRefs(remote, { timeoutMs: 500 })).rejects.toMatchObject({ kind: 'timeout' });
    server.faults.length = 0;
    server.faults.push({ match: ({ method }) => method === 'POST', bytesPerSecond: 20_000 });
    const dir = newDir();
    const controller = new AbortController();
    const cloning = cloneMirror(remote, dir, { ...limits, signal: controller.signal });
    cloning.catch(() => {});
    await expect.poll(() => gitProcesses(remote.url).length, { timeout: 10_000 }).toBeGreaterThan(1);
    controller.abort(new Error('the repository was deleted'));
    await expect(cloning).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('cancelled') });
    await expect.poll(() => gitProcesses(remote.url)).toEqual([]);
    expect(await leftovers(dir)).toEqual([]);
  });

  it('an abort before the start starts nothing', async () => {
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    await expect(listRemoteRefs(remote, { ...limits, signal: AbortSignal.abort() })).rejects.toThrow('cancelled');
  });

  it('a pack that breaks off leaves the mirror as it was', async () => {
    const remote = await validateRemote(large.name.replace(/^/, `${server.url}/`), loopback);
    const cut = { match: ({ method }: { method: string }) => method === 'POST', cutAfterBytes: 100_000 };
    const dir = newDir();
    server.faults.push(cut);
    await expect(cloneMirror(remote, dir, limits)).rejects.toMatchObject({ kind: 'network', retryable: true });
    expect(await leftovers(dir)).toEqual([]);
    server.faults.length = 0;
    await cloneMirror(remote, dir, limits);
    await resetRefs(dir, { headBranch: 'main' });
    const before = await listRefs(dir);
    const packs = await readdir(path.join(dir, 'objects', 'pack'));
    await large.commit({ 'noise.bin': noise(7_000_000, 99) });
    server.faults.push(cut);
    await expect(fetchMirror(remote, dir, limits)).rejects.toMatchObject({ kind: 'network', retryable: true });
    expect(await listRefs(dir)).toEqual(before);
    expect(await readdir(path.join(dir, 'objects', 'pack'))).toEqual(packs);
    server.faults.length = 0;
    await fetchMirror(remote, dir, limits);
    expect(await resetRefs(dir, { headBranch: 'main' })).toMatchObject({ headSha: await large.tip() });
  });

  it('a repository over the size limit is refused, while it comes and when it has come', async () => {
    const remote = await validateRemote(`${server.url}/org/large.git`, loopback);
    const dir = newDir();
    const tooLarge = { code: 'limit', kind: 'too_large', retryable: false };
    await expect(cloneMirror(remote, dir, { ...limits, maxBytes: 1_000_000 })).rejects.toMatchObject(tooLarge);
    server.faults.push({ match: ({ method }) => method === 'POST', bytesPerSecond: 3_000_000 });
    await expect(cloneMirror(remote, dir, { ...limits, maxBytes: 1_000_000 })).rejects.toMatchObject(tooLarge);
    expect(await leftovers(dir)).toEqual([]);
    expect(gitProcesses(remote.url)).toEqual([]);
  });

  it('an advertisement without end is cut off', async () => {
    const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
    const line = (name: string) => {
      const text = `${'1'.repeat(40)} refs/heads/${name}\n`;
      return (text.length + 4).toString(16).padStart(4, '0') + text;
    };
    const flood = line('x'.repeat(60_000));
    const endless = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
      response.write('001e# service=git-upload-pack\n0000');
      const more = () => {
        while (!response.destroyed && response.write(flood));
        response.once('drain', more);
      };
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const bad = await validateRemote(`http://127.0.0.1:${(endless.address() as AddressInfo).port}/r`, loopback);
    await expect(listRemoteRefs(bad, { timeoutMs: 2000 })).rejects.toMatchObject({
      kind: expect.stringMatching(/timeout|too_large/),
    });
    endless.closeAllConnections();
    endless.close();
    expect((await listRemoteRefs(remote, limits)).headBranch).toBe('main');
  });

  it('a host that speaks another protocol is an upstream error', async () => {
    const tcp = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-nope\r\n'));
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const { port } = tcp.address() as AddressInfo;
    const remote = await validateRemote(`http://127.0.0.1:${port}/r`, loopback);
    await expect(listRemoteRefs(remote, limits)).rejects.toMatchObject({ code: 'upstream' });
    tcp.close();
  });
});

describe('progress', () => {
  it('is reported with counts while objects come', async () => {
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`d${i % 10}/f${i}`, `${i}\n`.repeat(20)]));
    await createRepo(root, 'org/many', files);
    const remote = await validateRemote(`${server.url}/org/many.git`, loopback);
    const seen: GitProgress[] = [];
    await cloneMirror(remote, newDir(), { ...limits, onProgress: (p) => seen.push(p) });
    const receiving = seen.filter(({ stage }) => stage === 'receiving');
    expect(receiving.at(-1)).toMatchObject({ done: 512, total: 512, unit: 'objects' });
  });
});

describe('configuration of the user and the system', () => {
  it('does not reach git: not the home folder, not the environment, not the folder we run in', async () => {
    const home = await mkdtemp(path.join(root, 'home-'));
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
      const remote = await validateRemote(`${server.url}/org/repo.git`, loopback);
      expect((await listRemoteRefs(remote, limits)).headBranch).toBe('main');
      const dir = newDir();
      await cloneMirror(remote, dir, limits);
      expect((await resetRefs(dir, { headBranch: 'main' })).headSha).toBe(await repo.tip());
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    }
    await expect(readFile(marker)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
