import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { notificationDeliveries, notificationTargets } from '@/db/schema';
import { TEST_CERTIFICATE, TEST_KEY } from '@/e2e/servers/tls';
import { log } from '@/lib/log';
import { collectNotifications } from '@/lib/notifications/collect';
import { deliverNews } from '@/lib/notifications/send/deliver';
import { addRepos, FAILED, type Receiver, startReceiver } from '@/lib/notifications/testing';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let receiver: Receiver;
let mailPort: number;
const mails: { to: string[]; raw: string }[] = [];
const mailServer = new SMTPServer({
  key: TEST_KEY,
  cert: TEST_CERTIFICATE,
  authOptional: true,
  disabledCommands: ['AUTH'],
  onData: async (stream, session, callback) => {
    let raw = '';
    for await (const part of stream) raw += part;
    mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
    callback();
  },
});
let cookie: string;

beforeAll(async () => {
  api = await startApi();
  receiver = await startReceiver();
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
  mailPort = (mailServer.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await api.close();
  await receiver.close();
  await new Promise<void>((resolve) => mailServer.close(resolve));
});
beforeEach(async () => {
  await api.reset();
  receiver.received.length = 0;
  receiver.answer((_request, response) => void response.end('what the receiver says'));
  mails.length = 0;
  ({ cookie } = await api.signIn('root@example.com', { isAdmin: true }));
});

const PATH = '/services/T000/B000/a-secret-path';
const add = (body: unknown, as = cookie) => call('POST', '/api/v1/notifications', { body, cookie: as });
const addWebhook = async (path = PATH) => (await add({ kind: 'webhook', url: receiver.url + path })).json();
const list = async () => (await (await call('GET', '/api/v1/notifications', { cookie })).json()).targets;
const testIt = async (id: string) => await call('POST', `/api/v1/notifications/${id}/test`, { cookie });
const withMail = () =>
  api.setEnv({ FRESHET_SMTP_URL: `smtp://127.0.0.1:${mailPort}`, FRESHET_MAIL_FROM: 'Freshet <freshet@example.com>' });

describe('a webhook', () => {
  it('is added with a secret that is shown once, tested and removed', async () => {
    const { target, secret } = await addWebhook();
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(target).toEqual({
      id: expect.any(String),
      kind: 'webhook',
      name: null,
      hint: receiver.url,
      created_at: expect.stringMatching(/Z$/),
      waiting: 0,
      last_delivery: null,
    });
    expect(await list()).toEqual([target]);

    const outcome = await testIt(target.id);
    expect(await outcome.json()).toEqual({ status: 'sent', message: `${receiver.url} took the message (status 200).` });
    const [got] = receiver.received;
    expect(got?.path).toBe(PATH);
    expect(got?.headers['freshet-signature']).toBe(
      `sha256=${createHmac('sha256', secret)
        .update(got?.body ?? '')
        .digest('hex')}`,
    );
    const [listed] = await list();
    expect(listed.last_delivery).toMatchObject({
      id: got?.headers['freshet-delivery'],
      subject: 'A test',
      status: 'sent',
      attempts: 1,
      error: null,
      next_attempt_at: null,
    });

    const remove = () => call('DELETE', `/api/v1/notifications/${target.id}`, { cookie });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await testIt(target.id)).status).toBe(404);
    expect(await api.db.select().from(notificationDeliveries)).toEqual([]);
  });

  it('that does not take a test is an answer, and the test is not sent again', async () => {
    const { target } = await addWebhook();
    receiver.answer((_request, response) => void response.writeHead(404).end('no such channel'));
    const outcome = await testIt(target.id);
    expect([outcome.status, await outcome.json()]).toEqual([
      200,
      { status: 'failed', message: '127.0.0.1 answered with status 404.' },
    ]);
    await deliverNews(api);
    expect(receiver.received).toHaveLength(1);
    expect((await list())[0].last_delivery).toMatchObject({
      status: 'failed',
      error: '127.0.0.1 answered with status 404.',
    });
  });

  it('shows neither its address nor its secret in answers, rows or logs', async () => {
    const printed: string[] = [];
    // Takes nothing out of what it is given.
    api.log = pino({ level: 'trace' }, { write: (line) => void printed.push(line) });
    const { target, secret } = await addWebhook();
    receiver.answer((request) => request.socket.destroy());
    const outcome = await testIt(target.id);
    await addRepos(api.db, ['rivers'], FAILED);
    await collectNotifications(api);
    await deliverNews(api);
    api.log = log;
    const rows = await api.db.select().from(notificationDeliveries);
    const stored = await api.db.select().from(notificationTargets);
    const raw = stored.map(
      (row) => row.addressCiphertext.toString('latin1') + row.secretCiphertext?.toString('latin1'),
    );
    const everything = JSON.stringify([await outcome.json(), await list(), rows, raw, printed]);
    for (const hidden of [secret, PATH, 'a-secret-path']) expect(everything).not.toContain(hidden);
    expect(rows.map((row) => row.error)).toEqual([
      'The connection to 127.0.0.1 failed (ECONNRESET).',
      'The connection to 127.0.0.1 failed (ECONNRESET).',
    ]);
  });

  it('is refused where it leads to this machine or a private network, or is none', async () => {
    api.setEnv({ FRESHET_ALLOWED_HOSTS: '' });
    for (const [url, detail] of [
      [receiver.url, 'FRESHET_ALLOWED_HOSTS'],
      ['http://169.254.169.254/latest', 'cloud metadata'],
      ['http://[::ffff:10.0.0.1]/x', 'a private address'],
      ['gopher://example.com', 'cannot be read'],
      ['https://ada:word@hooks.example.com/x', 'user name or password'],
    ]) {
      const answer = await (await add({ kind: 'webhook', url })).json();
      expect(answer).toMatchObject({ status: 400, code: 'invalid', detail: expect.stringContaining(detail ?? '') });
    }
    expect(await list()).toEqual([]);
    expect(receiver.received).toEqual([]);
  });

  it('is there once', async () => {
    await addWebhook();
    expect(await (await add({ kind: 'webhook', url: receiver.url + PATH })).json()).toMatchObject({ status: 409 });
    await addWebhook('/another');
    expect(await list()).toHaveLength(2);
  });

  it('is told from another on its host by the name that people gave it', async () => {
    const named = (name: string, path: string) => add({ kind: 'webhook', url: receiver.url + path, name });
    expect((await (await named(' The rivers team ', PATH)).json()).target.name).toBe('The rivers team');
    expect((await named('Größe <b>', '/other')).status).toBe(201);
    const shown = (await list()).map((target: { name: string; hint: string }) => [target.name, target.hint]);
    expect(shown).toEqual([
      ['The rivers team', receiver.url],
      ['Größe <b>', receiver.url],
    ]);
    for (const bad of ['', '   ', 'a\0b', 'x'.repeat(101)]) expect((await named(bad, '/third')).status).toBe(400);
    expect(await list()).toHaveLength(2);
  });
});

