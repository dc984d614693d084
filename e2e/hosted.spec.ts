// A repository that lives here: made in the browser, pushed to with stock git, searched, and cloned again.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git, gitOk } from '@/app/_git/testing';
import { signedInApi } from './fixtures/api';
import { expectAccessible } from './fixtures/axe';
import { startProduct } from './fixtures/product';
import { expect, test } from './fixtures/watched-test';

const admin = { email: 'ada@example.org', password: 'a swift and narrow stream' };

test('an empty repository is made, pushed to, searched and cloned', async ({ browser }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'freshet-hosted-'));
  const product = await startProduct({ FRESHET_ADMIN_EMAIL: admin.email, FRESHET_ADMIN_PASSWORD: admin.password });
  const api = await signedInApi(product.url, admin);
  const context = await browser.newContext({ baseURL: product.url, storageState: await api.storageState() });
  const page = await context.newPage();
  const work = path.join(folder, 'work');
  const address = `${product.url}/lab/brook.git`;
  try {
    await test.step('its page says how to push to it', async () => {
      await page.goto('/repos/new');
      const section = page.getByRole('region', { name: 'Or an empty one' });
      await section.getByLabel('Organisation').fill('lab');
      await section.getByLabel('Name', { exact: true }).fill('brook');
      await section.getByLabel('Public').check();
      await section.getByRole('button', { name: 'Make an empty repository' }).click();
      await expect(page.getByRole('heading', { name: 'This repository is empty' })).toBeVisible();
      await expect(page.getByRole('textbox', { name: 'clone address' })).toHaveValue(address);
      await expect(page.getByText(`git remote add origin ${address}`)).toBeVisible();
      await expectAccessible(page);
    });

    const answer = await api.post('/api/v1/tokens', { data: { name: 'git', scopes: ['read', 'write'] } });
    const { token } = await answer.json();
    await test.step('a visitor cannot push; whoever has a token can, more than a request may have', async () => {
      await gitOk(folder, ['init', '-q', '-b', 'main', work]);
      await writeFile(path.join(work, 'README.md'), '# A brook with trout in it\n');
      await writeFile(path.join(work, 'large.bin'), Buffer.alloc(3_000_000, 'noise and more of it '));
      await gitOk(work, ['add', '-A']);
      await gitOk(work, ['commit', '-q', '-m', 'Begin']);
      expect((await git(work, ['push', address, 'main'])).code).not.toBe(0);
      const withToken = address.replace('://', `://git:${token}@`);
      await gitOk(work, ['push', '-q', withToken, 'main']);
    });

    await test.step('it is searchable, and its page says where to clone it from', async () => {
      await expect(async () => {
        await page.goto('/search?q=trout');
        await expect(page.getByText('README.md').first()).toBeVisible({ timeout: 2000 });
      }).toPass();
      await page.goto('/r/lab/brook');
      await page.getByText('Clone', { exact: true }).click();
      await expect(page.getByRole('textbox', { name: 'clone address' })).toHaveValue(address);
      await expectAccessible(page);
    });

    await test.step('anybody clones it from there', async () => {
      await gitOk(folder, ['clone', '-q', address, 'again']);
      expect(await readFile(path.join(folder, 'again', 'README.md'), 'utf8')).toContain('trout');
      const shown = await page.request.get('/lab/brook.git', { maxRedirects: 0 });
      expect(shown.headers().location).toBe('/r/lab/brook');
    });
  } finally {
    await context.close();
    await api.dispose();
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
