// People: an invitation, a new password, an account that is disabled, and what visitors are kept from.
import { expect, plainPage, test } from './fixtures/seeded-test';

test('an invited person joins, changes the password, and is out once disabled', async ({
  adminPage,
  browser,
  seeded,
}) => {
  await adminPage.goto('/settings');
  await adminPage.getByLabel('E-mail', { exact: true }).fill('joan@example.org');
  await adminPage.getByRole('button', { name: 'Make a link' }).click();
  const link = await adminPage.getByLabel('Invitation link').inputValue();
  expect(new URL(link).origin).toBe(seeded.url);

  const guest = await (await browser.newContext({ baseURL: seeded.url })).newPage();
  await guest.goto(link);
  await expect(guest.getByLabel('E-mail')).toHaveValue('joan@example.org');
  await guest.getByLabel('Password').fill('too short');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await expect(guest.getByRole('heading', { name: 'Join Freshet' })).toBeVisible();
  await guest.getByLabel('Password').fill('joans first password');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await expect(guest.getByRole('link', { name: 'Repositories' })).toBeVisible();
  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'This invitation does not work any more' })).toBeVisible();

  await guest.goto('/settings');
  await expect(guest.getByRole('heading', { name: 'People' })).toHaveCount(0);
  await guest.getByLabel('Current password').fill('not joans password');
  await guest.getByLabel('New password').fill('joans second password');
  await guest.getByRole('button', { name: 'Change password' }).click();
  await expect(guest.getByText('The current password is not right.')).toBeVisible();
  await guest.getByLabel('Current password').fill('joans first password');
  await guest.getByRole('button', { name: 'Change password' }).click();
  await expect(guest.getByText('Your password has been changed.')).toBeVisible();
  await guest.goto('/repos');
  await expect(guest.getByRole('heading', { name: 'Repositories' })).toBeVisible();

  await adminPage.goto('/settings');
  await adminPage.getByRole('button', { name: 'Disable joan@example.org' }).click();
  await expect(adminPage.getByRole('button', { name: 'Enable joan@example.org' })).toBeVisible();
  await guest.goto('/repos');
  await expect(guest).toHaveURL(/\/sign-in/);
  await guest.context().close();

  await adminPage.getByRole('button', { name: 'Delete joan@example.org' }).click();
  await adminPage.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(adminPage.getByText('joan@example.org')).toHaveCount(0);
});

test('visitors are sent to sign in, and back to nowhere but here', async ({ page, seeded }) => {
  for (const path of ['/repos', '/repos/new', `/repos/${seeded.rivers.repo.id}`, '/settings']) {
    await page.goto(path);
    await expect(page, path).toHaveURL(new RegExp(`/sign-in\\?next=${encodeURIComponent(path)}$`));
  }
  await page.goto('/sign-in?next=//evil.example/');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByLabel('Password').fill('a swift and narrow stream');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${seeded.url}/repos`);
});

test('a form that is sent before its script is there tells no password to an address', async ({ browser, seeded }) => {
  const page = await plainPage(browser, seeded.url);
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByLabel('Password').fill('a swift and narrow river');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('not right');
  await expect(page.getByLabel('E-mail')).toHaveValue('ada@example.org');
  await expect(page.getByLabel('Password')).toHaveValue('');
  expect(page.url()).toBe(`${seeded.url}/sign-in`);
  expect(await page.content()).not.toContain('narrow river');
  await page.context().close();
});

test('settings of a repository are changed, and a token is never shown', async ({ adminPage: page, seeded }) => {
  await page.goto(`/repos/${seeded.pools.repo.id}`);
  await page.getByLabel('Access token').fill('t0ken-of-the-pools');
  await page.getByLabel('Check upstream').selectOption('Every hour');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeFocused();
  await page.getByLabel('Branches to search').fill('not saved yet');
  await expect(page.getByText('Saved.')).toHaveCount(0);
  await expect(page.getByLabel('Branches to search')).toHaveValue('not saved yet');
  await expect(page.getByText('Ready', { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Check upstream')).toHaveValue('3600');
  await expect(page.getByLabel('Access token')).toHaveAttribute('placeholder', /^Stored/);
  expect(await page.content()).not.toContain('t0ken-of-the-pools');
  await page.getByLabel('Remove the stored token').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByLabel('Remove the stored token')).toHaveCount(0);
});
