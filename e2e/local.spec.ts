// A folder on the server, added by its path in the browser: searchable, watched, and left as it is.
import { mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signedInApi } from './fixtures/api';
import { expectAccessible } from './fixtures/axe';
import { startProduct } from './fixtures/product';
import { expect, test } from './fixtures/watched-test';
import { createWorkTree, fingerprint } from './servers/git/work-tree';

const admin = { email: 'ada@example.org', password: 'a swift and narrow stream' };

test('a local repository is added by its path and follows its commits by itself', async ({ browser }) => {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'freshet-roots-')));
  const tree = await createWorkTree(path.join(root, 'lab/notebook'), { 'README.md': '# A narrow ravine\n' });
  const product = await startProduct({
    FRESHET_ADMIN_EMAIL: admin.email,
    FRESHET_ADMIN_PASSWORD: admin.password,
    FRESHET_LOCAL_ROOTS: root,
  });
  const api = await signedInApi(product.url, admin);
  const context = await browser.newContext({ baseURL: product.url, storageState: await api.storageState() });
  const page = await context.newPage();
  try {
    await test.step('a folder elsewhere is refused next to the field', async () => {
      await page.goto('/repos/new');
      const address = page.getByLabel('Address');
      await address.fill('/etc');
      await page.getByRole('button', { name: 'Add repository' }).click();
      await expect(address).toHaveAccessibleDescription(/FRESHET_LOCAL_ROOTS/);
    });

    const before = await fingerprint(tree.dir);
    await test.step('one under the roots is added, read and left as it was', async () => {
      await page.getByLabel('Address').fill(tree.dir);
      await page
        .locator('form', { has: page.getByLabel('Address') })
        .getByLabel('Public')
        .check();
      await page.getByRole('button', { name: 'Add repository' }).click();
      await expect(page.getByRole('heading', { name: 'lab/notebook' })).toBeVisible();
      await expect(page.getByText(tree.dir, { exact: true })).toBeVisible();
      await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible();
      await expectAccessible(page);
      expect(await fingerprint(tree.dir)).toEqual(before);
    });

    await test.step('a commit is searchable without anybody pressing anything', async () => {
      const sha = await tree.commit({ 'more.md': 'a wide estuary\n' });
      // If it came before the watch did, the schedule asks, which looks for the first time a minute after the start.
      await expect(page.getByRole('link', { name: sha.slice(0, 7) }).first()).toBeVisible();
      await page.goto('/search?q=estuary');
      await expect(page.getByText('more.md').first()).toBeVisible();
    });

    await test.step('visitors read it and do not learn where it lies', async () => {
      const visitor = await (await browser.newContext({ baseURL: product.url })).newPage();
      await visitor.goto('/r/lab/notebook');
      await expect(visitor.getByText('A narrow ravine')).toBeVisible();
      expect(await visitor.content()).not.toContain(root);
      await visitor.context().close();
    });

    await test.step('a folder that is gone is said to be, with what to do', async () => {
      await rename(tree.dir, `${tree.dir}-2`);
      await page.goto('/repos');
      await page.getByRole('link', { name: 'lab/notebook' }).first().click();
      await expect(page.getByRole('heading', { name: 'lab/notebook' })).toBeVisible();
      await page.getByRole('button', { name: 'Sync lab/notebook' }).click();
      await expect(page.getByText('There is no git repository in this folder.')).toBeVisible();
      await page.getByLabel('Folder', { exact: true }).fill(`${tree.dir}-2`);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('There is no git repository in this folder.')).toBeHidden();
      await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible();
    });
  } finally {
    await context.close();
    await api.dispose();
    await product.stop();
    await rm(root, { recursive: true, force: true });
  }
});
