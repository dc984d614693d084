// Requests over real connections; what answers them is held by the test, so nothing depends on time.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, startApi } from '@/app/api/_testing';
import { clientGone, whoAsks } from '@/lib/asking';
import { restartLimits } from '@/lib/limits/caller-limits';
import { requestShare } from '@/lib/shares';
import { actorOfToken } from '@/lib/tokens/actor-of-token';
import { makeToken } from '@/lib/tokens/make-token';
import { admit, costOf, requestKind } from './admission';

let api: ApiWorld;
let server: http.Server;
let port: number;
/** The requests that have been let in and are not answered yet. */
const held: {
  path: string;
  caller: string | undefined;
  gone: AbortSignal | undefined;
  response: http.ServerResponse;
}[] = [];
const open = new Set<http.ClientRequest>();

beforeAll(async () => {
  api = await startApi();
  // That time frees a place is tested where it is done; here a slow machine must not.
  for (const kind of KINDS) delete requestShare(kind).limits.leaseMs;
  server = http.createServer((request, response) => {
    void admit(api.env, request, response, () => {
      held.push({ path: request.url ?? '', caller: whoAsks()?.key, gone: clientGone(), response });
      server.emit('held');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});
afterEach(async () => {
  for (const request of open) request.destroy();
  open.clear();
  await until(() => KINDS.every((kind) => stateOf(kind).taken + stateOf(kind).waiting === 0));
  held.length = 0;
});

const KINDS = ['pages', 'searches', 'webhooks'] as const;
const stateOf = (kind: (typeof KINDS)[number]) => {
  const [people, visitors] = [requestShare(kind).state('people'), requestShare(kind).state('visitors')];
  return { taken: people.taken + visitors.taken, waiting: people.waiting + visitors.waiting };
};

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** Asks from `address`, as a proxy on this machine tells it. */
function ask(path: string, address: string, headers: Record<string, string> = {}) {
  const request = http.get({ port, path, agent: false, headers: { 'x-forwarded-for': address, ...headers } });
  open.add(request);
  const answer = new Promise<Answer>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', async (response) => {
      const text = await textOf(response).catch(reject);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: text ?? '' });
    });
  });
  answer.catch(() => {});
  return { answer, request };
}

/** Waits for what happens on its own account: each turn of the loop lets connections get on. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const servedFor = (address: string) => held.filter(({ caller }) => caller === `network ${address}`).length;

/** One caller asks for so much that it has all that it may have, and the rest of it waits. */
async function crowd(path: string, address: string, count: number): Promise<ReturnType<typeof ask>[]> {
  const kind = requestKind(path) ?? 'pages';
  const before = stateOf(kind);
  const asked = Array.from({ length: count }, (_, i) => ask(`${path}${path.includes('?') ? '&' : '?'}n=${i}`, address));
  await until(() => stateOf(kind).taken + stateOf(kind).waiting === before.taken + before.waiting + count);
  return asked;
}

describe('with one caller that asks for more than its share', () => {
  it.each(['/', '/r/acme/rivers/blob/main/a.c', '/api/v1/repos', '/search?q=x', '/api/webhooks/gitea'])(
    'another is served at once: %s',
    async (path) => {
      const kind = requestKind(path) ?? 'pages';
      const { perVisitor } = requestShare(kind).limits;
      await crowd(path, '203.0.113.7', perVisitor + 20);
      expect(servedFor('203.0.113.7/32')).toBe(perVisitor);
      const other = ask(path, '198.51.100.1');
      await until(() => servedFor('198.51.100.1/32') === 1);
      held.find(({ caller }) => caller?.includes('198.51.100.1'))?.response.end('hello');
      expect(await other.answer).toMatchObject({ status: 200, text: 'hello' });
    },
  );

  it('an address of its own IPv6 network, or another port of its own, is no other caller', async () => {
    const { perVisitor } = requestShare('pages').limits;
    await crowd('/', '2001:db8:1:2::1', perVisitor);
    ask('/', '2001:db8:1:2:ffff::9');
    ask('/', '[2001:db8:1:2::77]:4711');
    await until(() => stateOf('pages').waiting === 2);
    expect(held).toHaveLength(perVisitor);
    ask('/', '2001:db8:1:3::1');
    await until(() => servedFor('2001:db8:1:3::/64') === 1);
  });

  it('pages do not wait behind its searches, nor behind its webhooks', async () => {
    await crowd('/search?q=slow', '203.0.113.7', 50);
    await crowd('/api/webhooks/gitlab', '203.0.113.7', 50);
    for (const path of ['/', '/api/auth/csrf', '/api/v1/repos']) {
      ask(path, '203.0.113.7');
      await until(() => held.some((request) => request.path === path));
    }
  });

  it('health, metrics and what the pages are made of wait for nothing at all', async () => {
    await crowd('/', '203.0.113.7', 100);
    for (const path of ['/api/health', '/metrics', '/_next/static/chunks/a.js', '/icon.svg']) {
      ask(path, '203.0.113.7');
      await until(() => held.some((request) => request.path === path));
    }
  });

  it('it is refused beyond its part of the queue: a page in words, the API as a problem', async () => {
    const { perVisitor, waitingPerCaller } = requestShare('searches').limits;
    await crowd('/search?q=x', '203.0.113.7', perVisitor + waitingPerCaller);
    const page = await ask('/search?q=<script>', '203.0.113.7').answer;
    expect(page).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.text).toContain('Wait a moment and search again.');
    expect(page.text).not.toContain('<script>');
    const { status, headers, text } = await ask('/api/v1/search?q=x', '203.0.113.7').answer;
    expect([status, headers['retry-after'], headers['content-type']]).toEqual([429, '5', 'application/problem+json']);
    expect(JSON.parse(text)).toMatchObject({ code: 'limit', status: 429, retryable: true });
  });
});

