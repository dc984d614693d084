// The command line against servers that are not there, not well, or not friendly.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProxy } from '@/e2e/servers/proxy';
import { TEST_CERTIFICATE, TEST_KEY } from '@/e2e/servers/tls';
import { eventsOf } from './src/api/events';
import { program } from './src/program';
import { checkoutCli, type Installed, resultOf } from './testing';

const TOKEN = `frs_${'7'.repeat(36)}`;
let cli: Installed;
const servers: Server[] = [];

beforeAll(async () => {
  cli = await checkoutCli();
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await cli.remove();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const serve = async (listener: RequestListener) => `http://127.0.0.1:${await listen(createServer(listener))}`;
const json =
  (body: unknown, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const run = (args: string[], url: string, env: Record<string, string> = {}) =>
  cli.run(args, { env: { FRESHET_URL: url, FRESHET_TOKEN: TOKEN, ...env } });

it('says in one sentence that there is no server, and which', async () => {
  const server = createServer();
  const port = await listen(server);
  server.close();
  const gone = await run(['repos'], `http://127.0.0.1:${port}`);
  expect(gone).toEqual({
    code: 1,
    stdout: '',
    stderr: `freshet: Nobody answers at http://127.0.0.1:${port}. Is Freshet running there, and is the address right?\n`,
  });
  const unknown = await run(['repos'], 'https://nowhere.invalid');
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/nowhere\.invalid/) });
  expect(await run(['repos'], 'ftp://x')).toMatchObject({ code: 2 });
});

it('says that it is not Freshet', async () => {
  const page = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hello</h1>'),
  );
  expect(await run(['repos'], page)).toMatchObject({ code: 1, stderr: expect.stringContaining('is not Freshet') });
  const missing = await serve((_, response) => response.writeHead(404).end('<h1>none</h1>'));
  expect(await run(['repos'], missing)).toMatchObject({ code: 3, stderr: expect.stringContaining('Is it Freshet') });
  const list = await serve(json({ repos: 'none', next_cursor: 7 }));
  const odd = await run(['repos'], list);
  expect(odd.code).toBe(1);
  expect(odd.stderr).not.toMatch(/\n\s+at /);
});

it.each([
  [400, 2],
  [401, 4],
  [404, 3],
  [409, 5],
  [503, 1],
])('ends a status of %i with %i, the sentence cleaned and without the token', async (status, code) => {
  const url = await serve(json({ detail: `Not \u001b]52;c;evil\u0007 so: ${TOKEN}`, code: 'x' }, status));
  const refused = await run(['tokens'], url);
  expect(refused).toMatchObject({ code, stdout: '' });
  expect(refused.stderr).toContain('Not \\x1b]52;c;evil\\x07 so: …');
  expect(refused.stderr).not.toContain('frs_7');
});

it('sends no token to another host', async () => {
  const seen: unknown[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers);
    response.end('{}');
  });
  const sends = await serve((_, response) => void response.writeHead(307, { location: `${other}/api/v1/repos` }).end());
  const redirected = await run(['repos'], sends);
  expect(redirected).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`another server: nothing was sent there`),
  });
  expect(seen).toEqual([]);
  const circle = await serve(
    (request, response) => void response.writeHead(302, { location: `${request.url}&x` }).end(),
  );
  expect(await run(['repos'], circle)).toMatchObject({ code: 1, stderr: expect.stringContaining('circles') });
  // A token that was kept for one server is for no other.
  const home = await serve((request, response) => {
    const body =
      request.url === '/api/v1/me'
        ? { accounts: true, person: null }
        : { name: 'x', kind: 'personal', org: null, scopes: ['read'] };
    response.end(JSON.stringify(body));
  });
  expect((await cli.run(['login', home], { input: TOKEN })).code).toBe(0);
  await cli.run(['repos'], { env: { FRESHET_URL: other } });
  expect(seen).toHaveLength(1);
  expect(seen[0]).not.toHaveProperty('authorization');
  await cli.run(['logout']);
});

