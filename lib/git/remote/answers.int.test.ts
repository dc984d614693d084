// What counts as the answer of a git server: with a real git, and servers that answer everything else.
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '@/e2e/servers/git/git-http';
import { type Mirrored, type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import { type GitRepo, runGit } from '@/e2e/servers/git/git-repo';
import { listRefs } from '@/lib/git/mirror/refs';
import { validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import { listRemoteRefs } from './remote-refs';

const ADVERTISEMENT = 'application/x-git-upload-pack-advertisement';
const RESULT = 'application/x-git-upload-pack-result';
const isQuestion = ({ path }: { path: string }) => path.includes('/info/refs');
const isPack = ({ method }: { method: string }) => method === 'POST';
const NOT_GIT = { code: 'upstream', kind: 'not_found', retryable: false };

let world: MirrorWorld;
let repo: GitRepo;
let mirrored: Mirrored;
/** What a server with the smart protocol says of the repository, in its oldest form: everything in one answer. */
let advertised: Buffer;
const servers: Server[] = [];

beforeAll(async () => {
  world = await openMirrorWorld();
  repo = await world.newRepo({ 'a.txt': 'one\n' });
  mirrored = await world.mirror(repo);
  advertised = Buffer.from(
    await (await fetch(`${mirrored.remote.url}/info/refs?service=git-upload-pack`)).arrayBuffer(),
  );
});
afterAll(async () => {
  for (const server of servers) server.close();
  await world.close();
});
afterEach(() => {
  world.server.faults.length = 0;
  world.server.requests.length = 0;
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/org/repo.git`;
}

/** Asked, cloned and fetched, it is an error, and what readers see of the mirror stays as it is. */
async function isRefused(expected: Record<string, unknown> = NOT_GIT): Promise<void> {
  const before = await listRefs(mirrored.dir);
  const { remote, dir } = mirrored;
  await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject(expected);
  await expect(cloneMirror(remote, world.newDir(), world.limits)).rejects.toMatchObject(expected);
  await expect(fetchMirror(remote, dir, world.limits)).rejects.toMatchObject(expected);
  expect(await listRefs(dir)).toEqual(before);
}

describe('an answer that is no git server’s', () => {
  const PAGES: [what: string, fault: Fault][] = [
    ...[200, 201, 202, 203, 204, 205, 206, 207, 226, 250, 299].map((status): [string, Fault] => [
      `empty, with status ${status}`,
      { status, body: '' },
    ]),
    [
      'one line, with 203',
      { status: 203, body: 'please pay for the network\n', headers: { 'content-type': 'text/html' } },
    ],
    ['a page without a type', { body: '<html></html>' }],
    ['a list of refs as a plain file', { status: 200, body: `${'1'.repeat(40)}\trefs/heads/main\n` }],
    ['an empty file that is called JSON', { status: 200, body: '', headers: { 'content-type': 'application/json' } }],
    ['nothing, called what git says', { status: 202, body: '', headers: { 'content-type': ADVERTISEMENT } }],
    [
      'the type of another service',
      { body: '', headers: { 'content-type': 'application/x-git-receive-pack-advertisement' } },
    ],
    ['a type that only begins right', { body: '', headers: { 'content-type': `${ADVERTISEMENT}s` } }],
    ['two types', { body: '', headers: { 'content-type': `${ADVERTISEMENT}, text/html` } }],
    ['the right type in a comment', { body: '', headers: { 'content-type': `text/html; was=${ADVERTISEMENT}` } }],
  ];
  it.each(PAGES)('%s', async (_what, fault) => {
    world.server.faults.push({ match: isQuestion, ...fault });
    await isRefused();
  });

  it.each([203, 206, 226])('what a git server says, with status %i', async (status) => {
    world.server.faults.push({
      match: isQuestion,
      status,
      body: advertised,
      headers: { 'content-type': ADVERTISEMENT },
    });
    await isRefused();
  });

  it('what a git server says, as a page', async () => {
    world.server.faults.push({ match: isQuestion, body: advertised, headers: { 'content-type': 'text/html' } });
    await isRefused();
  });

  it('an advertisement that is cut anywhere, or holds nothing', async () => {
    for (const length of [0, 3, 30, 34, 60, advertised.length - 10, advertised.length - 4, advertised.length - 1]) {
      const body = advertised.subarray(0, length);
      world.server.faults.length = 0;
      world.server.faults.push({ match: isQuestion, body, headers: { 'content-type': ADVERTISEMENT } });
      await isRefused({ code: 'upstream', kind: expect.stringMatching(/^(?:not_found|network)$/) });
    }
  });

  it('a pack that comes as something else', async () => {
    for (const fault of [
      { status: 204 },
      { status: 202, headers: { 'content-type': RESULT } },
      { body: '0000', headers: { 'content-type': 'text/html' } },
      { body: '0000' },
    ]) {
      world.server.faults.length = 0;
      world.server.faults.push({ match: isPack, ...fault });
      await isRefused();
    }
  });

  it('a status line and headers written into another header', async () => {
    const forged =
      '\r10:00:00.000000 http.c:684 <= Recv header: HTTP/1.1 200 OK' +
      `\r10:00:00.000000 http.c:684 <= Recv header: content-type: ${ADVERTISEMENT}`;
    const tcp = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(`HTTP/1.1 203 x\r\ncontent-length: 0\r\nx-header: a${forged}\r\n\r\n`));
    });
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(tcp.address() as AddressInfo).port}/org/repo.git`;
    const remote = await validateRemote(url, world.policy);
    await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject({ code: 'upstream' });
    await new Promise((resolve) => tcp.close(resolve));
  });
});

