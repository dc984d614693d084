// A target on a host with a real sshd: added, tested, repaired and deleted, by somebody who reads what the pages say.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forgetDeliveries } from './fixtures/forget-deliveries';
import { expectGoodLooks } from './fixtures/good-looks';
import { admin, expect, plainPage, test } from './fixtures/seeded-test';
import { startTargetHost, type TargetHost } from './servers/target-host';

let folder: string;
let host: TargetHost;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-target-'));
  host = await startTargetHost({ folder });
});
test.afterEach(({ seeded }) => forgetDeliveries(seeded));
test.afterAll(async () => {
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a target is added, let in, tested, known by another key and deleted', async ({ adminPage: page }) => {
  await page.goto('/targets');
  await expect(page.getByText('Add the first one below.')).toBeVisible();
  await page.getByLabel('Name').fill('web1');
  await page.getByLabel('Address').fill('-oProxyCommand=id@127.0.0.1');
  await page.getByLabel('Path on the host').fill(path.join(host.root, 'site'));
  await page.getByRole('button', { name: 'Add the target' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('user name');
  await expect(page.getByLabel('Name')).toHaveValue('web1');
  await page.getByLabel('Address').fill(`${host.user}@127.0.0.1:${host.port}`);
  await page.getByRole('button', { name: 'Add the target' }).click();
  await expect(page.getByRole('heading', { name: 'web1', level: 1 })).toBeVisible();
  await expect(page.getByText('Let its public key in on the host')).toBeVisible();

  await page.getByRole('button', { name: 'Test it' }).click();
  await expect(page.getByText('refuses the key of this target')).toBeVisible();
  await expectGoodLooks(page);
  await host.authorize(await page.getByLabel('The line for authorized_keys', { exact: true }).inputValue());
  await page.getByRole('button', { name: 'Test it' }).click();
  await expect(page.getByText('Everything that a delivery needs is there.')).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Live path.*good$/ })).toBeVisible();
  await expect(page.getByText(/^SHA256:\S+ ssh-ed25519$/)).toBeVisible();
  await expectGoodLooks(page);

  await host.changeHostKey();
  await page.getByRole('button', { name: 'Test it' }).click();
  await expect(page.getByText('The host shows another key')).toBeVisible();
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Accept the new key' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText('is known by its new key')).toBeVisible();

  await page.getByLabel('Group').fill('web');
  await page.getByLabel('Delivered to').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.goto('/targets');
  await expect(page.getByText('Switched off')).toBeVisible();
  await expect(page.getByText('group web')).toBeVisible();
  await expectGoodLooks(page);
  await page.getByRole('link', { name: 'web1' }).click();
  await page.getByRole('button', { name: 'Delete web1' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Add the first one below.')).toBeVisible();
});

test('all of it works without a script', async ({ browser, seeded }) => {
  const page = await plainPage(browser, seeded.url);
  await page.goto('/sign-in?next=/targets');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Name').fill('plain');
  await page.getByLabel('Address').fill(`${host.user}@127.0.0.1:${host.port}`);
  await page.getByLabel('Path on the host').fill(path.join(host.root, 'plain'));
  await page.getByRole('button', { name: 'Add the target' }).click();
  await host.authorize(await page.getByLabel('The line for authorized_keys', { exact: true }).inputValue());
  await page.getByRole('button', { name: 'Test it' }).click();
  await expect(page.getByText('Everything that a delivery needs is there.')).toBeVisible();
  await page.getByLabel('Name').fill('plainer');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'plainer', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Delete plainer' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/targets$/);
  await page.context().close();
});
