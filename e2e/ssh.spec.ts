// What pages do about ssh, against a real sshd: a key that is made here, let in, replaced; a host that shows another key;
// and a push mirror, which is changed and followed on its page.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addRepo, settled, syncRepo } from './fixtures/api';
import { expectGoodLooks } from './fixtures/good-looks';
import { expect, type Seeded, test } from './fixtures/seeded-test';
import { createRepo } from './servers/git/git-repo';
import { type SshServer, startSshServer } from './servers/ssh';

let folder: string;
let sshd: SshServer;

test.beforeAll(async ({ seeded }) => {
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-ssh-'));
  sshd = await startSshServer({ root: seeded.upstreams, folder, takesPushes: true });
});
test.afterAll(async () => {
  await sshd?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Others share the product. */
async function forget({ api }: Seeded): Promise<void> {
  const { repos } = await (await api.get('/api/v1/repos?q=over-ssh')).json();
  for (const { id } of repos) await api.delete(`/api/v1/repos/${id}?purge=true`);
  const { items } = await (await api.get('/api/v1/credentials')).json();
  for (const { id } of items)
    await expect(async () => expect((await api.delete(`/api/v1/credentials/${id}`)).ok()).toBe(true)).toPass();
}
test.afterEach(({ seeded }) => forget(seeded));

test('a key is made, copied, let in and replaced, and a host that shows another key is accepted', async ({
  adminPage: page,
  seeded,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/orgs/acme');
  await page.getByText('Make an ssh key').click();
  const making = page.locator('details', { hasText: 'Make an ssh key' });
  await making.getByLabel('Name').fill('deploy key');
  await making.getByRole('button', { name: 'Make a key' }).click();
  const half = page.getByLabel('Public key of deploy key', { exact: true });
  const first = await half.inputValue();
  expect(first).toMatch(/^ssh-ed25519 \S+ freshet$/);
  await page.getByRole('button', { name: 'Copy Public key of deploy key' }).click();
  await expect(page.getByRole('button', { name: 'Copied Public key of deploy key' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
  await expectGoodLooks(page);

  await createRepo(seeded.upstreams, 'acme/over-ssh', { 'a.txt': 'carried by a key\n' });
  await sshd.authorize(first);
  const { items } = await (await seeded.api.get('/api/v1/credentials')).json();
  const source = { url: `${sshd.url}/acme/over-ssh.git`, credential_id: items[0].id, is_public: false };
  const { id } = await addRepo(seeded.api, source);

  await page.reload();
  await page.getByText('New key, name').click();
  await page.getByRole('button', { name: 'Make a new key for deploy key' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make a new key' }).click();
  await expect(page.getByText('It has a new key: let this one in where the old one was.')).toBeVisible();
  await expect(page.getByText('used by 1 repository')).toBeVisible();
  const second = await half.inputValue();
  expect(second).not.toBe(first);
  expect(await syncRepo(seeded.api, id)).toMatchObject({ status: 'error', error_kind: 'auth' });
  await sshd.authorize(second);
  expect(await syncRepo(seeded.api, id)).toMatchObject({ status: 'ready', error: null });

  await page.goto('/settings/ssh-hosts');
  const host = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: `[127.0.0.1]:${sshd.port}` }) });
  await expect(host.getByText('It shows another key')).toHaveCount(0);
  await sshd.changeHostKey();
  expect(await syncRepo(seeded.api, id)).toMatchObject({ status: 'error', error_kind: 'policy' });
  await page.reload();
  await expect(host.getByText('It shows another key')).toBeVisible();
  await expectGoodLooks(page);
  await host.getByRole('button', { name: /^Accept the new key/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText('is known by its new key. Sync what failed.')).toBeVisible();
  await expect(host.getByText('It shows another key')).toHaveCount(0);
  expect(await syncRepo(seeded.api, id)).toMatchObject({ status: 'ready', error: null });

  await host.getByRole('button', { name: /^Forget/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget' }).click();
  await expect(host).toHaveCount(0);
});

test('a push mirror is changed on its page, which follows its pushes', async ({ adminPage: page, seeded }) => {
  await createRepo(seeded.upstreams, 'acme/over-ssh', { 'a.txt': 'carried on\n' });
  for (const name of ['copies/one', 'copies/two']) await createRepo(seeded.upstreams, name, null);
  const { id } = await addRepo(seeded.api, { url: `${seeded.git.url}/acme/over-ssh.git`, is_public: false });
  await page.goto(`/repos/${id}`);
  await page.getByLabel('Address').last().fill(`${seeded.git.url}/copies/one.git`);
  const release = seeded.git.hold({ match: ({ path: asked }) => asked.includes('copies/one'), times: 1 });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const row = page.getByRole('list', { name: 'Push mirrors' }).getByRole('listitem');
  await expect(row.getByText(/^Pushing/)).toBeVisible();
  release();
  // Nobody loads the page anew.
  await expect(row.getByText(/^Pushed .*1 ref moved\.$/)).toBeVisible();

  await row.getByText('Settings').click();
  await row.getByLabel('Address').fill('ftp://127.0.0.1/x');
  await row.getByRole('button', { name: 'Save the mirror' }).click();
  await expect(row.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible();
  await expect(row.getByLabel('Address')).toHaveValue('ftp://127.0.0.1/x');
  await expectGoodLooks(page);
  await row.getByLabel('Address').fill(`${seeded.git.url}/copies/two.git`);
  await row.getByLabel('Only these').fill('refs/heads/main');
  await row.getByLabel('By the clock').selectOption('3600');
  await row.getByLabel('Delete there what is gone here').uncheck();
  await row.getByRole('button', { name: 'Save the mirror' }).click();
  await expect(row.getByText('Saved.')).toBeVisible();
  await expect(row.getByText('refs/heads/main · deletes nothing there · after each sync · every 60 min')).toBeVisible();
  await expect(row.getByText(`${seeded.git.url}/copies/two.git`, { exact: true })).toBeVisible();
  await expect(row.getByText(/^Pushed .*1 ref moved\.$/)).toBeVisible();
  await settled(seeded.api, id);
});
