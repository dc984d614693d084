import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instruments } from '@/lib/instruments';
import { routeClass } from './route-class';
import { startMetrics } from './start-metrics';
import { parseExposition } from './testing';

const server = http.createServer((request, response) => {
  response.statusCode = request.url?.includes('gone') ? 404 : 200;
  request.url = '/rewritten';
  response.end('ok');
});

beforeAll(async () => {
  startMetrics();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

it('counts answers by the kind of their route and the class of their status, once each', async () => {
  startMetrics();
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const path of ['/api/v1/search?q=a', '/api/v1/search?q=b', '/r/acme/secret-name', '/gone']) {
    await (await fetch(base + path)).text();
  }
  await expect
    .poll(async () =>
      parseExposition(await instruments().registry.metrics()).sum('freshet_http_request_duration_seconds_count'),
    )
    .toBe(4);
  const text = await instruments().registry.metrics();
  const { sum } = parseExposition(text);
  const count = (route: string, status: string) =>
    sum('freshet_http_request_duration_seconds_count', { route, status });
  expect(count('search', '2xx')).toBe(2);
  expect(count('browse', '2xx')).toBe(1);
  expect(count('page', '4xx')).toBe(1);
  expect(text).not.toContain('secret-name');
  expect(sum('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
});

it.each([
  ['/', 'page'],
  ['/repos?after=x', 'page'],
  ['/metrics', 'metrics'],
  ['/api/health', 'health'],
  ['/api/v1/repos', 'repos'],
  ['/api/repos/1/sync', 'repos'],
  ['/api/v1/runs/1', 'api'],
  ['/api/v1/runs/1/events', 'events'],
  ['/api/webhooks/github', 'webhooks'],
  ['/_next/static/x.js', 'static'],
  ['/favicon.ico', 'static'],
])('%s is a route of kind %s', (url, name) => expect(routeClass(url)).toBe(name));