describe('people', () => {
  it('are served while visitors have all that visitors may have, and before all who wait', async () => {
    const { cookie } = await api.signIn('ada@x.example');
    const { places, keptForPeople, perVisitor } = requestShare('pages').limits;
    const networks = Math.ceil((places - keptForPeople) / perVisitor);
    for (let i = 0; i < networks; i++) await crowd('/', `203.0.113.${i}`, perVisitor + 5);
    const visitors = places - keptForPeople;
    expect(held).toHaveLength(visitors);
    // From a network that has its share already: a person has one of their own.
    for (let i = 0; i < keptForPeople; i++) ask('/mine', '203.0.113.0', { cookie });
    await until(() => held.length === places);
    const waiting = stateOf('pages').waiting;
    ask('/last', '203.0.113.0', { cookie });
    await until(() => stateOf('pages').waiting === waiting + 1);
    held.find(({ path }) => path.startsWith('/?'))?.response.end();
    await until(() => held.some(({ path }) => path === '/last'));
  });

  it('are who the cookie was made for: one that is made up is a visitor’s', async () => {
    const { cookie } = await api.signIn('bob@x.example');
    for (const forged of [`${cookie}x`, 'freshet.session=eyJhbGciOiJkaXIifQ..a.b.c', 'freshet.session=1']) {
      ask('/', '203.0.113.9', { cookie: forged });
    }
    await until(() => servedFor('203.0.113.9/32') === 3);
  });
});

it('a place is free as soon as the answer begins, or its client has gone', async () => {
  const { perVisitor } = requestShare('pages').limits;
  const asked = await crowd('/', '203.0.113.7', perVisitor + 2);
  // The head alone: what follows takes as long as the client takes.
  held[0]?.response.write('x');
  await until(() => held.length === perVisitor + 1);
  asked.find(({ request }) => request.path === held[1]?.path)?.request.destroy();
  await until(() => held.length === perVisitor + 2);
  await until(() => held[1]?.gone?.aborted === true);
});

it('what waits is dropped when its client goes: nothing is done for it', async () => {
  const { perVisitor } = requestShare('pages').limits;
  const asked = await crowd('/', '203.0.113.7', perVisitor + 10);
  const begun = held.map(({ path }) => path);
  for (const { request } of asked) if (!begun.includes(request.path)) request.destroy();
  await until(() => stateOf('pages').waiting === 0);
  for (const { response } of held.slice(0, perVisitor)) response.end();
  await until(() => stateOf('pages').taken === 0);
  expect(held).toHaveLength(perVisitor);
});

