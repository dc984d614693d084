// Tokens and the audit log as an administrator meets them, with a script and without one.
import { expectGoodLooks } from './fixtures/good-looks';
import { expect, test } from './fixtures/seeded-test';

const TOKEN = /^frs_[0-9A-Za-z]{36}$/;

test('a token is made, shown once, used, told of in the audit log, and revoked', async ({
  adminPage: page,
  seeded,
  playwright,
}) => {
  await page.goto('/settings');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Tokens' }).click();
  await page.getByLabel('Name', { exact: true }).fill('build server');
  await page.getByLabel('Ask for syncs').check();
  await page.getByLabel('It works for').selectOption('30 days');
  await page.getByRole('button', { name: 'Make a token' }).click();
  const secret = await page.getByLabel('New token', { exact: true }).inputValue();
  expect(secret).toMatch(TOKEN);
  await expectGoodLooks(page);
  await page.reload();
  await expect(page.getByRole('heading', { name: /^build server frs_…/ })).toBeVisible();
  await expect(page.getByText('sees, syncs, made')).toBeVisible();
  expect(await page.content()).not.toContain(secret);

  const program = await playwright.request.newContext({
    baseURL: seeded.url,
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  const list = await program.get('/api/v1/repos');
  expect(list.status()).toBe(200);
  expect(list.headers()['ratelimit-policy']).toMatch(/^"(visitor|token)";q=\d+;w=60$/);
  expect((await program.get('/api/v1/repos')).headers().ratelimit).toMatch(/^"token";r=\d+;t=\d+$/);
  expect((await program.get('/metrics')).status()).toBe(200);
  expect((await program.get('/r/acme/hidden/raw/main/secret.txt')).status()).toBe(200);
  expect((await program.delete(`/api/v1/repos/${seeded.rivers.repo.id}`)).status()).toBe(403);
  expect((await program.post(`/api/v1/repos/${seeded.rivers.repo.id}/sync?wait=60`)).status()).toBe(200);
  await page.reload();
  await expect(page.getByText(/used .* from 127\.0\.0\.1/)).toBeVisible();

  await page.getByRole('button', { name: 'Revoke build server' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('There is no token yet.')).toBeVisible();
  expect((await program.get('/api/v1/repos')).status()).toBe(401);
  await program.dispose();

  await page.goto('/settings/audit?subject=acme/rivers&verb=repo.sync');
  await expect(page.getByRole('list', { name: 'Entries' })).toContainText('by the token build server, from 127.0.0.1');
  expect(seeded.output()).not.toContain(secret);
});

test('the audit log is filtered, and taken away as a file', async ({ adminPage: page }) => {
  await page.goto('/settings');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Audit log' }).click();
  const entries = page.getByRole('list', { name: 'Entries' });
  await expect(entries.getByText('repo.add').first()).toBeVisible();
  await expectGoodLooks(page);
  await page.getByLabel('What').fill('repo.add');
  await page.getByLabel('Which').fill('acme/pools');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(entries.getByRole('listitem')).toHaveCount(1);
  await entries.getByText('What changed').click();
  await expect(entries.getByText('"is_public": true')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download all of these' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('freshet-audit.ndjson');
  await page.goto('/settings/audit?verb=nothing.such');
  await expect(page.getByRole('heading', { name: 'Nothing is told of that' })).toBeVisible();
});

test('without a script a token is made and revoked as well', async ({ browser, seeded }) => {
  const context = await browser.newContext({ baseURL: seeded.url, javaScriptEnabled: false });
  await context.addCookies((await seeded.api.storageState()).cookies);
  const page = await context.newPage();
  await page.goto('/settings/tokens');
  await page.getByLabel('Name', { exact: true }).fill('plain');
  await page.getByLabel('Only for the organisation').fill('nowhere');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await expect(page.getByText('There is no such organisation.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('plain');
  await page.getByLabel('Only for the organisation').fill('acme');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await expect(page.getByLabel('New token', { exact: true })).toHaveValue(TOKEN);
  await expect(page.getByText('sees, only acme, made')).toBeVisible();
  await page.getByRole('button', { name: 'Revoke plain' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('There is no token yet.')).toBeVisible();
  await context.close();
});
