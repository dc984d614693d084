import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import { createRepo, type GitRepo, runGit } from '@/e2e/servers/git/git-repo';
import { listRawRefs, listRefs } from '@/lib/git/mirror/refs';
import { resetRefs } from '@/lib/git/mirror/reset';
import { validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import type { GitProgress } from './progress';
import { listRemoteRefs } from './remote-refs';

let world: MirrorWorld;
let large: GitRepo;
beforeAll(async () => {
  world = await openMirrorWorld();
  await createRepo(world.root, 'org/repo', { 'a.txt': 'one\n' });
  large = await createRepo(world.root, 'org/large', { 'noise.bin': noise(3_000_000) });
});
afterAll(() => world.close());
afterEach(() => {
  world.server.faults.length = 0;
  world.server.requests.length = 0;
  world.server.tokens.clear();
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

async function leftovers(dir: string): Promise<string[]> {
  const names = await readdir(path.dirname(dir)).catch(() => [] as string[]);
  return names.filter((name) => name.startsWith(path.basename(dir)));
}

/** Command lines of git processes that name something; none may be left when a verb has ended. */
function gitProcesses(needle: string): string[] {
  const out = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return out.split('\n').filter((line) => line.includes(needle) && line.includes('git'));
}

describe('servers that misbehave', () => {
  it.each([
    [403, 'auth', false],
    [404, 'not_found', false],
    [410, 'not_found', false],
    [429, 'network', true],
    [500, 'network', true],
    [503, 'network', true],
  ])('HTTP %i is %s', async (status, kind, retryable) => {
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    world.server.faults.push({ status, headers: status === 429 ? { 'retry-after': '17' } : {} });
    const error = await listRemoteRefs(remote, world.limits).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'upstream', kind, retryable });
    if (status === 429) expect(error).toMatchObject({ retryAfterSeconds: 17 });
  });

  it.each([403, 429, 503])('HTTP %i that says for how long is to be waited for', async (status) => {
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    world.server.faults.push({ status, headers: { 'retry-after': '23' } });
    await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject({
      kind: 'network',
      retryable: true,
      retryAfterSeconds: 23,
    });
  });

  it('a page that is no repository is said to be none', async () => {
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    for (const body of ['', '<html>be right back</html>', '<html>\nbe right back\n</html>\n']) {
      world.server.faults.length = 0;
      world.server.faults.push({ body, headers: { 'content-type': 'text/html' } });
      const expected = { code: 'upstream', kind: 'not_found' };
      await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject(expected);
      await expect(cloneMirror(remote, world.newDir(), world.limits)).rejects.toMatchObject(expected);
    }
    world.server.faults.length = 0;
    world.server.faults.push({
      body: `001e# service=git-upload-pack\n0000${'zzzz'.repeat(50)}`,
      headers: { 'content-type': 'application/x-git-upload-pack-advertisement' },
    });
    await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject({ code: 'upstream', kind: 'not_found' });
  });

  it('an empty answer in the middle of a sync does not empty the mirror', async () => {
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    const dir = world.newDir();
    const refs = await listRemoteRefs(remote, world.limits);
    await cloneMirror(remote, dir, world.limits);
    await resetRefs(dir, refs);
    const before = await listRefs(dir);
    world.server.faults.push({ body: '<html>be right back</html>', headers: { 'content-type': 'text/html' } });
    await expect(fetchMirror(remote, dir, world.limits)).rejects.toMatchObject({ kind: 'not_found' });
    expect(await listRefs(dir)).toEqual(before);
    // Nor does it if git took the page for an empty repository before it was found out.
    for (const name of (await listRawRefs(dir, ['refs/freshet/fetched'])).keys())
      await runGit(dir, ['update-ref', '-d', name]);
    await expect(resetRefs(dir, refs)).rejects.toMatchObject({ code: 'upstream', kind: 'network', retryable: true });
    expect(await listRefs(dir)).toEqual(before);
  });

  it('nobody listening is a network error that may pass', async () => {
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const remote = await validateRemote(`http://127.0.0.1:${port}/r`, world.policy);
    await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject({ kind: 'network', retryable: true });
  });

  it('one byte a second runs into the time limit, and no process is left', async () => {
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    world.server.faults.push({ bytesPerSecond: 1 });
    const error = await listRemoteRefs(remote, { timeoutMs: 700 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'timeout', retryable: true });
    const dir = world.newDir();
    await expect(cloneMirror(remote, dir, { ...world.limits, timeoutMs: 700 })).rejects.toMatchObject({
      kind: 'timeout',
    });
    expect(await leftovers(dir)).toEqual([]);
    expect(gitProcesses(remote.url)).toEqual([]);
  });

  it('a server that never answers is given up, and an abort ends the whole process group', async () => {
    const remote = await validateRemote(`${world.server.url}/org/large.git`, world.policy);
    world.server.faults.push({ hang: true });
    await expect(listRemoteRefs(remote, { timeoutMs: 500 })).rejects.toMatchObject({ kind: 'timeout' });
    world.server.faults.length = 0;
    world.server.faults.push({ match: ({ method }) => method === 'POST', bytesPerSecond: 20_000 });
    const dir = world.newDir();
    const controller = new AbortController();
    const cloning = cloneMirror(remote, dir, { ...world.limits, signal: controller.signal });
    cloning.catch(() => {});
    await expect.poll(() => gitProcesses(remote.url).length).toBeGreaterThan(1);
    controller.abort(new Error('the repository was deleted'));
    await expect(cloning).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('cancelled') });
    await expect.poll(() => gitProcesses(remote.url)).toEqual([]);
    expect(await leftovers(dir)).toEqual([]);
  });

  it('an abort before the start starts nothing', async () => {
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
    await expect(listRemoteRefs(remote, { ...world.limits, signal: AbortSignal.abort() })).rejects.toThrow('cancelled');
  });

  it('a pack that breaks off leaves the mirror as it was', async () => {
    const remote = await validateRemote(large.name.replace(/^/, `${world.server.url}/`), world.policy);
    const cut = { match: ({ method }: { method: string }) => method === 'POST', cutAfterBytes: 100_000 };
    const dir = world.newDir();
    world.server.faults.push(cut);
    await expect(cloneMirror(remote, dir, world.limits)).rejects.toMatchObject({ kind: 'network', retryable: true });
    expect(await leftovers(dir)).toEqual([]);
    world.server.faults.length = 0;
    await cloneMirror(remote, dir, world.limits);
    await resetRefs(dir, { headBranch: 'main' });
    const before = await listRefs(dir);
    const packs = await readdir(path.join(dir, 'objects', 'pack'));
    await large.commit({ 'noise.bin': noise(2_500_000, 99) });
    world.server.faults.push(cut);
    await expect(fetchMirror(remote, dir, world.limits)).rejects.toMatchObject({ kind: 'network', retryable: true });
    expect(await listRefs(dir)).toEqual(before);
    expect(await readdir(path.join(dir, 'objects', 'pack'))).toEqual(packs);
    world.server.faults.length = 0;
    await fetchMirror(remote, dir, world.limits);
    expect(await resetRefs(dir, { headBranch: 'main' })).toMatchObject({ headSha: await large.tip() });
  });

  it('a repository over the size limit is refused, while it comes and when it has come', async () => {
    const remote = await validateRemote(`${world.server.url}/org/large.git`, world.policy);
    const dir = world.newDir();
    const tooLarge = { code: 'limit', kind: 'too_large', retryable: false };
    await expect(cloneMirror(remote, dir, { ...world.limits, maxBytes: 1_000_000 })).rejects.toMatchObject(tooLarge);
    world.server.faults.push({ match: ({ method }) => method === 'POST', bytesPerSecond: 3_000_000 });
    await expect(cloneMirror(remote, dir, { ...world.limits, maxBytes: 1_000_000 })).rejects.toMatchObject(tooLarge);
    expect(await leftovers(dir)).toEqual([]);
    expect(gitProcesses(remote.url)).toEqual([]);
  });

  it('an advertisement without end is cut off', async () => {
    const remote = await validateRemote(`${world.server.url}/org/repo.git`, world.policy);
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
    const bad = await validateRemote(`http://127.0.0.1:${(endless.address() as AddressInfo).port}/r`, world.policy);
    await expect(listRemoteRefs(bad, { timeoutMs: 2000 })).rejects.toMatchObject({
      kind: expect.stringMatching(/timeout|too_large/),
    });
    endless.closeAllConnections();
    endless.close();
    expect((await listRemoteRefs(remote, world.limits)).headBranch).toBe('main');
  });

  it('a host that changes the protocol where it is asked what it is keeps nobody waiting', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const remote = await validateRemote(`http://127.0.0.1:${port}/org/repo.git`, world.policy);
    // git itself is asked, and its answer is no git server's.
    await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject({ code: 'upstream', kind: 'not_found' });
    await new Promise((resolve) => server.close(resolve));
  });

  it('a host that speaks another protocol is an upstream error', async () => {
    const tcp = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-nope\r\n'));
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const { port } = tcp.address() as AddressInfo;
    const remote = await validateRemote(`http://127.0.0.1:${port}/r`, world.policy);
    await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject({ code: 'upstream' });
    tcp.close();
  });
});

describe('progress', () => {
  it('is reported with counts while objects come', async () => {
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`d${i % 10}/f${i}`, `${i}\n`.repeat(20)]));
    await createRepo(world.root, 'org/many', files);
    const remote = await validateRemote(`${world.server.url}/org/many.git`, world.policy);
    const seen: GitProgress[] = [];
    await cloneMirror(remote, world.newDir(), { ...world.limits, onProgress: (p) => seen.push(p) });
    expect(seen.at(-1)).toMatchObject({ total: 512, unit: 'objects' });
    expect(seen.at(-1)?.done).toBeGreaterThanOrEqual(460);
  });
});
