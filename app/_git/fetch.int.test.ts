// Stock git that clones and fetches from a mirror: what it gets, and what it does not.

import { readFile, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packet } from '@/lib/git/serve/packets';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { added, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';
import { type GitHouse, git, gitOk, startHouse } from './testing';

openWorld();
let house: GitHouse;
/** Commits of acme/river, the oldest first; upstream has taken `lost` back. */
let first: string;
let second: string;
let lost: string;
let lostFile: string;

beforeAll(async () => {
  house = await startHouse(world.as(SYSTEM));
  const river = await added('acme/river', { 'a.txt': 'one\n', 'deep/b.txt': 'b\n' });
  first = await river.git.tip();
  second = await river.git.commit({ 'a.txt': 'two\n' });
  await river.git.tag('v1', first, { annotated: true });
  await sync(river.id);
  lost = await river.git.commit({ 'secret.txt': 'what was taken back\n' });
  lostFile = await river.git.git(['rev-parse', `${lost}:secret.txt`]).then((text) => text.trim());
  await sync(river.id);
  await river.git.setBranch('main', second);
  await sync(river.id);
  const hidden = await added('acme/private', { 'p.txt': 'p\n' });
  const { db } = world.as(SYSTEM);
  await db.$client`update repos set is_public = false where id = ${hidden.id}`;
});
afterAll(() => house?.close());

let clones = 0;
const freshFolder = () => path.join(house.folder, `clone-${++clones}`);

describe.each([0, 1, 2] as const)('with version %i of the protocol', (version) => {
  it('clones everything, with HEAD and tags', async () => {
    const into = freshFolder();
    await gitOk(house.folder, ['clone', `${house.url}/acme/river.git`, into], { version });
    expect(await readFile(path.join(into, 'a.txt'), 'utf8')).toBe('two\n');
    expect(await gitOk(into, ['symbolic-ref', 'HEAD'])).toBe('refs/heads/main');
    expect(await gitOk(into, ['tag'])).toBe('v1');
    expect(await gitOk(into, ['fsck', '--full'])).not.toContain('missing');
  });

  it('shows branches and tags and nothing that is ours', async () => {
    const listed = await gitOk(house.folder, ['ls-remote', `${house.url}/acme/river.git`], { version });
    const names = listed.split('\n').map((line) => line.split('\t')[1]);
    expect(names.sort()).toEqual(['HEAD', 'refs/heads/main', 'refs/tags/v1', 'refs/tags/v1^{}']);
  });

  it('clones a part of the history, and deepens it', async () => {
    const into = freshFolder();
    await gitOk(house.folder, ['clone', '--depth=1', `${house.url}/acme/river.git`, into], { version });
    expect(await gitOk(into, ['rev-list', '--count', 'HEAD'])).toBe('1');
    await gitOk(into, ['fetch', '--unshallow'], { version });
    expect(await gitOk(into, ['rev-list', '--count', 'HEAD'])).toBe('2');
  });

  it('clones without files, which come when they are needed', async () => {
    const into = freshFolder();
    const url = `${house.url}/acme/river.git`;
    await gitOk(house.folder, ['clone', '--filter=blob:none', '--no-checkout', url, into], { version });
    const missing = await gitOk(into, ['rev-list', '--objects', '--all', '--missing=print']);
    expect(missing.match(/^\?/gm)).toHaveLength(3);
    await gitOk(into, ['checkout', 'main'], { version });
    expect(await readFile(path.join(into, 'deep/b.txt'), 'utf8')).toBe('b\n');
    expect(await gitOk(into, ['show', `${first}:a.txt`], { version })).toBe('one');
  });

  it('gives what a branch reaches by its id, and never what no branch or tag reaches', async () => {
    const into = freshFolder();
    await gitOk(house.folder, ['init', '-q', into]);
    const url = `${house.url}/acme/river.git`;
    await gitOk(into, ['fetch', '--depth=1', url, first], { version });
    for (const id of [lost, lostFile]) {
      const said = await git(into, ['fetch', url, id], { version });
      expect(said.code).not.toBe(0);
      expect(said.err).toContain(`not our ref ${id}`);
      expect((await git(into, ['cat-file', '-e', id])).code).not.toBe(0);
    }
    const unknown = '1'.repeat(40);
    expect((await git(into, ['fetch', url, unknown], { version })).err).toContain(`not our ref ${unknown}`);
  });

  it('does not tell whether what is hidden is here to who says to have it', async () => {
    const has = (id: string) =>
      version === 2
        ? [
            packet('command=fetch'),
            packet('object-format=sha1'),
            '0001',
            packet(`want ${second}\n`),
            packet(`have ${id}\n`),
            '0000',
          ]
        : [packet(`want ${second} multi_ack_detailed\n`), '0000', packet(`have ${id}\n`), '0000'];
    const ask = async (id: string) => {
      const { body } = await post('/acme/river.git/git-upload-pack', has(id).join(''), {
        'git-protocol': `version=${version}`,
      });
      return body;
    };
    expect(await ask(first)).toContain(`ACK ${first}`);
    expect(await ask(lost)).not.toContain(lost);
  });

  it('asks for a token where a visitor may see nothing, whether or not there is something', async () => {
    const asked = await Promise.all(
      ['private', 'nothing'].map((name) =>
        git(house.folder, ['ls-remote', `${house.url}/acme/${name}.git`], { version }),
      ),
    );
    for (const { err } of asked) expect(err).toMatch(/could not read Username|terminal prompts disabled/);
    const answers = await Promise.all(
      ['private', 'nothing'].map((name) => get(`/acme/${name}.git/info/refs?service=git-upload-pack`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(answers[0]?.body).toBe(answers[1]?.body);
    expect(answers[0]?.headers['www-authenticate']).toContain('Basic');
  });
});

it('lets whoever may see it have what is private', async () => {
  house.provide({ env: { ...world.env, auth: 'disabled' } });
  try {
    const into = freshFolder();
    await gitOk(house.folder, ['clone', `${house.url}/acme/private.git`, into]);
    expect((await stat(path.join(into, 'p.txt'))).isFile()).toBe(true);
    expect((await git(house.folder, ['ls-remote', `${house.url}/acme/nothing.git`])).err).toContain('not found');
  } finally {
    house.provide({});
  }
});

it('asks for a loopback name and no foreign Origin where everybody may everything', async () => {
  house.provide({ env: { ...world.env, auth: 'disabled' } });
  try {
    const target = '/acme/river.git/info/refs?service=git-upload-pack';
    expect((await get(target)).status).toBe(200);
    expect((await get(target, { host: 'rebound.example.com' })).status).toBe(403);
    expect((await get(target, { origin: 'https://elsewhere.example.com' })).status).toBe(403);
    expect((await get(target, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  } finally {
    house.provide({});
  }
});

it('refuses a token that is none, and never takes a password of an account', async () => {
  const said = await git(house.folder, [
    'ls-remote',
    `http://who:frs_nothing@127.0.0.1:${house.port}/acme/private.git`,
  ]);
  expect(said.err).toMatch(/Authentication failed/);
});

it('refuses pushes to a mirror, in words', async () => {
  const into = freshFolder();
  await gitOk(house.folder, ['clone', `${house.url}/acme/river.git`, into]);
  await gitOk(into, ['commit', '--allow-empty', '-m', 'mine']);
  const said = await git(into, ['push', 'origin', 'main']);
  expect(said.code).not.toBe(0);
  expect(said.err).toContain('acme/river is a mirror of');
});

it('speaks nothing of the older protocol, and nothing that is no request', async () => {
  expect((await get('/acme/river.git/info/refs')).status).toBe(403);
  for (const file of ['HEAD', 'config', 'objects/info/packs', 'packed-refs', 'freshet-mirror', '../river.git/HEAD']) {
    expect((await get(`/acme/river.git/${file}`)).status).toBe(404);
  }
  expect((await get('/acme/river.git')).headers.location).toBe('/r/acme/river');
  expect((await post('/acme/river.git/git-upload-pack', '', {}, 'text/plain')).status).toBe(400);
  expect((await post('/acme/river.git/git-upload-pack', 'nonsense')).status).toBe(400);
  expect((await post('/acme/river.git/git-upload-pack', '0000')).status).toBe(200);
});

it('takes compressed requests, and no bombs', async () => {
  const list = [packet('command=ls-refs\n'), '0001', packet('peel\n'), '0000'].join('');
  const headers = { 'git-protocol': 'version=2', 'content-encoding': 'gzip' };
  const answer = await post('/acme/river.git/git-upload-pack', gzipSync(list), headers);
  expect(answer.body).toContain('refs/heads/main');
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, packet(`have ${'1'.repeat(40)}\n`)));
  expect(bomb.length).toBeLessThan(1024 * 1024);
  expect((await post('/acme/river.git/git-upload-pack', bomb, headers)).status).toBe(413);
  expect((await post('/acme/river.git/git-upload-pack', 'no gzip', headers)).status).toBe(400);
});

it('hands git no other word of the header than a version', async () => {
  const answer = await get('/acme/river.git/info/refs?service=git-upload-pack', {
    'git-protocol': 'version=2:object-info',
  });
  expect(answer.body).toContain('# service=git-upload-pack');
});

it('says that there is nothing yet while a mirror is being fetched for the first time', async () => {
  const release = world.git.hold({ match: 'later' });
  const repo = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/acme/later.git`, is_public: true });
  try {
    const answer = await get('/acme/later.git/info/refs?service=git-upload-pack');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('10');
  } finally {
    release();
    await world.settle(repo.id);
  }
});

it('ends a client that does not go on', async () => {
  house.provide({ env: { ...world.env, gitServing: { ...world.env.gitServing, slowMs: 200 } } });
  try {
    const ended = await new Promise<string>((resolve) => {
      const request = http.request({
        port: house.port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/acme/river.git/git-upload-pack',
        headers: { 'content-type': 'application/x-git-upload-pack-request', 'transfer-encoding': 'chunked' },
      });
      request.on('error', ({ message }) => resolve(message));
      request.on('response', ({ statusCode }) => resolve(String(statusCode)));
      request.write('00');
    });
    expect(ended).toMatch(/socket hang up|ECONNRESET/);
  } finally {
    house.provide({});
  }
});

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

const get = (target: string, headers: Record<string, string> = {}) => ask('GET', target, headers);
const post = (
  target: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
  type = 'application/x-git-upload-pack-request',
) => ask('POST', target, { 'content-type': type, ...headers }, body);

async function ask(
  method: string,
  target: string,
  headers: Record<string, string>,
  body?: string | Buffer,
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const request = http.request(
      { port: house.port, host: '127.0.0.1', method, path: target, headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('latin1').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
