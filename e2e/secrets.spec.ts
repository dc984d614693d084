// The secrets of a repository: found by a scan, shown without being told, reviewed, and a secret again.

import { addRepo } from './fixtures/api';
import { expectAccessible } from './fixtures/axe';
import { expectNoSidewaysScroll } from './fixtures/layout';
import { expect, plainPage, test } from './fixtures/seeded-test';
import { createRepo } from './servers/git/git-repo';

// Put together here, so that no scanner finds it in this file.
const TOKEN = ['ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('');

test('a secret is found, reviewed, and counts again', async ({ adminPage: page, seeded, browser }) => {
  await createRepo(seeded.upstreams, 'acme/careless', { 'src/key.txt': `one\ntoken = "${TOKEN}"\n` });
  const { id } = await addRepo(seeded.api, { url: `${seeded.git.url}/acme/careless.git`, is_public: true });

  await page.goto(`/repos/${id}`);
  await page.getByRole('link', { name: 'Secrets', exact: true }).click();
  await expect(page.getByText('Nothing was scanned for secrets yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Scan now' }).click();
  await expect(page.getByText('1 secret found')).toBeVisible();
  await expect(page.getByRole('link', { name: 'src/key.txt, line 2' })).toBeVisible();
  expect(await page.content()).not.toContain(TOKEN);
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 860 });

  await page.goto('/repos');
  await expect(page.getByRole('link', { name: 'Secrets found' })).toBeVisible();
  await page.getByRole('link', { name: 'Secrets found' }).click();
  await page.locator('summary', { hasText: 'It is no secret' }).click();
  await page.getByLabel('Why it is no secret').fill('an example of the manual');
  await page.getByRole('button', { name: 'Make it an exception' }).click();
  await expect(page.getByText('Nothing was found in 1 file. 1 exception beside.')).toBeVisible();
  await expect(page.getByText('an example of the manual')).toBeVisible();
  await page.goto(`/r/acme/careless`);
  await expect(page.getByRole('link', { name: 'Secrets found' })).toHaveCount(0);

  await page.goto(`/repos/${id}/secrets`);
  await page.getByRole('button', { name: 'Withdraw the exception for src/key.txt' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('1 secret found')).toBeVisible();
  await page.getByRole('link', { name: 'src/key.txt, line 2' }).click();
  await expect(page).toHaveURL(/\/r\/acme\/careless\/blob\/[0-9a-f]{40}\/src\/key\.txt#L2$/);

  const visitor = await plainPage(browser, seeded.url);
  await visitor.goto('/r/acme/careless');
  await expect(visitor.getByRole('heading', { name: 'careless' })).toBeVisible();
  await expect(visitor.getByRole('link', { name: 'Secrets found' })).toHaveCount(0);
  await visitor.context().close();
  await seeded.api.delete(`/api/v1/repos/${id}?purge=true`);
});