it('logs in by the token that is piped in, not by that of another server', async () => {
  const seen = new Set<unknown>();
  const home = await serve((request, response) => {
    seen.add(request.headers.authorization);
    const me = { accounts: true, person: null };
    const token = { name: 'x', kind: 'personal', org: null, scopes: ['read'] };
    response.end(JSON.stringify(request.url === '/api/v1/me' ? me : token));
  });
  const own = `frs_${'8'.repeat(36)}`;
  expect((await cli.run(['login', home], { input: own, env: { FRESHET_TOKEN: TOKEN } })).code).toBe(0);
  const env = { FRESHET_URL: 'https://other.invalid', FRESHET_TOKEN: TOKEN };
  expect((await cli.run(['login', home], { input: own, env })).code).toBe(0);
  expect([...seen].sort()).toEqual([`Bearer ${own}`, undefined]);
  expect((await run(['login', home], home)).code).toBe(0);
  expect(seen).toContain(`Bearer ${TOKEN}`);
  await cli.run(['logout']);
});

it('makes no delivery of a part of its targets, and tells as JSON what it made', async () => {
  const asked: string[] = [];
  const url = await serve(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x');
    const body = request.method === 'POST' ? JSON.parse((await request.toArray()).join('')) : {};
    const made = { id: crypto.randomUUID(), org: 'ops', address: 'u@h:22', public_key: 'ssh-ed25519 A', ...body };
    if (request.method === 'POST') asked.push(`${pathname} ${body.name ?? ''}`);
    if (body.name === 'bad') json({ detail: 'There is no such host.' }, 400)(request, response);
    else json(request.method === 'POST' ? made : { items: [], repos: [], next_cursor: null })(request, response);
  });
  const file = path.join(cli.folder, 'old.yml');
  await writeFile(file, 'main_repo_path: /srv/config\nvm_repo_paths: { web1: "a@b:/c", bad: "a@c:/c" }');
  const args = ['import-config', file, '--org', 'ops', '--yes', '--json'];
  const partly = await run(args, url);
  expect(partly).toMatchObject({ code: 1, stderr: expect.stringContaining('once all its targets are') });
  expect(JSON.parse(partly.stdout)).toMatchObject({
    repo: { name: 'config' },
    targets: [{ name: 'web1', public_key: 'ssh-ed25519 A' }],
    delivery: null,
    failed: [expect.stringContaining('no such host'), expect.any(String)],
  });
  expect(asked).toEqual(['/api/v1/repos config', '/api/v1/targets web1', '/api/v1/targets bad']);
  await writeFile(file, 'main_repo_path: /srv/config\nvm_repo_paths: { web1: "a@b:/c" }');
  const whole = await run(args, url);
  expect(JSON.parse(whole.stdout)).toMatchObject({ delivery: { id: expect.any(String) }, failed: [] });
});

/** A server with two deliveries of one repository, to web1 and web2; and to web3, which the caller may only see. */
async function serveDeliveries(asked: unknown[] = []): Promise<string> {
  const repo = { id: crypto.randomUUID(), org: 'ops', name: 'config' };
  const deliveries = ['web1', 'web2', 'web3'].map((name) => ({
    id: crypto.randomUUID(),
    repo,
    is_enabled: true,
    you_may: name === 'web3' ? [] : ['deliver'],
    hosts: [{ target_id: crypto.randomUUID(), name, group: null, state: 'in_sync' }],
  }));
  return await serve(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x');
    const one = deliveries.find(({ id }) => pathname.includes(id));
    const sent = (await request.toArray()).join('');
    if (request.method === 'POST') asked.push([pathname.split('/').at(-1), one?.hosts[0]?.name, JSON.parse(sent)]);
    const hosts = one?.hosts.map((host) => ({
      target: host,
      state: 'in_sync',
      state_text: null,
      seen_commit: 'a'.repeat(40),
    }));
    const answers: Record<string, unknown> = {
      '/api/v1/repos': { repos: [repo], next_cursor: null },
      '/api/v1/deliveries': { items: deliveries, next_cursor: null },
    };
    const answer = answers[pathname] ?? { id: 'x', repo, status: 'queued', in_sync: true, hosts };
    json(answer, one && one.you_may.length === 0 ? 403 : 200)(request, response);
  });
}

