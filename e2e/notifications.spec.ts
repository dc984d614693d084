// Notifications: an administrator adds a webhook, sends a test to a real receiver, sees what came of it, removes it.
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIRequestContext } from '@playwright/test';
import { SMTPServer } from 'smtp-server';
import { signedInApi } from './fixtures/api';
import { expectAccessible } from './fixtures/axe';
import { expectNoSidewaysScroll } from './fixtures/layout';
import { type Product, startProduct } from './fixtures/product';
import { admin, expect, test as seededTest } from './fixtures/seeded-test';
import { TEST_CERTIFICATE, TEST_KEY } from './servers/tls';

interface Calm {
  product: Product;
  api: APIRequestContext;
}

const test = seededTest.extend<{ startCalm: (extra?: Record<string, string>) => Promise<Calm> }>({
  /**
   * Starts a product where nothing is amiss, and signs the page in as its administrator: if something is, whoever is
   * added hears of it within a minute, in the middle of a test.
   */
  startCalm: async ({ page }, use) => {
    const ends: (() => Promise<void>)[] = [];
    await use(async (extra = {}) => {
      const account = { FRESHET_ADMIN_EMAIL: admin.email, FRESHET_ADMIN_PASSWORD: admin.password };
      const product = await startProduct({ ...account, ...extra });
      ends.unshift(product.stop);
      const api = await signedInApi(product.url, admin);
      ends.unshift(() => api.dispose());
      await page.context().addCookies((await api.storageState()).cookies);
      return { product, api };
    });
    // Before its server goes: it asks again by itself, and complains if nobody answers.
    await page.close();
    for (const end of ends) await end();
  },
});

const received: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
let status = 200;
const receiver = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  received.push({ path: request.url ?? '', headers: request.headers, body });
  response.writeHead(status).end('the answer of the receiver');
});
test.beforeAll(() => new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve)));
test.afterAll(() => new Promise((resolve) => receiver.close(resolve)));

test('a webhook is added, tested and removed', async ({ page, startCalm }) => {
  const { product, api } = await startCalm();
  const { port } = receiver.address() as AddressInfo;
  const hint = `http://127.0.0.1:${port}`;
  const path = `/services/${randomUUID()}`;
  await page.goto(`${product.url}/settings`);
  const panel = page.getByRole('region', { name: 'Notifications' });
  const address = panel.getByLabel('Webhook or e-mail address');

  for (const [given, refusal] of [
    ['http://169.254.169.254/latest', 'cloud metadata'],
    ['somewhere', 'cannot be read'],
    ['ops@example.org', 'Set FRESHET_SMTP_URL and FRESHET_MAIL_FROM'],
  ] as const) {
    await address.fill(given);
    await address.press('Enter');
    await expect(panel.getByRole('alert')).toContainText(refusal);
  }

  await address.fill(hint + path);
  await address.press('Enter');
  const field = panel.getByLabel(`Secret for messages to ${hint}`);
  await expect(field).toBeFocused();
  const secret = await field.inputValue();
  expect(secret).toMatch(/^[\w-]{43}$/);
  await expect(panel.getByRole('heading', { name: hint })).toBeVisible();
  await expect(panel.getByText('Nothing has been sent yet.')).toBeVisible();
  await expectAccessible(page);

  const testIt = panel.getByRole('button', { name: `Send a test to ${hint}` });
  await testIt.focus();
  await page.keyboard.press('Enter');
  await expect(panel.getByText(`${hint} took the message (status 200).`)).toBeVisible();
  await expect(panel.getByText('Sent', { exact: true })).toBeVisible();
  expect(received).toHaveLength(1);
  const [message] = received;
  expect(message?.path).toBe(path);
  const body = message?.body ?? '';
  expect(message?.headers['freshet-signature']).toBe(
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  );
  expect(JSON.parse(body)).toMatchObject({ delivery_id: message?.headers['freshet-delivery'], events: [] });

  status = 500;
  await testIt.click();
  await expect(panel.getByText('127.0.0.1 answered with status 500.').first()).toBeVisible();
  await expect(panel.getByText('Not sent', { exact: true })).toBeVisible();

  await page.reload();
  await expect(panel.getByRole('heading', { name: hint })).toBeVisible();
  await expect(field).toHaveCount(0);
  const shown = await page.content();
  for (const hidden of [secret, path, 'the answer of the receiver']) expect(shown).not.toContain(hidden);
  expect(product.output()).not.toContain(path);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  }

  await address.fill(`${hint}/services/another`);
  await panel.getByLabel('Name (optional)').fill('The rivers team');
  await panel.getByRole('button', { name: 'Add' }).click();
  await expect(panel.getByLabel('Secret for messages to The rivers team')).toBeFocused();
  await panel.getByRole('button', { name: 'Remove The rivers team' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(panel.getByRole('heading', { name: 'The rivers team' })).toHaveCount(0);

  await panel.getByRole('button', { name: `Remove ${hint}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(panel.getByRole('heading', { name: hint })).toHaveCount(0);
  await expect(address).toBeVisible();
  expect((await (await api.get('/api/v1/notifications')).json()).targets).toEqual([]);
});

test('a server with mail sends a test to an address, and shows that', async ({ page, startCalm }) => {
  const mails: string[] = [];
  const mailServer = new SMTPServer({
    key: TEST_KEY,
    cert: TEST_CERTIFICATE,
    authOptional: true,
    onData: async (stream, _session, callback) => {
      let raw = '';
      for await (const part of stream) raw += part;
      mails.push(raw);
      callback();
    },
  });
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
  const { port } = mailServer.server.address() as AddressInfo;
  try {
    const { product } = await startCalm({
      FRESHET_SMTP_URL: `smtp://127.0.0.1:${port}`,
      FRESHET_MAIL_FROM: 'Freshet <freshet@example.com>',
    });
    await page.goto(`${product.url}/settings`);
    const panel = page.getByRole('region', { name: 'Notifications' });
    await panel.getByLabel('Webhook or e-mail address').fill('ops@example.org');
    await panel.getByRole('button', { name: 'Add' }).click();
    await panel.getByRole('button', { name: 'Send a test to ops@example.org' }).click();
    await expect(panel.getByText('The mail server took the message for ops@example.org.')).toBeVisible();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain('Subject: A test from Freshet: messages arrive here.');
    await expectAccessible(page);
  } finally {
    await new Promise<void>((resolve) => mailServer.close(resolve));
  }
});

test('people who are no administrators see nothing of notifications', async ({ page, seeded }) => {
  const email = `nora-${randomUUID()}@example.org`;
  const invite = await seeded.api.post('/api/v1/invites', { data: { email } });
  await page.goto((await invite.json()).link);
  await page.getByLabel('Password').fill('noras own password');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('link', { name: 'Repositories' })).toBeVisible();
  await page.goto('/settings');
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Notifications' })).toHaveCount(0);
  expect((await page.request.get('/api/v1/notifications')).status()).toBe(403);
});
