// The same answers over a real connection, whoever hands the request to the route.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiWorld, call, startApi } from '@/app/api/_testing';
import { addTestRepo } from '@/lib/search/testing';
import config from '@/next.config';
import { answerDirectly, isAnsweredDirectly } from './answer-directly';

let api: ApiWorld;
const server = createServer((request, response) => void answerDirectly(request, response));
let base = '';

beforeAll(async () => {
  api = await startApi();
  const names = ['elbe', 'rhine', 'rhone', 'volga'];
  await addTestRepo(api.db, 'acme/rivers', Object.fromEntries(names.map((name) => [`${name}.txt`, `needle ${name}`])));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await api.close();
});

it('answers searches, and nothing else', () => {
  expect(isAnsweredDirectly('GET', '/api/v1/search?q=x')).toBe(true);
  for (const [method, url] of [
    ['HEAD', '/api/v1/search'],
    ['GET', '/api/v1/search/marker'],
    ['GET', '/api/v1/search/'],
    ['GET', '/api/v1//search'],
    ['GET', '/search?q=x'],
    ['GET', '/constructor'],
    ['GET', ''],
  ] as const) {
    expect([url, isAnsweredDirectly(method, url)]).toEqual([url, false]);
  }
});

it('gives what the route gives, zipped for whoever takes that', async () => {
  const target = '/api/v1/search?q=needle%20file:*.txt';
  const expected = (await (await call('GET', target)).json()) as object;
  for (const encoding of ['gzip', 'identity', 'gzip;q=0', 'br, gzip;q=0.5']) {
    const response = await fetch(base + target, { headers: { 'accept-encoding': encoding } });
    const isZipped = encoding === 'gzip' || encoding.includes('0.5');
    expect([encoding, response.headers.get('content-encoding')]).toEqual([encoding, isZipped ? 'gzip' : null]);
    expect(response.headers.get('vary')).toBe('accept-encoding');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ ...expected, took_ms: expect.any(Number) });
  }
});

it('tells an error as the route does, and adds the headers that every answer has', async () => {
  const response = await fetch(`${base}/api/v1/search?q=x&q=y`);
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ detail: 'The parameter q is given twice.' });
  const [everywhere] = (await config.headers?.()) ?? [];
  for (const { key, value } of everywhere?.headers ?? [])
    expect([key, response.headers.get(key)]).toEqual([key, value]);
});

it('leaves a request whose client has gone', async () => {
  const gone = new AbortController();
  const asked = fetch(`${base}/api/v1/search?q=needle`, { signal: gone.signal });
  gone.abort();
  await expect(asked).rejects.toThrow();
  expect((await fetch(`${base}/api/v1/search?q=needle`)).status).toBe(200);
});
