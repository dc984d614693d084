// A company's own authority and proxy, with a real git, a real proxy and real certificates.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import type { GitRepo } from '@/e2e/servers/git/git-repo';
import { type ProxyServer, startProxy } from '@/e2e/servers/proxy';
import { TEST_CERTIFICATE, TEST_KEY } from '@/e2e/servers/tls';
import { parseEnv } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { cloneMirror } from '@/lib/git/remote/clone';
import { fetchMirror } from '@/lib/git/remote/fetch';
import { listRemoteRefs } from '@/lib/git/remote/remote-refs';
import { type RemotePolicy, remotePolicy, validateRemote } from '@/lib/git/runner/remote-policy';
import { sendEmail } from '@/lib/notifications/send/send-email';
import { sendWebhook } from '@/lib/notifications/send/send-webhook';
import { EmbeddingEndpoint } from '@/lib/text/embed/openai-compatible';

/** Public, and never connected to: the proxy of the test leads elsewhere. */
const PUBLIC = '93.184.215.14';
let world: MirrorWorld;
let repo: GitRepo;
let proxy: ProxyServer;
let folder: string;
/** An https server of the test's own authority, in front of the git server and of whatever else is asked. */
let tls: { port: number; close: () => void };
let posted: { path: string; host: string | undefined; body: string }[];