it('means the hosts that are named, in any case, and knows no others', async () => {
  const asked: unknown[] = [];
  const url = await serveDeliveries(asked);
  const [web1, web2] = ['web1', 'web2'].map((name) => [name, { target_ids: [expect.any(String)] }]);
  const verified = await run(['verify', 'ops/config', '--target', 'WEB1', '--target', 'web2'], url);
  expect(verified).toMatchObject({ code: 0, stderr: '' });
  expect((await run(['deliver', 'ops/config', '--target', 'Web1', '--target', 'web2'], url)).code).toBe(0);
  expect((await run(['rollback', 'ops/config', '--target', 'Web2'], url)).code).toBe(0);
  expect(asked).toEqual([
    ['verify', ...web1!],
    ['verify', ...web2!],
    ['run', ...web1!],
    ['run', ...web2!],
    ['rollback', 'web2', { target_id: expect.any(String) }],
  ]);
  for (const command of ['verify', 'deliver', 'rollback']) {
    const stderr = expect.stringContaining('web9 is not among the hosts');
    expect(await run([command, 'ops/config', '--target', 'web9'], url)).toMatchObject({ code: 3, stdout: '', stderr });
  }
  const partly = await run(['verify', 'ops/config', '--target', 'web1', '--target', 'web9'], url);
  expect(partly).toMatchObject({ code: 3, stdout: '' });
  expect(asked).toHaveLength(5);
});

it('verifies all that the caller may verify, and is not good if nobody read it to the end', async () => {
  const url = await serveDeliveries();
  const all = await run(['verify', '--all'], url);
  expect(all).toMatchObject({ code: 0, stderr: '' });
  expect(all.stdout).toMatch(/^ops\/config {2}web1 .*\nops\/config {2}web2 .*\n$/);
  const refused = await run(['verify', 'ops/config', '--json'], url);
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringMatching(/^freshet: ops\/config: /) });
  expect(JSON.parse(refused.stdout)).toHaveLength(2);
  const delivered = await run(['deliver', 'ops/config'], url);
  expect(delivered).toMatchObject({ code: 4, stdout: 'ops/config  queued  x\n'.repeat(2) });
  const env = { ...process.env, XDG_CONFIG_HOME: cli.folder, FRESHET_URL: url, FRESHET_TOKEN: TOKEN };
  const unread = spawn('bash', ['-c', `set -o pipefail; "${cli.bin}" verify --all | true`], { env });
  expect((await resultOf(unread)).code).toBe(1);
});

it('reads no answer that does not end', async () => {
  const endless =
    (type: string, piece: string, status = 200): RequestListener =>
    (_, response) => {
      response.writeHead(status, { 'content-type': type });
      const text = piece.repeat(100_000);
      const more = () => {
        while (!response.destroyed && response.write(text));
      };
      response.on('drain', more);
      more();
    };
  const body = await run(['repos'], await serve(endless('application/json', '[[[[[[[[')));
  expect(body).toMatchObject({ code: 1, stderr: expect.stringContaining('more than 32 MiB') });
  const refusal = await run(['search', '--all', 'x'], await serve(endless('application/json', '[[[[[[[[', 500)));
  expect(refusal).toMatchObject({ code: 1, stderr: expect.stringContaining('more than 32 MiB') });
  const line = await run(['search', '--all', 'x'], await serve(endless('application/x-ndjson', 'xxxxxxxx')));
  expect(line).toMatchObject({ code: 1, stderr: expect.stringContaining('a line that does not end') });
  // Pages that lead to one another in a circle.
  const circle = await run(['repos'], await serve(json({ repos: [], next_cursor: 'again' })));
  expect(circle).toMatchObject({ code: 0 });
});

it('reads no event that does not end', async () => {
  const events = eventsOf(new Blob(Array.from({ length: 10 }, () => `data: ${'x'.repeat(1024 ** 2)}\n`)).stream());
  await expect(events.next()).rejects.toThrow('an event that does not end');
});

