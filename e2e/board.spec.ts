// The board in a browser: a host that is in sync, edited by hand, gone and back, with and without scripts.
import { writeFileSync } from 'node:fs';
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
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-board-'));
  host = await startTargetHost({ folder });
});
test.afterEach(({ seeded }) => forgetDeliveries(seeded));
test.afterAll(async () => {
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Delivers acme/pools to a new host, and waits until it has it. */
async function deliver({ api }: Seeded, name: string): Promise<string> {
  const data = { org: 'acme', name, address: `${host.user}@127.0.0.1:${host.port}`, path: path.join(host.root, name) };
  const target = await (await api.post('/api/v1/targets', { data })).json();
  await host.authorize(target.public_key);
  const { repos } = await (await api.get('/api/v1/repos?q=acme/pools')).json();
  const added = { repo_id: repos[0].id, target_ids: [target.id] };
  const delivery = await (await api.post('/api/v1/deliveries', { data: added })).json();
  const run = await (await api.post(`/api/v1/deliveries/${delivery.id}/run`, { data: {} })).json();
  await expect
    .poll(async () => (await (await api.get(`/api/v1/delivery-runs/${run.id}`)).json()).status)
    .toBe('delivered');
  return delivery.id;
}

test('a board of hosts says how each stands, and looks again when asked', async ({
  adminPage: page,
  seeded,
  browser,
}) => {
  await page.goto('/board');
  await expect(page.getByText('Nothing is delivered yet')).toBeVisible();
  await expectGoodLooks(page);
  const id = await deliver(seeded, 'web1');
  await page.reload();
  const row = page.getByRole('listitem').filter({ hasText: 'acme/pools' });
  await expect(row.getByText('In sync', { exact: true })).toBeVisible();
  await expectGoodLooks(page);

  writeFileSync(path.join(host.root, 'web1/.sync_rev'), 'nonsense');
  await row.getByRole('button', { name: 'Verify acme/pools on web1' }).click();
  await expect(row.getByText('Something else is there')).toBeVisible();
  await page.getByLabel('State', { exact: true }).selectOption('in_sync');
  await expect(page.getByText('No host fits')).toBeVisible();
  await page.getByRole('link', { name: 'Clear' }).click();
  await expect(row).toBeVisible();
  await expectGoodLooks(page);

  // As a browser sends it by itself.
  const plain = await plainPage(browser, seeded.url);
  await plain.goto('/sign-in?next=/board');
  await plain.getByLabel('E-mail').fill(admin.email);
  await plain.getByLabel('Password').fill(admin.password);
  await plain.getByRole('button', { name: 'Sign in', exact: true }).click();
  await plain.getByRole('button', { name: 'Verify all' }).click();
  await expect(plain.getByText('1 host was looked at. It is not in sync.')).toBeVisible();
  await plain.goto(`/deliveries/${id}`);
  await plain.getByLabel('Compare the files as well').check();
  await plain.getByRole('button', { name: 'Verify the hosts' }).click();
  await expect(plain.getByText('1 host was looked at. It is not in sync.')).toBeVisible();
  await plain.context().close();
});
