// What the server does with requests that no page of ours makes.

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { addRepo } from './fixtures/api';
import { expect, test } from './fixtures/seeded-test';
import { createRepo } from './servers/git/git-repo';
import { gitsIn, holdGits } from './servers/git/held-git';

/** One request as it is written, on a connection of its own; the status, or null if the server hangs up. */
async function ask(base: string, options: { path: string; method?: string; headers?: Record<string, string> }) {
  const { hostname, port } = new URL(base);
  const request = http.request({ hostname, port, agent: false, method: 'GET', ...options });
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

test('nothing of the framework is served but its built files', async ({ seeded }) => {
  const picture = encodeURIComponent('/r/acme/rivers/raw/main/docs/river.png');
  for (const path of [
    `/_next/image?url=${picture}&w=640&q=75`,
    `//_next/image?url=${picture}&w=640&q=75`,
    `/_next%2Fimage?url=${picture}&w=640&q=75`,
    `/x/../_next/image?url=${picture}&w=640&q=75`,
    `/_next/static/%2e%2e/image?url=${picture}&w=640&q=75`,
    '/_next/data/x/index.json',
    '/_next/webpack-hmr',
  ]) {
    expect(await ask(seeded.url, { path }), path).toBe(404);
  }
  for (const kept of ['images', 'fetch-cache']) expect(existsSync(`.next/cache/${kept}`), kept).toBe(false);
});

test('what no page takes is refused before the framework sees it, and its every line is one of the log', async ({
  seeded,
}) => {
  const action = { 'next-action': '7f0123456789abcdef', 'content-type': 'text/plain;charset=UTF-8' };
  for (const path of ['/', '/sign-in', '/repos', '/r/acme/rivers']) {
    expect(await ask(seeded.url, { path, method: 'POST', headers: action })).toBe(405);
    const form = { 'content-type': 'multipart/form-data; boundary=x' };
    expect(await ask(seeded.url, { path, method: 'POST', headers: form })).toBe(405);
  }
  for (const method of ['TRACE', 'PROPFIND', 'M-SEARCH']) {
    expect(await ask(seeded.url, { path: '/', method }), method).toBe(405);
    expect(await ask(seeded.url, { path: '/api/health', method }), method).toBe(405);
  }
  for (const path of ['callback/credentials', 'verify-request', 'signin/credentials', '_log', 'callback', 'x']) {
    expect(await ask(seeded.url, { path: `/api/auth/${path}` }), path).toBe(404);
  }
  for (const method of ['GET', 'PUT', 'POST']) {
    expect(await ask(seeded.url, { path: '/api/inngest', method }), method).toBe(404);
  }
  for (const headers of [
    { 'next-action': 'x' },
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-middleware-rewrite': '/settings' },
    { 'x-nextjs-data': '1', 'x-matched-path': '/settings' },
    { 'next-resume': '1', 'x-next-resume-state-length': '5' },
    { rsc: '1', 'next-router-state-tree': 'not a tree' },
    { rsc: '1', 'next-router-state-tree': '%E0%A4%A' },
    { rsc: '1', 'next-url': '\\..\\settings' },
  ] as Record<string, string>[]) {
    const status = await ask(seeded.url, { path: '/sign-in', headers });
    expect([200, 307, 400, 500], JSON.stringify(headers)).toContain(status);
    expect(await ask(seeded.url, { path: '/settings', headers }), JSON.stringify(headers)).not.toBe(200);
  }
  const lines = seeded
    .output()
    .split('\n')
    .filter((line) => !/^(Building|Freshet is|Open this link)/.test(line));
  for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
});

test('what depends on who asks is kept by nobody, and nothing is taken for a script', async ({ seeded }) => {
  const raw = '/r/acme/hidden/raw/main/secret.txt';
  for (const path of [
    ...[
      '/',
      '/search?q=river',
      '/r/acme/rivers',
      '/r/acme/hidden',
      '/repos',
      '/status',
      '/settings',
      '/nothing-here',
      raw,
    ],
    ...[
      '/api/v1/me',
      '/api/v1/me/sessions',
      '/api/v1/repos',
      '/api/v1/search?q=river',
      '/api/v1/status',
      '/api/health',
    ],
    ...['/api/auth/session', '/api/auth/csrf', '/api/auth/providers', '/metrics'],
  ]) {
    const answer = await seeded.api.get(path);
    const headers = answer.headers();
    expect(headers['cache-control'], path).toContain('no-store');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['x-powered-by'], path).toBeUndefined();
    if (headers['content-type']?.startsWith('text/html')) {
      expect(headers['content-security-policy'], path).toMatch(/^default-src 'none'; script-src 'self' 'nonce-/);
    }
  }
  const { headers } = await fetch(`${seeded.url}/r/acme/rivers/raw/main/src/weir.ts`);
  expect(headers.get('cache-control')).toBe('private, no-cache');
  expect(headers.get('content-security-policy')).toContain('sandbox');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('a page that nobody waits for any more ends the gits that read for it', async ({ seeded }) => {
  test.skip(process.platform !== 'linux', 'Only Linux tells which processes work in a folder.');
  const upstream = await createRepo(seeded.upstreams, 'acme/slow', { 'a.txt': 'slow\n' });
  // Nothing but the pages reads it.
  const url = `${seeded.git.url}/${upstream.name}`;
  const { id } = await addRepo(seeded.api, { url, is_public: true, sync_interval_seconds: 0 });
  const dir = path.join(seeded.dataDir, 'mirrors', `${id}.git`);
  const { hostname, port } = new URL(seeded.url);
  const tip = await upstream.tip();
  for (const page of [`commit/${tip}`, `blob/${tip}/a.txt`, `tree/${tip}`, `raw/${tip}/a.txt`]) {
    const release = holdGits(dir);
    const request = http.get({ hostname, port, agent: false, path: `/r/acme/slow/${page}` });
    request.on('error', () => {});
    await expect.poll(() => gitsIn(dir).length, { message: page }).toBeGreaterThan(0);
    request.destroy();
    // Before the limit on time, which is twenty seconds, would end them.
    await expect.poll(() => gitsIn(dir).length, { message: page }).toBe(0);
    await release();
  }
  await seeded.api.delete(`/api/v1/repos/${id}`);
});
