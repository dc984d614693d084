// A repository on its way to a host with a real sshd: said, delivered, followed, rolled back and forgotten.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forgetDeliveries } from './fixtures/forget-deliveries';
import { expectGoodLooks } from './fixtures/good-looks';
import { admin, expect, plainPage, type Seeded, test } from './fixtures/seeded-test';
import { startTargetHost, type TargetHost } from './servers/target-host';

let folder: string;
let host: TargetHost;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-deliveries-'));
  host = await startTargetHost({ folder });
});
test.afterEach(({ seeded }) => forgetDeliveries(seeded));
test.afterAll(async () => {
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

async function addTarget({ api }: Seeded, name: string): Promise<void> {
  const data = { org: 'acme', name, address: `${host.user}@127.0.0.1:${host.port}`, path: path.join(host.root, name) };
  const answer = await api.post('/api/v1/targets', { data });
  expect(answer.status()).toBe(201);
  await host.authorize((await answer.json()).public_key);
}

test('a delivery is added, run, rolled back and forgotten', async ({ adminPage: page, seeded }) => {
  await page.goto('/deliveries');
  await expect(page.getByText('Nothing is delivered yet')).toBeVisible();
  await expectGoodLooks(page);
  await addTarget(seeded, 'web1');
  await page.getByRole('link', { name: 'New delivery' }).click();
  await page.getByLabel('Repository').fill('acme/nothing');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('There is no such repository.')).toBeVisible();
  await page.getByLabel('Repository').fill('acme/pools');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Add delivery' }).click();
  await expect(page.getByText('at least one target')).toBeVisible();
  await page.getByLabel('web1').check();
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Add delivery' }).click();
  await expect(page.getByRole('heading', { name: 'Delivery of acme/pools' })).toBeVisible();
  await expect(page.getByText('Never delivered')).toBeVisible();

  await page.getByRole('button', { name: 'Deliver now' }).click();
  await expect(page).toHaveURL(/\/deliveries\/runs\//);
  await expect(page.getByRole('status').filter({ hasText: 'Delivered' })).toBeVisible();
  await expect(page.getByText('1 of 1')).toBeVisible();
  await page.getByText('Log', { exact: true }).click();
  await expect(page.getByRole('log')).toContainText('is live');
  await expectGoodLooks(page);
  expect(readFileSync(path.join(host.root, 'web1/.sync_rev'), 'utf8')).toContain('acme/pools');

  await page.getByRole('link', { name: 'Delivery of acme/pools' }).click();
  await expect(page.getByText('In sync', { exact: true })).toBeVisible();
  await page.getByLabel('Also what is there already').check();
  await page.getByRole('button', { name: 'Deliver now' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Delivered' })).toBeVisible();
  await page.getByRole('link', { name: 'Delivery of acme/pools' }).click();
  await expect(page.getByRole('heading', { name: 'Delivery of acme/pools' })).toBeVisible();
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Roll back… web1' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByRole('heading', { name: 'Roll-back of acme/pools' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Delivered' })).toBeVisible();

  await page.getByRole('link', { name: 'Delivery of acme/pools' }).click();
  await page.getByLabel('After each sync that brought something').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.goto(`/repos/${seeded.pools.repo.id}`);
  await expect(page.getByRole('heading', { name: 'Delivered to' })).toBeVisible();
  await page.getByRole('link', { name: 'web1' }).click();
  await page.getByRole('button', { name: 'Forget the delivery of acme/pools' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget' }).click();
  await expect(page).toHaveURL(/\/deliveries$/);
  await expect(page.getByText('Nothing is delivered yet')).toBeVisible();
});

test('all of it works without a script', async ({ browser, seeded }) => {
  await addTarget(seeded, 'plain');
  const page = await plainPage(browser, seeded.url);
  await page.goto('/sign-in?next=/deliveries/new?repo=acme/pools');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('plain').check();
  await page.getByRole('button', { name: 'Add delivery' }).click();
  await page.getByRole('button', { name: 'Deliver now' }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('status').filter({ hasText: 'Delivered' })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.context().close();
});
