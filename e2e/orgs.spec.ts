// Organisations: made without a script, closed to others, opened to somebody, and a repository shared with one person.
import type { Browser, Page } from '@playwright/test';
import { expectGoodLooks } from './fixtures/good-looks';
import { expect, plainPage, type Seeded, test } from './fixtures/seeded-test';

const PASSWORD = 'a slow and wide delta';

/** Somebody new, on a page without a script. */
async function join(browser: Browser, seeded: Seeded, email: string): Promise<Page> {
  const invited = await seeded.api.post('/api/v1/invites', { data: { email } });
  const { link } = (await invited.json()) as { link: string };
  const page = await plainPage(browser, seeded.url);
  await page.goto(link);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  return page;
}

test('an organisation without a script: made, joined, left, deleted', async ({ browser, seeded }) => {
  const nora = await join(browser, seeded, 'nora@example.org');
  const lars = await join(browser, seeded, 'lars@example.org');

  await nora.goto('/orgs/new');
  await nora.getByLabel('Address').fill('settings');
  await nora.getByRole('button', { name: 'Make it' }).click();
  await expect(nora.getByRole('alert')).toContainText('needs for itself');
  await expect(nora.getByLabel('Address')).toHaveValue('settings');
  await nora.getByLabel('Address').fill('delta');
  await nora.getByLabel('Name').fill('The Delta');
  await nora.getByRole('button', { name: 'Make it' }).click();
  await expect(nora).toHaveURL(/\/orgs\/delta$/);
  await expect(nora.getByRole('heading', { name: 'The Delta' })).toBeVisible();

  expect((await lars.goto('/orgs/delta'))?.status()).toBe(404);
  await nora.getByLabel('E-mail').fill('nobody@example.org');
  await nora.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(nora.getByRole('alert')).toContainText('Nobody here has an account');
  await nora.getByLabel('E-mail').fill('lars@example.org');
  await nora.getByLabel('Role', { exact: true }).selectOption('viewer');
  await nora.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(nora.getByRole('status').filter({ hasText: 'lars@example.org is in: viewer.' })).toBeVisible();

  await lars.goto('/orgs');
  await lars.getByRole('link', { name: 'The Delta' }).click();
  await expect(lars.getByText('You are a viewer')).toBeVisible();
  await expect(lars.getByRole('heading', { name: 'Settings' })).toHaveCount(0);

  await nora.getByLabel('Role of lars@example.org', { exact: true }).selectOption('admin');
  await nora.getByRole('button', { name: 'Save the role of lars@example.org' }).click();
  await expect(nora.getByText('Now admin.')).toBeVisible();
  await lars.reload();
  await expect(lars.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await lars.getByLabel('Description').fill('Where the river ends');
  await lars.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(lars.getByText('Saved.')).toBeVisible();
  await lars.getByRole('button', { name: 'Leave' }).click();
  await expect(lars).toHaveURL(/\/orgs$/);
  expect((await lars.goto('/orgs/delta'))?.status()).toBe(404);

  await nora.goto('/orgs/delta');
  await nora.getByRole('button', { name: 'Leave' }).click();
  await expect(nora.getByText('This is the last owner')).toBeVisible();
  await nora.getByRole('button', { name: 'Delete delta' }).click();
  await nora.getByLabel('Type delta to confirm').fill('delta');
  await nora.getByRole('button', { name: 'Delete for good' }).click();
  await expect(nora).toHaveURL(/\/orgs$/);
  await expect(nora.getByRole('link', { name: 'The Delta' })).toHaveCount(0);
  for (const page of [nora, lars]) await page.context().close();
});

test('a private repository is there for whom it is shared with, and looks well in both themes', async ({
  adminPage: page,
  browser,
  seeded,
}) => {
  test.setTimeout(300_000);
  const { repo } = seeded.hidden;
  const closed = await seeded.api.patch('/api/v1/orgs/acme', { data: { is_open: false } });
  expect(closed.status()).toBe(200);
  const lee = await join(browser, seeded, 'lee@example.org');
  try {
    expect((await lee.goto('/r/acme/hidden'))?.status()).toBe(404);
    expect((await lee.goto(`/repos/${repo.id}`))?.status()).toBe(404);
    await lee.goto('/search?q=confidential');
    await expect(lee.getByText('Nothing matches')).toBeVisible();

    await page.goto(`/repos/${repo.id}`);
    await page.getByLabel('E-mail of the person').fill('lee@example.org');
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await expect(page.getByText('It is shared with lee@example.org.')).toBeVisible();
    await expectGoodLooks(page);

    expect((await lee.goto('/r/acme/hidden'))?.status()).toBe(200);
    await lee.goto('/search?q=confidential');
    await expect(lee.getByRole('link', { name: 'secret.txt', exact: true })).toBeVisible();
    expect((await lee.goto(`/repos/${repo.id}`))?.status()).toBe(200);
    await expect(lee.getByRole('heading', { name: 'Settings' })).toHaveCount(0);
    await expect(lee.getByRole('button', { name: 'Sync acme/hidden' })).toHaveCount(0);

    await page.getByRole('button', { name: 'Remove lee@example.org' }).click();
    await expect(page.getByText('lee@example.org')).toHaveCount(0);
    expect((await lee.goto('/r/acme/hidden'))?.status()).toBe(404);
  } finally {
    await seeded.api.patch('/api/v1/orgs/acme', { data: { is_open: true } });
    await lee.context().close();
  }
});

test('the pages of organisations look well in both themes', async ({ adminPage: page }) => {
  test.setTimeout(300_000);
  for (const path of ['/orgs', '/orgs/new', '/orgs/acme']) {
    await page.goto(path);
    await expectGoodLooks(page);
  }
});