describe('a server of plain files', () => {
  it('is refused at its first answer, whatever it tells whom', async () => {
    await runGit(repo.dir, ['update-server-info']);
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url ?? '');
      // Smart for everybody but git itself.
      if (isQuestion({ path: request.url ?? '' }) && !/^git\/\d+\.\d+\.\d+/.test(request.headers['user-agent'] ?? '')) {
        response.writeHead(200, { 'content-type': ADVERTISEMENT }).end(advertised);
        return;
      }
      const [file = ''] = (request.url ?? '').replace('/org/repo.git', '').split('?');
      readFile(path.join(repo.dir, file)).then(
        (content) => response.writeHead(200, { 'content-type': 'text/plain' }).end(content),
        () => response.writeHead(404).end(),
      );
    });
    const remote = await validateRemote(url, world.policy);
    await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject(NOT_GIT);
    await expect(cloneMirror(remote, world.newDir(), world.limits)).rejects.toMatchObject(NOT_GIT);
    expect(asked.filter((one) => /\/objects\/..\/|\.pack$/.test(one))).toEqual([]);
  });
});

describe('a git server', () => {
  it('is asked by git alone: nothing is looked at that is not used', async () => {
    await world.mirror(repo);
    expect(world.server.requests.length).toBeGreaterThan(0);
    for (const { headers } of world.server.requests) expect(headers['user-agent']).toMatch(/^git\/\d+\.\d+/);
  });

  it.each([`${ADVERTISEMENT}; charset=utf-8`, 'Application/X-Git-Upload-Pack-Advertisement', ` ${ADVERTISEMENT} ;x=y`])(
    'may call its answer "%s"',
    async (type) => {
      world.server.faults.push({ match: isQuestion, body: advertised, headers: { 'content-type': type } });
      expect((await listRemoteRefs(mirrored.remote, world.limits)).headSha).toBe(mirrored.tip);
    },
  );

  it('may send it packed, in pieces, and after hints', async () => {
    const url = await serve((request, response) => {
      if (!isQuestion({ path: request.url ?? '' })) return void response.writeHead(404).end();
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeContinue();
      response.writeHead(200, { 'content-type': ADVERTISEMENT, 'content-encoding': 'gzip' });
      for (const byte of gzipSync(advertised)) response.write(Buffer.from([byte]));
      response.end();
    });
    const remote = await validateRemote(url, world.policy);
    expect((await listRemoteRefs(remote, world.limits)).headSha).toBe(mirrored.tip);
  });
});

describe('a page for signing in', () => {
  it.each([
    '/login',
    '/users/sign_in?return_to=%2Forg%2Frepo',
    'https://sso.example.com/oauth2/authorize?client_id=x',
    '/',
  ])('at %s is told as one', async (location) => {
    world.server.faults.push({ match: isQuestion, redirectTo: location });
    await isRefused({ code: 'upstream', kind: 'auth', retryable: false });
  });

  it('elsewhere that does not look like one is another host', async () => {
    world.server.faults.push({ match: isQuestion, redirectTo: 'http://portal.example.com/welcome' });
    await isRefused({ code: 'upstream', kind: 'policy' });
  });
});