describe('a caller’s limit', () => {
  let now = 0;
  const env = (limits: Record<string, string>) => api.setEnv(limits);
  beforeEach(() => restartLimits(() => now));
  afterEach(() => {
    restartLimits();
    env({});
  });

  /** Asks, and ends the answer as soon as it is let in. */
  async function answerTo(path: string, address: string, headers: Record<string, string> = {}) {
    const { answer } = ask(path, address, headers);
    let isRefused = false;
    void answer.then(() => {
      isRefused = true;
    });
    const isIt = (request: (typeof held)[number]) => request.path === path && !request.response.writableEnded;
    await until(() => isRefused || held.some(isIt));
    held.find(isIt)?.response.end('hello');
    return await answer;
  }

  it('is told with each answer, and with the one that is refused', async () => {
    env({ FRESHET_LIMIT_VISITOR: '12' });
    const first = await answerTo('/search?q=x', '203.0.113.7');
    expect(first.status).toBe(200);
    expect(first.headers['ratelimit-policy']).toBe('"visitor";q=12;w=60');
    expect(first.headers.ratelimit).toBe('"visitor";r=2;t=50');
    expect((await answerTo('/api/v1/repos', '203.0.113.7')).headers.ratelimit).toBe('"visitor";r=1;t=55');
    const refused = await answerTo('/api/v1/search?q=x', '203.0.113.7');
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '45', ratelimit: '"visitor";r=1;t=55' } });
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'limit', status: 429, retryable: true });
    const page = await answerTo('/search?q=x', '203.0.113.7');
    expect(page).toMatchObject({ status: 429, headers: { 'content-type': expect.stringContaining('text/html') } });
    expect((await answerTo('/search?q=x', '198.51.100.1')).status).toBe(200);
    now += 45_000;
    expect((await answerTo('/api/v1/search?q=x', '203.0.113.7')).status).toBe(200);
  });

  it('is never that of what pages are made of, of health, metrics and webhooks', async () => {
    env({ FRESHET_LIMIT_VISITOR: '1' });
    expect((await answerTo('/', '203.0.113.7')).status).toBe(200);
    expect((await answerTo('/', '203.0.113.7')).status).toBe(429);
    for (const path of ['/api/health', '/metrics', '/_next/static/a.js', '/api/webhooks/gitea', '/icon.svg']) {
      const { status, headers } = await answerTo(path, '203.0.113.7');
      expect([status, headers.ratelimit], path).toEqual([200, undefined]);
    }
  });

  it('is a person’s own, and a token’s own once it has proved to be good', async () => {
    env({ FRESHET_LIMIT_VISITOR: '3', FRESHET_LIMIT_PERSON: '50', FRESHET_LIMIT_TOKEN: '70' });
    const { cookie, id } = await api.signIn('carol@x.example');
    expect((await answerTo('/repos', '203.0.113.7', { cookie })).headers.ratelimit).toBe('"person";r=49;t=2');
    const actor = { kind: 'user', userId: id, isAdmin: false } as const;
    const { secret } = await makeToken({ ...api, actor }, { name: 'ci', scopes: ['read'], kind: 'personal' });
    const bearer = { authorization: `Bearer ${secret}` };
    expect((await answerTo('/api/v1/repos', '203.0.113.7', bearer)).headers.ratelimit).toBe('"visitor";r=2;t=20');
    await actorOfToken(api, secret, '203.0.113.7');
    expect((await answerTo('/api/v1/repos', '203.0.113.7', bearer)).headers.ratelimit).toBe('"token";r=69;t=1');
    const basic = { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` };
    expect((await answerTo('/acme/rivers.git/info/refs', '203.0.113.7', basic)).headers.ratelimit).toBe(
      '"token";r=59;t=10',
    );
    // One that is made up is its network's.
    const forged = { authorization: `Bearer ${secret.slice(0, -1)}` };
    expect((await answerTo('/api/v1/repos', '203.0.113.7', forged)).headers.ratelimit).toBe('"visitor";r=1;t=40');
  });
});

it.each([
  ['GET', '/', 'read'],
  ['POST', '/forms/sync', 'change'],
  ['DELETE', '/api/v1/repos/1', 'change'],
  ['GET', '/api/v1/search?q=x', 'search'],
  ['GET', '/api/v1/suggest?q=x', 'read'],
  ['GET', '/search', 'search'],
  ['GET', '/acme/rivers.git/info/refs?service=git-upload-pack', 'git'],
  ['POST', '/acme/rivers.git/git-upload-pack', 'git'],
  ['POST', '/api/webhooks/github', 'free'],
  ['GET', '/api/health', 'free'],
] as const)('%s %s counts as %s', (method, url, cost) => {
  expect(costOf(method, url)).toBe(cost);
});

it.each([
  ['/', 'pages'],
  ['/search', 'searches'],
  ['/search?q=/api/health', 'searches'],
  ['/searching', 'pages'],
  ['/api/v1/search?q=a', 'searches'],
  ['/r/acme/rivers/similar/src/a.c', 'searches'],
  ['/r/acme/rivers/raw/main/a.png', 'pages'],
  ['/api/v1/runs/1/events', 'pages'],
  ['/api/auth/callback/credentials', 'pages'],
  ['/api/webhooks/github', 'webhooks'],
  ['/api/health?x', null],
  ['/api/healthy', 'pages'],
  ['/_next/static/a.js', null],
  ['/_next/image', null],
  ['/nothing', 'pages'],
])('%s waits among %s', (url, kind) => {
  expect(requestKind(url)).toBe(kind);
});
