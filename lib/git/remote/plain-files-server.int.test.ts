// A server that is a git server to whoever looks, and hands git plain files: no check of git's own ever sees those.
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import type { GitRepo } from '@/e2e/servers/git/git-repo';
import { isCondemned } from '@/lib/git/mirror/health';
import { listRefs } from '@/lib/git/mirror/refs';
import { resetRefs } from '@/lib/git/mirror/reset';
import { commitExists } from '@/lib/git/read/log';
import { type ValidatedRemote, validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import { listRemoteRefs } from './remote-refs';
import { storedBytes } from './size-watch';

let world: MirrorWorld;
let server: Server;
let isSmart: boolean;

beforeAll(async () => {
  world = await openMirrorWorld();
  server = createServer((request, response) => {
    const isGit =
      /^git\/\d/.test(request.headers['user-agent'] ?? '') && !request.headers['user-agent']?.includes('freshet');
    if (isSmart || !isGit) {
      const through = httpRequest(world.server.url + request.url, { method: request.method, headers: request.headers });
      through.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      through.on('error', () => response.destroy());
      request.pipe(through);
      return;
    }
    readFile(path.join(world.root, (request.url ?? '').split('?')[0] ?? '')).then(
      (content) => response.writeHead(200, { 'content-type': 'text/plain' }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.close();
});
beforeEach(() => {
  isSmart = false;
});

async function remoteOf(repo: GitRepo): Promise<ValidatedRemote> {
  await repo.git(['update-server-info']);
  return await validateRemote(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${repo.name}`, world.policy);
}

/** As an upstream packs its objects, or leaves each in a file. */
const SHAPES: [string, (repo: GitRepo) => Promise<unknown>][] = [
  ['loose objects', (repo) => unpack(repo)],
  ['packs', (repo) => repo.git(['repack', '-adq'])],
];

async function unpack(repo: GitRepo): Promise<void> {
  await repo.git(['repack', '-adq']);
  const packs = path.join(repo.dir, 'objects', 'pack');
  for (const name of (await readdir(packs)).filter((one) => one.endsWith('.pack'))) {
    const pack = await readFile(path.join(packs, name));
    for (const ending of ['.pack', '.idx', '.rev', '.bitmap']) {
      await rm(path.join(packs, name.replace('.pack', ending)), { force: true });
    }
    await repo.git(['unpack-objects', '-q'], pack);
  }
}

const refusal = { code: 'upstream', kind: 'not_found', retryable: false };

describe.each(SHAPES)('a server that answers git with %s', (_, shape) => {
  it('is no source of a mirror, and nothing of it is left', async () => {
    const repo = await world.newRepo({ 'a.txt': 'a\n', 'noise.bin': Buffer.from('noise '.repeat(9000)) });
    await shape(repo);
    const remote = await remoteOf(repo);
    await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject(refusal);
    const dir = world.newDir();
    await expect(cloneMirror(remote, dir, world.limits)).rejects.toMatchObject(refusal);
    const left = await readdir(path.dirname(dir));
    expect(left.filter((name) => name.startsWith(path.basename(dir)))).toEqual([]);
  });

  it('changes nothing of a mirror that was there, which is cloned anew where something came', async () => {
    const repo = await world.newRepo({ 'a.txt': 'a\n' });
    const remote = await remoteOf(repo);
    isSmart = true;
    const dir = world.newDir();
    await cloneMirror(remote, dir, world.limits);
    await resetRefs(dir, await listRemoteRefs(remote, world.limits));
    const before = await listRefs(dir);
    const blob = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
    const entry = Buffer.concat([Buffer.from('100644 ..\0'), Buffer.from(blob, 'hex')]);
    const tree = (await repo.git(['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], entry)).trim();
    const bad = (await repo.git(['commit-tree', '-p', 'main', '-m', 'crafted', tree])).trim();
    await repo.setBranch('main', bad);
    await shape(repo);
    await repo.git(['update-server-info']);

    isSmart = false;
    await expect(fetchMirror(remote, dir, world.limits)).rejects.toMatchObject(refusal);
    expect(await listRefs(dir)).toEqual(before);
    // git is ended with the first strange answer. What came before that would be taken for what was here already.
    const hasCome = await commitExists(dir, bad);
    expect(hasCome && !(await isCondemned(dir))).toBe(false);
  });
});

it('a mirror is not thrown away for a server that was not reached, or sent nothing', async () => {
  const repo = await world.newRepo({ 'a.txt': 'a\n' });
  const remote = await remoteOf(repo);
  isSmart = true;
  const dir = world.newDir();
  await cloneMirror(remote, dir, world.limits);
  await repo.commit({ 'a.txt': 'b\n' });
  world.server.faults.push({ match: repo.name, status: 503 });
  await expect(fetchMirror(remote, dir, world.limits)).rejects.toMatchObject({ kind: 'network' });
  world.server.faults.length = 0;
  expect(await isCondemned(dir)).toBe(false);
});

it('what comes as plain files counts for the limit on size while it comes', async () => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}.bin`, noise(50_000, i + 1)]));
  const repo = await world.newRepo(files);
  await unpack(repo);
  const stored = await storedBytes(repo.dir);
  expect(stored).toBeGreaterThan(3_000_000);
  expect(await storedBytes(path.join(repo.dir, 'objects', 'pack'))).toBe(0);
  expect(await storedBytes(path.join(repo.dir, 'nothing'))).toBe(0);
  expect(await storedBytes(repo.dir, 1000)).toBeGreaterThan(1000);
  const remote = await remoteOf(repo);
  const dir = world.newDir();
  const refused = await cloneMirror(remote, dir, { ...world.limits, maxBytes: 500_000 }).catch(
    (error: unknown) => error,
  );
  // Whichever is found first: both end it.
  expect(['too_large', 'not_found']).toContain((refused as { kind?: string }).kind);
  await expect(stat(dir)).rejects.toMatchObject({ code: 'ENOENT' });
});

/** Bytes that do not compress. */
function noise(bytes: number, seed: number): Buffer {
  const out = Buffer.alloc(bytes);
  let state = seed;
  for (let at = 0; at + 4 <= bytes; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out.writeUInt32LE((state ^ (state >>> 13)) >>> 0, at);
  }
  return out;
}
