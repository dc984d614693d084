import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { TEST_CERTIFICATE, TEST_KEY } from '@/e2e/servers/tls';
import { parseEnv } from '@/lib/env';
import { type EmailMessage, sendEmail } from './send-email';

const FROM = 'Freshet <freshet@example.com>';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const message: EmailMessage = {
  to: 'ops@example.org',
  subject: '2 repositories fail: acme/rivers, acme/lakes',
  text: 'acme/rivers fails.',
  html: '<p>acme/rivers fails.</p>',
  deliveryId: 'target-7',
};

interface MailServer {
  port: number;
  mails: { from: string; to: string[]; raw: string; wasSafe: boolean }[];
  /** Names and passwords that were given. */
  logins: string[];
}

async function startMail(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    key: TEST_KEY,
    cert: TEST_CERTIFICATE,
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: (auth, _session, callback) => {
      logins.push(`${auth.username}:${auth.password}`);
      if (auth.password === 'p@ss/word') callback(null, { user: auth.username });
      else callback(new Error('Wrong, ada:guess'));
    },
    onData: async (stream, session, callback) => {
      let raw = '';
      for await (const part of stream) raw += part;
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
        raw: raw.replace(/\r\n[ \t]/g, ' '),
        wasSafe: session.secure,
      });
      callback();
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  closing.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return { port: (server.server.address() as AddressInfo).port, mails, logins };
}

const send = (smtpUrl: string, options: Partial<EmailMessage> = {}) =>
  sendEmail({ ...message, ...options }, { smtpUrl, from: FROM });
const refusal = async (work: Promise<unknown>) =>
  await work.then(
    () => 'no error',
    (error: Error) => error.message,
  );

/** Sends as a process that trusts the test's certificate. */
async function sendTrusting(smtpUrl: string): Promise<number | null> {
  const folder = await mkdtemp(path.join(tmpdir(), 'freshet-mail-'));
  const certificate = path.join(folder, 'ca.pem');
  await writeFile(certificate, TEST_CERTIFICATE);
  const script = `
    const { sendEmail } = await import('./lib/notifications/send/send-email.ts');
    await sendEmail(${JSON.stringify(message)}, ${JSON.stringify({ smtpUrl, from: FROM })});`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  await rm(folder, { recursive: true });
  return code;
}

describe('a mail', () => {
  it('says what happened as text and as HTML, under an id that stays', async () => {
    const mail = await startMail();
    await send(`smtp://127.0.0.1:${mail.port}`);
    const [got] = mail.mails;
    expect(got).toMatchObject({ from: 'freshet@example.com', to: ['ops@example.org'], wasSafe: false });
    for (const line of [
      'From: Freshet <freshet@example.com>',
      'To: ops@example.org',
      'Subject: 2 repositories fail: acme/rivers, acme/lakes',
      'Message-ID: <target-7@example.com>',
      'Freshet-Delivery: target-7',
      'Auto-Submitted: auto-generated',
    ]) {
      expect(got?.raw).toContain(`${line}\r\n`);
    }
    expect(got?.raw).toMatch(/text\/plain.+\r\nacme\/rivers fails\.\r\n.+text\/html.+<p>acme\/rivers fails\.<\/p>/s);
  });

  it('gets no header or receiver from what it is about', async () => {
    const mail = await startMail();
    const subject = 'rivers\r\nBcc: everybody@example.com\r\n\r\nBuy this';
    await send(`smtp://127.0.0.1:${mail.port}`, { subject });
    const [got] = mail.mails;
    expect(got?.to).toEqual(['ops@example.org']);
    const [head = ''] = got?.raw.split('\r\n\r\n') ?? [];
    expect(head).not.toMatch(/^(Bcc|Buy)/m);
    await send(`smtp://127.0.0.1:${mail.port}`, { subject: 'x'.repeat(5000) });
    expect(mail.mails[1]?.raw).not.toContain('x'.repeat(201));
  });

  it('is sent under a name and a password, over TLS unless the server is on this machine', async () => {
    const mail = await startMail();
    await send(`smtp://ada:p%40ss%2Fword@127.0.0.1:${mail.port}`);
    expect(mail.logins).toEqual(['ada:p@ss/word']);
    expect(await sendTrusting(`smtp://ada:p%40ss%2Fword@127.0.0.2:${mail.port}`)).toBe(0);
    expect(mail.mails.map(({ wasSafe }) => wasSafe)).toEqual([false, true]);
    const safe = await startMail({ secure: true });
    expect(await sendTrusting(`smtps://ada:p%40ss%2Fword@127.0.0.2:${safe.port}`)).toBe(0);
    expect(safe.mails).toMatchObject([{ wasSafe: true }]);
  });
});

