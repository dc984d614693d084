// What the server does with requests that no page of ours makes.

import { once } from 'node:events';
import http from 'node:http';
import { expect, test } from './fixtures/seeded-test';

/** One request as it is written, on a connection of its own; the status, or null where the server hangs up. */
async function ask(base: string, o: { path: string; method?: string; headers?: Record<string, string> }) {
  const { hostname, port } = new URL(base);
  const request = http.request({ hostname, port, agent: false, method: 'GET', ...o });
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
  request.end();
  const [response] = await answered;
  response.resume();
  return response.statusCode;
}

test('an upgrade that is not spoken here is answered like any request, and holds no socket', async ({ seeded }) => {
  for (const protocol of ['h2c', 'websocket']) {
    const headers = { connection: 'Upgrade', upgrade: protocol };
    expect(await ask(seeded.url, { path: '/api/health', headers })).toBe(200);
    expect(await ask(seeded.url, { path: '/nope', headers })).toBe(404);
  }
});

test('addresses that cannot be read are the caller’s mistake', async ({ seeded }) => {
  expect(await ask(seeded.url, { path: '/r/%00/x' })).toBe(400);
  expect(await ask(seeded.url, { path: '/api/v1/repos/%E0%A4%A' })).toBe(400);
  expect(await ask(seeded.url, { path: '*', method: 'OPTIONS' })).toBe(400);
  expect(await ask(seeded.url, { path: '/', headers: { host: 'a b' } })).toBe(400);
  expect(await ask(seeded.url, { path: `${seeded.url}/api/health` })).toBe(200);
});
