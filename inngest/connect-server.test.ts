import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

interface Received {
  method: string;
  url: string;
  authorization: string;
  body: unknown;
}

const SIGNING_KEY = 'signkey-test-0123456789abcdef0123456789abcdef';
let received: Received[] = [];
let failures = 0;
let server: http.Server;
let baseUrl = '';

/** What an Inngest server answers to registrations and events. */
beforeEach(async () => {
  received = [];
  failures = 0;
  server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    received.push({
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization ?? '',
      body: JSON.parse(text || 'null'),
    });
    const isDown = failures > 0;
    failures -= isDown ? 1 : 0;
    response.writeHead(isDown ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: isDown ? 500 : 200, ids: ['1'], modified: true }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.resetModules();
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  // The client is made for the environment that it found.
  vi.resetModules();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function start(variables: Record<string, string>) {
  for (const [name, value] of Object.entries({ INNGEST_BASE_URL: baseUrl, PORT: '4321', ...variables })) {
    vi.stubEnv(name, value);
  }
  const { env } = await import('@/lib/env');
  const { log } = await import('@/lib/log');
  const { inngest } = await import('./client');
  const { connectServer } = await import('./connect-server');
  const fn = inngest.createFunction({ id: 'greet', triggers: [{ event: 'greet' }] }, async ({ event, step }) => {
    return await step.run('hello', () => `hello ${(event.data as { name: string }).name}`);
  });
  return { inngest, connection: connectServer({ env: env(), log, functions: [fn] }) };
}

function call(body: object, headers: Record<string, string> = {}): Request {
  return new Request('http://attacker.example/api/inngest?fnId=freshet-greet&stepId=step', {
    method: 'POST',
    headers: { host: 'attacker.example', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

function sign(body: object, key: string): Record<string, string> {
  const t = Math.round(Date.now() / 1000).toString();
  const s = createHmac('sha256', key.replace(/^signkey-\w+-/, ''))
    .update(JSON.stringify(body) + t)
    .digest('hex');
  return { 'x-inngest-signature': `t=${t}&s=${s}` };
}

const body = {
  ctx: { attempt: 0, run_id: '01H', stack: { current: 0, stack: [] } },
  event: { data: { name: 'you' }, id: 'e', name: 'greet', ts: 1 },
  events: [{ data: { name: 'you' }, id: 'e', name: 'greet', ts: 1 }],
  steps: {},
  version: 2,
};

test('functions are registered at our own address, and events sent, with the keys', async () => {
  failures = 1;
  const { inngest, connection } = await start({ INNGEST_SIGNING_KEY: SIGNING_KEY, INNGEST_EVENT_KEY: 'eventkey' });
  await vi.waitFor(() => expect(received.filter((request) => request.url === '/fn/register')).toHaveLength(2), 120_000);
  await connection.stop();
  const registration = received[0]!;
  expect(registration.authorization).toMatch(/^Bearer signkey-test-[0-9a-f]{64}$/);
  expect(registration.body).toMatchObject({
    appName: 'freshet',
    url: 'http://127.0.0.1:4321/api/inngest',
    functions: [{ id: 'freshet-greet' }],
  });
  await inngest.send({ name: 'greet', id: 'x', data: { name: 'you' } });
  expect(received.at(-1)).toMatchObject({ url: '/e/eventkey', body: [{ name: 'greet', id: 'x' }] });
});

test('calls without a right signature run nothing and tell nothing', async () => {
  const { connection } = await start({ INNGEST_SIGNING_KEY: SIGNING_KEY });
  for (const headers of [{}, sign(body, 'signkey-test-00ff'), sign({ ...body, steps: { a: 1 } }, SIGNING_KEY)]) {
    const response = await connection.handle(call(body, headers as Record<string, string>));
    expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
  }
  const answer = await connection.handle(call(body, sign(body, SIGNING_KEY)));
  expect(answer.status).toBe(206);
  expect(await answer.json()).toMatchObject([{ op: 'StepRun', data: 'hello you' }]);
  await connection.stop();
});

test('nobody else can have the functions registered, least of all at an address of theirs', async () => {
  const { connection } = await start({ INNGEST_SIGNING_KEY: SIGNING_KEY });
  await vi.waitFor(() => expect(received).toHaveLength(1), 120_000);
  const put = new Request('http://attacker.example/api/inngest', {
    method: 'PUT',
    headers: { host: 'attacker.example', 'content-type': 'application/json' },
    body: '{}',
  });
  expect((await connection.handle(put)).status).toBe(401);
  const get = new Request(put.url, { headers: { host: 'attacker.example' } });
  expect((await connection.handle(get)).status).toBe(401);
  expect(received).toHaveLength(1);
  await connection.stop();
});

test('without a signing key the start is refused, but for a development server', async () => {
  await expect(start({})).rejects.toThrow(/INNGEST_SIGNING_KEY is not/);
  vi.resetModules();
  const { connection } = await start({ INNGEST_DEV: '1' });
  const response = await connection.handle(call(body));
  expect(response.status).toBe(206);
  await connection.stop();
});
