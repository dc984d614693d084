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
  const joan = await join(browser, seeded, 'joan@example.org');
  const kim = await join(browser, seeded, 'kim@example.org');

  await joan.goto('/orgs/new');
  await joan.getByLabel('Address').fill('settings');
  await joan.getByRole('button', { name: 'Make it' }).click();
  await expect(joan.getByRole('alert')).toContainText('needs for itself');
  await expect(joan.getByLabel('Address')).toHaveValue('settings');
  await joan.getByLabel('Address').fill('delta');
  await joan.getByLabel('Name').fill('The Delta');
  await joan.getByRole('button', { name: 'Make it' }).click();
  await expect(joan).toHaveURL(/\/orgs\/delta$/);
  await expect(joan.getByRole('heading', { name: 'The Delta' })).toBeVisible();

  expect((await kim.goto('/orgs/delta'))?.status()).toBe(404);
  await joan.getByLabel('E-mail').fill('nobody@example.org');
  await joan.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(joan.getByRole('alert')).toContainText('Nobody here has an account');
  await joan.getByLabel('E-mail').fill('kim@example.org');
  await joan.getByLabel('Role', { exact: true }).selectOption('viewer');
  await joan.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(joan.getByRole('status').filter({ hasText: 'kim@example.org is in: viewer.' })).toBeVisible();

  await kim.goto('/orgs');
  await kim.getByRole('link', { name: 'The Delta' }).click();
  await expect(kim.getByText('You are a viewer')).toBeVisible();
  await expect(kim.getByRole('heading', { name: 'Settings' })).toHaveCount(0);

  await joan.getByLabel('Role of kim@example.org', { exact: true }).selectOption('admin');
  await joan.getByRole('button', { name: 'Save the role of kim@example.org' }).click();
  await expect(joan.getByText('Now admin.')).toBeVisible();
  await kim.reload();
  await expect(kim.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await kim.getByLabel('Description').fill('Where the river ends');
  await kim.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(kim.getByText('Saved.')).toBeVisible();
  await kim.getByRole('button', { name: 'Leave' }).click();
  await expect(kim).toHaveURL(/\/orgs$/);
  expect((await kim.goto('/orgs/delta'))?.status()).toBe(404);

  await joan.goto('/orgs/delta');
  await joan.getByRole('button', { name: 'Leave' }).click();
  await expect(joan.getByText('This is the last owner')).toBeVisible();
  await joan.getByRole('button', { name: 'Delete', exact: true }).click();
  await joan.getByLabel('Type delta to confirm').fill('delta');
  await joan.getByRole('button', { name: 'Delete for good' }).click();
  await expect(joan).toHaveURL(/\/orgs$/);
  await expect(joan.getByRole('link', { name: 'The Delta' })).toHaveCount(0);
  for (const page of [joan, kim]) await page.context().close();
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
    await expect(lee.getByText('secret.txt')).toBeVisible();
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