beforeAll(async () => {
  world = await openMirrorWorld();
  repo = await world.newRepo({ 'a.txt': 'one\n' });
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-outbound-'));
  await writeFile(path.join(folder, 'ca.pem'), TEST_CERTIFICATE);
  const server = createTlsServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, async (request, response) => {
    if (request.url?.startsWith('/org/')) {
      const { method, headers } = request;
      const onward = httpRequest(
        { host: '127.0.0.1', port: world.server.port, method, path: request.url, headers },
        (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
      );
      onward.on('error', () => response.destroy());
      return void request.pipe(onward);
    }
    let body = '';
    for await (const part of request) body += part;
    posted.push({ path: request.url ?? '', host: request.headers.host, body });
    response.end(JSON.stringify({ data: [{ index: 0, embedding: [1, 2, 3] }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  tls = { port: (server.address() as AddressInfo).port, close: () => server.close() };
});
beforeEach(async () => {
  proxy = await startProxy();
  posted = [];
});
afterEach(() => proxy.close());
afterAll(async () => {
  tls.close();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

/** As an operator sets it; every name has a public address. */
function policyOf(extra: Record<string, string>): RemotePolicy {
  const env = parseEnv({ FRESHET_DATA_DIR: path.join(folder, 'data'), ...extra });
  return { ...remotePolicy(env), resolve: async () => [PUBLIC] };
}
const withProxy = () => ({ FRESHET_PROXY: proxy.url });
const withAuthority = () => ({ FRESHET_CA_FILE: path.join(folder, 'ca.pem') });
const local = (extra: Record<string, string>) => policyOf({ ...extra, FRESHET_ALLOWED_HOSTS: '127.0.0.1' });
const message = (url: string) => ({ url, secret: 's', deliveryId: 'd', body: '{}' });
const vectors = (options: { url: string; authorities?: string | undefined; proxy?: string | undefined }) =>
  new EmbeddingEndpoint({ model: 'm', dimensions: 3, pauseMs: 1, ...options }).embed(['x']);

describe('git', () => {
  it('goes through the proxy to whatever is public, over http and https', async () => {
    proxy.routes.set('git.example.com:80', world.server.port).set('localhost:443', tls.port);
    for (const url of [`http://git.example.com/${repo.name}`, `https://localhost/${repo.name}`]) {
      const remote = await validateRemote(url, policyOf({ ...withProxy(), ...withAuthority() }));
      const dir = world.newDir();
      expect((await listRemoteRefs(remote, world.limits)).headSha).toBe(await repo.tip());
      await cloneMirror(remote, dir, world.limits);
      await fetchMirror(remote, dir, world.limits);
    }
    expect(proxy.asked.some((one) => one.startsWith('GET http://git.example.com/org/'))).toBe(true);
    expect(proxy.asked).toContain('CONNECT localhost:443');
  });

  it('signs in at the proxy, and says where that is refused, without the password', async () => {
    proxy.routes.set('git.example.com:80', world.server.port).set('localhost:443', tls.port);
    proxy.credentials = 'me:pass/word-1';
    const right = proxy.url.replace('//', '//me:pass%2Fword-1@');
    const urls = [`http://git.example.com/${repo.name}`, `https://localhost/${repo.name}`];
    for (const url of urls) {
      const remote = await validateRemote(url, policyOf({ FRESHET_PROXY: right, ...withAuthority() }));
      expect((await listRemoteRefs(remote, world.limits)).headBranch).toBe('main');
      const wrong = proxy.url.replace('//', '//me:guess-2-wrong@');
      const refused = await validateRemote(url, policyOf({ FRESHET_PROXY: wrong, ...withAuthority() }));
      const error = await listRemoteRefs(refused, world.limits).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({
        kind: 'network',
        retryable: false,
        message: expect.stringContaining('FRESHET_PROXY'),
      });
      expect(JSON.stringify([(error as AppError).message, (error as AppError).details])).not.toContain('guess');
    }
  });

  it('reaches what is not public without the proxy', async () => {
    const url = `${world.server.url}/${repo.name}`;
    const remote = await validateRemote(url, { ...local(withProxy()), resolve: async () => ['127.0.0.1'] });
    expect((await listRemoteRefs(remote, world.limits)).headSha).toBe(await repo.tip());
    expect(proxy.asked).toEqual([]);
  });

  it('is refused by the address policy before the proxy is asked', async () => {
    const policy = { ...policyOf(withProxy()), resolve: async () => ['10.0.0.7'] };
    await expect(validateRemote('https://intranet.example.com/r', policy)).rejects.toMatchObject({ kind: 'policy' });
    expect(proxy.asked).toEqual([]);
  });

  it('trusts the authority that is named, and says so where none is', async () => {
    const url = `https://127.0.0.1:${tls.port}/${repo.name}`;
    const trusting = await validateRemote(url, local(withAuthority()));
    expect((await listRemoteRefs(trusting, world.limits)).headSha).toBe(await repo.tip());
    await cloneMirror(trusting, world.newDir(), world.limits);
    await expect(listRemoteRefs(await validateRemote(url, local({})), world.limits)).rejects.toMatchObject({
      kind: 'network',
      retryable: false,
      message: expect.stringContaining('FRESHET_CA_FILE'),
    });
  });

  it('follows no proxy of the environment', async () => {
    const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
    for (const name of names) process.env[name] = proxy.url;
    try {
      const policy = { allowedHosts: ['git.pinned.invalid'], resolve: async () => ['127.0.0.1'] };
      const remote = await validateRemote(`http://git.pinned.invalid:${world.server.port}/${repo.name}`, policy);
      expect((await listRemoteRefs(remote, world.limits)).headBranch).toBe('main');
    } finally {
      for (const name of names) delete process.env[name];
    }
    expect(proxy.asked).toEqual([]);
  });
});

describe('a webhook', () => {
  it('goes through the proxy, to the address that was checked, and to the name in its certificate', async () => {
    proxy.routes.set(`${PUBLIC}:443`, tls.port);
    expect(await sendWebhook(message('https://localhost/hook'), policyOf({ ...withProxy(), ...withAuthority() }))).toBe(
      200,
    );
    expect(proxy.asked).toEqual([`CONNECT ${PUBLIC}:443`]);
    expect(posted).toMatchObject([{ path: '/hook', host: 'localhost', body: '{}' }]);
    await expect(sendWebhook(message('https://localhost/hook'), policyOf(withProxy()))).rejects.toThrow('not trusted');
    await expect(
      sendWebhook(message('https://other.example.com/hook'), policyOf({ ...withProxy(), ...withAuthority() })),
    ).rejects.toThrow(/failed|not trusted/);
    expect(posted).toHaveLength(1);
  });

  it('is not taken where the proxy alone says yes', async () => {
    proxy.routes.set(`${PUBLIC}:443`, tls.port);
    for (const status of [201, 202, 204, 403, 407]) {
      proxy.connectStatus = status;
      const sending = sendWebhook(message('https://localhost/hook'), policyOf({ ...withProxy(), ...withAuthority() }));
      await expect(sending).rejects.toThrow(`The proxy does not let us through to localhost`);
    }
    expect(posted).toEqual([]);
  });

  it('to what is not public goes straight there, trusting the same authority', async () => {
    const policy = { ...local({ ...withProxy(), ...withAuthority() }), resolve: async () => ['127.0.0.1'] };
    expect(await sendWebhook(message(`https://127.0.0.1:${tls.port}/hook`), policy)).toBe(200);
    expect(proxy.asked).toEqual([]);
  });
});

describe('embeddings', () => {
  it('go through the proxy where the endpoint is not on this network, and trust the same authority', async () => {
    const { authorities } = parseEnv(withAuthority());
    const url = `https://127.0.0.1:${tls.port}/v1`;
    expect(await vectors({ url, authorities, proxy: proxy.url })).toHaveLength(1);
    expect(proxy.asked).toEqual([]);
    await expect(vectors({ url })).rejects.toThrow('cannot be reached');
    proxy.routes.set('embeddings.invalid:80', await plain());
    expect(await vectors({ url: 'http://embeddings.invalid/v1', proxy: proxy.url })).toHaveLength(1);
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT embeddings.invalid:80']));
  });

  /** A plain endpoint; returns its port. */
  async function plain(): Promise<number> {
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      request.resume();
      response.end(JSON.stringify({ data: [{ index: 0, embedding: [1, 2, 3] }] }));
    });
    server.unref();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }
});

describe('e-mail', () => {
  it('trusts the same authority', async () => {
    const server = new SMTPServer({
      secure: true,
      cert: TEST_CERTIFICATE,
      key: TEST_KEY,
      authOptional: true,
      onData: (stream, _session, done) => stream.resume().on('end', done),
    });
    server.on('error', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.server.address() as AddressInfo;
    const mail = { smtpUrl: `smtps://127.0.0.1:${port}`, from: 'freshet@example.com' };
    const text = { to: 'a@example.com', subject: 's', text: 't', html: '<p>t</p>', deliveryId: 'd' };
    const { authorities } = parseEnv(withAuthority());
    await sendEmail(text, mail, authorities);
    await expect(sendEmail(text, mail)).rejects.toThrow(/certificate/);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
});