it('waits on for a run while its server is away for a moment', async () => {
  let reads = 0;
  const id = crypto.randomUUID();
  const run1 = { id, repo_id: id, status: 'running', progress: { done: 0, total: null, unit: null }, stage: 'fetch' };
  const server = await serve((request, response) => {
    if (request.url?.endsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n', () => response.destroy());
    } else if (request.url?.includes('/repos/')) json({ id, org: 'acme', name: 'rivers' })(request, response);
    else if (++reads === 3) response.destroy();
    else json({ ...run1, status: reads < 4 ? 'running' : 'unchanged' })(request, response);
  });
  expect(await run(['runs', '--follow', id], server)).toEqual({
    code: 0,
    stdout: 'acme/rivers  unchanged\n',
    stderr: '',
  });
  const told = await run(['runs', '--follow', id, '--json'], server);
  expect(JSON.parse(told.stdout)).toMatchObject({ repo: 'acme/rivers', run: { id, status: 'unchanged' } });
  const none = await serve(json({ detail: 'There is no such run.' }, 404));
  expect(await run(['runs', '--follow', id], none)).toMatchObject({ code: 3 });
});

it('says where else a result is, and counts that with it', async () => {
  const also_in = [{ repo: 'acme/\u001bcopy', path: 'LICENSE' }];
  const file = { kind: 'file', repo: 'acme/web', path: 'LICENSE', matches: [], also_in, also_in_count: 3 };
  const page = { results: [file], count: 4, exact: true, next_cursor: null, notices: [] };
  const search = async (answer: object) => {
    const env = { FRESHET_URL: await serve(json(answer)), NO_COLOR: '1' };
    const terminal = cli.onTerminal(['search', '--no-pager', 'x'], { env });
    expect(await terminal.ended).toBe(0);
    return terminal.screen();
  };
  expect(await search(page)).toBe('acme/web LICENSE\r\n  also in acme/\\x1bcopy LICENSE and 2 more\r\n\r\n');
  expect(await search({ ...page, count: 9, exact: false })).toContain('4 of at least 9 files. More: --limit');
});

it('is not good if nobody read how all runs ended', async () => {
  const repos = ['rivers', 'lakes'].map((name) => ({ id: crypto.randomUUID(), org: 'acme', name }));
  const url = await serve((request, response) => {
    const path = request.url ?? '';
    const isLast = path.includes(repos[1]?.id ?? '');
    if (path.startsWith('/api/v1/repos/sync')) {
      const outcomes = repos.map(({ id }) => ({ repo_id: id, outcome: 'started', run_id: id }));
      json({ outcomes })(request, response);
    } else if (path.startsWith('/api/v1/repos')) json({ repos, next_cursor: null })(request, response);
    else if (path.endsWith('/events')) response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
    else json({ status: isLast ? 'running' : 'unchanged', progress: { done: 0, total: null } })(request, response);
  });
  const env = { ...process.env, XDG_CONFIG_HOME: cli.folder, FRESHET_URL: url, FRESHET_TOKEN: TOKEN };
  const line = `set -o pipefail; "${cli.bin}" sync acme/rivers acme/lakes --wait | true`;
  expect((await resultOf(spawn('bash', ['-c', line], { env }))).code).toBe(1);
});

it('tells that a stream broke off', async () => {
  const file = { kind: 'file', repo: 'a/b', path: 'x\n\u202etxt', matches: [{ line: 1, text: 'y', ranges: [[0, 1]] }] };
  const cut = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(`${JSON.stringify(file)}\n`, () => response.destroy());
  });
  const all = await run(['search', '--all', 'y'], cut);
  expect(all).toMatchObject({ code: 1, stdout: 'a/b:x\\x0a\\u{202e}txt:1:y\n' });
  expect(all.stderr).toMatch(/broke/);
});