describe('a mail server', () => {
  it('that offers no TLS never sees the password', async () => {
    const mail = await startMail({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    expect(await refusal(send(`smtp://ada:p%40ss%2Fword@127.0.0.2:${mail.port}`))).toMatch(
      /^No safe connection to the mail server could be made\./,
    );
    expect([mail.logins, mail.mails]).toEqual([[], []]);
  });

  it('whose certificate is not trusted gets nothing', async () => {
    const mail = await startMail();
    const safe = await startMail({ secure: true });
    for (const url of [`smtp://ada:word@127.0.0.2:${mail.port}`, `smtps://ada:word@127.0.0.1:${safe.port}`]) {
      expect(await refusal(send(url))).toMatch(/certificate|safe connection/);
    }
    expect([...mail.logins, ...safe.logins]).toEqual([]);
  });

  it('that refuses the password is not quoted', async () => {
    const mail = await startMail();
    expect(await refusal(send(`smtp://ada:guess@127.0.0.1:${mail.port}`))).toBe(
      'The mail server refuses the user name or the password in FRESHET_SMTP_URL.',
    );
  });

  it('that refuses the message is quoted, on one line', async () => {
    const mail = await startMail({
      onRcptTo: (_address, _session, callback) =>
        callback(Object.assign(new Error('No such\nperson here'), { responseCode: 550 })),
    });
    expect(await refusal(send(`smtp://127.0.0.1:${mail.port}`))).toMatch(
      /^The mail server refuses the message\. It says: 550 .*No such.person here$/,
    );
  });

  it('that is not there, or says nothing, is left', async () => {
    expect(await refusal(send('smtp://127.0.0.1:1'))).toMatch(/^The mail server cannot be reached/);
    const silent = createServer((socket) => void socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    expect(await refusal(send(`smtp://127.0.0.1:${port}`))).toBe(
      'The mail server did not take the message within 10 seconds.',
    );
    await new Promise((resolve) => silent.close(resolve));
  });
});

describe('the settings', () => {
  const parse = (url?: string, from?: string) => parseEnv({ FRESHET_SMTP_URL: url, FRESHET_MAIL_FROM: from });

  it('are both there or neither', () => {
    expect(parse().mail).toBeUndefined();
    expect(parse('smtp://mail.example.com', FROM).mail).toEqual({ smtpUrl: 'smtp://mail.example.com', from: FROM });
    expect(() => parse('smtp://mail.example.com')).toThrow(/belong together/);
    expect(() => parse(undefined, FROM)).toThrow(/belong together/);
  });

  it.each(['http://mail.example.com', 'mail.example.com', 'smtp:', 'smtp:///x'])('refuse %s as a server', (url) => {
    expect(() => parse(url, FROM)).toThrow(/FRESHET_SMTP_URL: needs an address such as/);
  });

  it('do not repeat a password that they refuse', () => {
    expect(() => parse('http://ada:p4ssw0rd@mail.example.com', FROM)).not.toThrow(/p4ssw0rd/);
  });

  it.each(['freshet@example.com', 'Freshet at work <freshet@example.com>', 'Grüße <a+b@mail.example.com>'])(
    'take %s as a sender',
    (from) => expect(parse('smtp://a', from).mail?.from).toBe(from),
  );

  it.each([
    'freshet',
    'Freshet <freshet>',
    'a@example.com, b@example.com',
    'a@example.com\nBcc: b@example.com',
    'Freshet\r\nBcc: b@example.com <a@example.com>',
    '<a@example.com> <b@example.com>',
  ])('refuse %j as a sender', (from) => {
    expect(() => parse('smtp://a', from)).toThrow(/FRESHET_MAIL_FROM: needs an e-mail address/);
  });
});
