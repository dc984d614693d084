import { createHmac } from 'node:crypto';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TEST_CERTIFICATE, TEST_KEY } from '@/e2e/servers/tls';
import { type Receiver, startReceiver } from '../testing';
import { sendWebhook } from './send-webhook';
import { checkWebhookUrl, parseWebhookUrl, webhookHint } from './webhook-address';

const LOCAL = { allowedHosts: ['127.0.0.1'] };
const SECRET_PATH = '/services/T00/B00/a-secret-path';
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer((_request, response) => void response.end('ok'));
});

const message = (url: string) => ({ url, secret: 'shared', deliveryId: 'target-1', body: '{"text":"größer"}' });
const refusal = async (work: Promise<unknown>) =>
  await work.then(
    () => 'no error',
    (error: Error) => error.message,
  );

describe('a webhook', () => {
  it('gets the message, signed, under an id', async () => {
    expect(await sendWebhook(message(`${receiver.url}${SECRET_PATH}?wait=1`), LOCAL)).toBe(200);
    const [got] = receiver.received;
    expect(got).toMatchObject({ path: `${SECRET_PATH}?wait=1`, body: '{"text":"größer"}' });
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'freshet-delivery': 'target-1',
      'freshet-signature': `sha256=${createHmac('sha256', 'shared')
        .update(got?.body ?? '')
        .digest('hex')}`,
    });
  });

  it('that answers with a redirect is not followed', async () => {
    receiver.answer((_request, response) => void response.writeHead(302, { location: '/elsewhere' }).end());
    expect(await refusal(sendWebhook(message(receiver.url), LOCAL))).toBe(
      '127.0.0.1 answered with a redirect (status 302), which is not followed. Give the address that it leads to.',
    );
    expect(receiver.received).toHaveLength(1);
  });

  it('that refuses is quoted with its status alone', async () => {
    receiver.answer((_request, response) => void response.writeHead(500).end('a stack trace with secrets'));
    expect(await refusal(sendWebhook(message(receiver.url + SECRET_PATH), LOCAL))).toBe(
      '127.0.0.1 answered with status 500.',
    );
  });

  it('may answer at any length; not much of it is read', async () => {
    let wasCut = false;
    receiver.answer((_request, response) => {
      response.on('close', () => {
        wasCut = !response.writableFinished;
      });
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await sendWebhook(message(receiver.url), LOCAL)).toBe(200);
    await expect.poll(() => wasCut).toBe(true);
  });

  it('that does not answer, or is not there, is left after a while', async () => {
    receiver.answer(() => {});
    expect(await refusal(sendWebhook(message(receiver.url), LOCAL))).toBe(
      '127.0.0.1 did not answer within 10 seconds.',
    );
    const gone = createTcpServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const said = await refusal(sendWebhook(message(`http://127.0.0.1:${port}${SECRET_PATH}`), LOCAL));
    expect(said).toBe('127.0.0.1 refuses the connection: nothing listens there.');
  });

  it('has a certificate that is trusted, or gets nothing', async () => {
    let requests = 0;
    const server = createHttpsServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, (_request, response) => {
      requests++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await refusal(sendWebhook(message(`https://127.0.0.1:${port}${SECRET_PATH}`), LOCAL))).toBe(
      'The certificate of 127.0.0.1 is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).',
    );
    expect(requests).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  it('that answers with another protocol is left', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await refusal(sendWebhook(message(url), LOCAL))).toBe('The connection to 127.0.0.1 failed.');
    await new Promise((resolve) => server.close(resolve));
  });

  it('that speaks no HTTP is said not to work', async () => {
    const noise = createTcpServer((socket) => {
      socket.on('error', () => {}).resume();
      socket.end('220 mail.example.com ESMTP\r\n');
    });
    await new Promise<void>((resolve) => noise.listen(0, '127.0.0.1', resolve));
    const { port } = noise.address() as AddressInfo;
    expect(await refusal(sendWebhook(message(`http://127.0.0.1:${port}/`), LOCAL))).toMatch(
      /^The connection to 127\.0\.0\.1 failed \(/,
    );
    expect(await refusal(sendWebhook(message(`https://127.0.0.1:${port}/`), LOCAL))).toMatch(
      /^The connection to 127\.0\.0\.1 failed/,
    );
    await new Promise((resolve) => noise.close(resolve));
  });
});

describe('where a message may go', () => {
  it.each([
    'http://127.0.0.1/x',
    'http://127.1/x',
    'http://2130706433/x',
    'http://[::1]/x',
    'http://[::ffff:127.0.0.1]/x',
    'http://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/x',
    'http://192.168.0.1./x',
  ])('is not %s', async (url) => {
    expect(await refusal(checkWebhookUrl(url, { allowedHosts: [] }))).toContain('The address is refused');
  });

  it('is decided by what DNS says, and the message goes to what was checked', async () => {
    const { port } = new URL(receiver.url);
    const url = `http://hooks.example:${port}${SECRET_PATH}`;
    const resolve = async () => ['127.0.0.1'];
    expect(await refusal(sendWebhook(message(url), { allowedHosts: [], resolve }))).toMatch(
      /hooks\.example resolves to 127\.0\.0\.1, this machine itself/,
    );
    expect(receiver.received).toEqual([]);
    const mixed = async () => ['93.184.216.34', '10.0.0.1'];
    expect(await refusal(sendWebhook(message(url), { allowedHosts: [], resolve: mixed }))).toContain('10.0.0.1');
    // No DNS knows this name: it can only have gone to the address that was checked.
    expect(await sendWebhook(message(url), { allowedHosts: ['hooks.example'], resolve })).toBe(200);
    expect(receiver.received[0]?.headers.host).toBe(`hooks.example:${port}`);
  });

  it('is said without the path where the host cannot be found', async () => {
    const resolve = async () => [];
    const said = await refusal(checkWebhookUrl(`https://hooks.example${SECRET_PATH}`, { allowedHosts: [], resolve }));
    expect(said).toContain('The host hooks.example cannot be found');
    expect(said).not.toContain(SECRET_PATH);
  });

  it.each([
    ['', 'cannot be read'],
    ['hooks.example.com/x', 'cannot be read'],
    ['ftp://hooks.example.com/x', 'cannot be read'],
    ['file:///etc/passwd', 'cannot be read'],
    ['https://', 'cannot be read'],
    ['https://user:word@hooks.example.com/x', 'user name or password'],
    ['https://@hooks.example.com/x', 'user name or password'],
    ['https://hooks.example.com/a b', 'control character'],
    ['https://hooks.example.com/a\r\nHost: evil', 'control character'],
  ])('is no address such as %j', (given, said) => {
    expect(() => parseWebhookUrl(given)).toThrow(said);
  });

  it('is not endless', () => {
    expect(() => parseWebhookUrl(`https://hooks.example.com/${'a'.repeat(3000)}`)).toThrow('longer than');
  });

  it('is shown as scheme and host alone', () => {
    expect(webhookHint(parseWebhookUrl(` https://HOOKS.example.com:8443${SECRET_PATH}?key=1#2 `))).toBe(
      'https://hooks.example.com:8443',
    );
  });
});