it('goes through the proxy of the environment, and warns of plain http', async () => {
  const proxy = await startProxy();
  try {
    const answer = json({ repos: [], next_cursor: null });
    const port = await listen(createServer(answer));
    proxy.routes.set('search.test:80', port);
    const plain = await run(['repos'], 'http://search.test', { http_proxy: proxy.url, DEBUG: '*' });
    expect(plain.stderr).not.toContain('frs_7');
    expect(plain).toMatchObject({ code: 0, stderr: expect.stringContaining('plain http') });
    expect(proxy.asked).toEqual(['GET http://search.test/api/v1/repos?limit=100']);

    const socks = await run(['repos'], 'https://localhost', { all_proxy: 'socks5://me:pw@127.0.0.1:1' });
    expect(socks).toMatchObject({ code: 2, stderr: expect.stringMatching(/by socks5: only/) });
    // To this machine no proxy is needed, and none is told the token.
    expect((await run(['repos'], `http://127.0.0.1:${port}`, { http_proxy: proxy.url })).code).toBe(0);
    expect(proxy.asked).toHaveLength(1);

    const tls = createTlsServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, answer);
    proxy.routes.set('localhost:443', await listen(tls as unknown as Server));
    const env = { https_proxy: proxy.url };
    const unknown = await run(['repos'], 'https://localhost', env);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
    const authority = path.join(cli.folder, 'authority.pem');
    await writeFile(authority, TEST_CERTIFICATE);
    const known = await run(['repos'], 'https://localhost', { ...env, NODE_EXTRA_CA_CERTS: authority });
    expect(known).toMatchObject({ code: 0, stdout: '' });
    expect(proxy.asked.slice(1)).toEqual(['CONNECT localhost:443', 'CONNECT localhost:443']);
    await run(['repos'], 'https://localhost:1', { ...env, no_proxy: 'localhost' });
    expect(proxy.asked).toHaveLength(3);
  } finally {
    await proxy.close();
  }
});

it('completes no name that a shell would obey, and waits for none', async () => {
  const named = (name: string) => ({ org: 'acme', name });
  const repos = ['$(touch owned)', 'a;b', '-x y', '`id`', 'rivers'].map(named);
  const url = await serve(json({ repos, next_cursor: null }));
  expect((await run(['__complete', '--', 'sync', 'acme'], url)).stdout).toBe('acme/rivers\n');
  const slow = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drops = setInterval(() => response.write(' '), 100);
    response.on('close', () => clearInterval(drops));
  });
  expect(await run(['__complete', '--', 'sync', 'acme'], slow)).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('leaves a terminal clean that a hidden question was asked on', async () => {
  const me = await serve(json({ accounts: true, person: null }));
  const terminal = cli.onTerminal(['login', me]);
  await terminal.until('Token: ');
  terminal.type('frs_secret\x03');
  expect(await terminal.ended).toBe(130);
  expect(terminal.screen()).not.toContain('secret');
});

it('knows its usage', async () => {
  const say = (...args: string[]) => cli.run(args);
  expect(await say()).toMatchObject({ code: 2 });
  expect(await say('serch')).toMatchObject({ code: 2, stderr: expect.stringContaining('search') });
  expect(await say('sync', '--nonsense')).toMatchObject({ code: 2, stderr: expect.stringContaining('--help') });
  // Examples are shown by the command, options by the one below it.
  const below = await say('tokens', 'make');
  expect(below).toMatchObject({ code: 2, stderr: expect.stringContaining('`freshet tokens --help` for examples') });
  expect((await say('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it('brings the licences of what it is made of', async () => {
  await cli.run(['--version']);
  const licences = await readFile(path.join(import.meta.dirname, 'dist/LICENSES.txt'), 'utf8');
  for (const name of ['Freshet', 'commander', 'yaml']) expect(licences).toMatch(new RegExp(`^${name}\n\n`, 'm'));
});

it('shows examples for every command', () => {
  const commands = program().commands.filter((command) => !command.name().startsWith('_'));
  expect(commands.length).toBeGreaterThan(10);
  for (const command of commands) {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help, command.name()).toContain('Examples:');
  }
});