describe('an e-mail address', () => {
  const body = { kind: 'email', address: 'Ops@example.org' };

  it('is told of what happens, by mail', async () => {
    withMail();
    const added = await add(body);
    expect(added.status).toBe(201);
    const { target, secret } = await added.json();
    expect([target.hint, secret]).toEqual(['Ops@example.org', null]);
    expect(await (await testIt(target.id)).json()).toEqual({
      status: 'sent',
      message: 'The mail server took the message for Ops@example.org.',
    });
    await addRepos(api.db, ['rivers', 'lakes'], FAILED);
    await collectNotifications(api);
    expect((await list())[0]).toMatchObject({ waiting: 1, last_delivery: { subject: 'A test' } });
    await deliverNews(api);
    expect(mails.map(({ to }) => to)).toEqual([['Ops@example.org'], ['Ops@example.org']]);
    expect(mails[1]?.raw).toMatch(/^Subject: 2 repositories fail: acme\/\w+, acme\/\w+\r$/m);
    expect((await list())[0]).toMatchObject({
      waiting: 0,
      last_delivery: { subject: expect.stringContaining('2 repositories fail'), status: 'sent' },
    });
  });

  it('is refused where the server sends no mail, with what to do', async () => {
    const answer = await (await add(body)).json();
    expect(answer).toMatchObject({ status: 400, detail: expect.stringContaining('Set FRESHET_SMTP_URL') });
  });

  it('is one address and nothing else', async () => {
    withMail();
    for (const address of [
      'ops',
      'a@example.org, b@example.org',
      'a@example.org\r\nBcc: b@example.org',
      'Ops <a@example.org>',
      '"a b"@example.org\n',
      '',
    ]) {
      expect((await add({ kind: 'email', address })).status, address).toBe(400);
    }
  });
});

it('takes what it knows and nothing else', async () => {
  for (const body of [
    {},
    { kind: 'pager' },
    { kind: 'webhook' },
    { kind: 'webhook', url: receiver.url, secret: 'mine' },
    { kind: 'webhook', url: `${receiver.url}/\0` },
    { kind: 'email', url: receiver.url },
    [],
    null,
  ]) {
    expect((await add(body)).status, JSON.stringify(body)).toBe(400);
  }
  for (const id of ['1', 'x', '00000000-0000-4000-8000-000000000000', '%00']) {
    expect((await testIt(id)).status, id).toBe(404);
  }
});

it('is for administrators alone, and nobody changes it on a read-only server', async () => {
  const { target } = await addWebhook();
  const other = (await api.signIn('bo@example.com')).cookie;
  const calls = [
    ['GET', '/api/v1/notifications'],
    ['POST', '/api/v1/notifications'],
    ['DELETE', `/api/v1/notifications/${target.id}`],
    ['POST', `/api/v1/notifications/${target.id}/test`],
  ] as const;
  for (const [method, address] of calls) {
    expect((await call(method, address)).status).toBe(401);
    expect((await call(method, address, { cookie: other })).status).toBe(403);
  }
  api.setEnv({ FRESHET_READ_ONLY: '1' });
  const statuses: number[] = [];
  for (const [method, address] of calls) statuses.push((await call(method, address, { cookie })).status);
  expect(statuses).toEqual([200, 403, 403, 403]);
  expect(receiver.received).toEqual([]);
});
