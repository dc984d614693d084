// Forms when no script is there: never, or not yet. What is typed is not lost, and every refusal says why.
import { type Browser, expect, type Page } from '@playwright/test';
import { expectGoodLooks } from './fixtures/good-looks';
import { type Product, startProduct } from './fixtures/product';
import { test as watched } from './fixtures/watched-test';
import { createRepo } from './servers/git/git-repo';

const test = watched.extend<{ baseURL: string }, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      const product = await startProduct();
      await createRepo(product.upstreams, 'acme/rivers', { 'src/gauge.ts': 'export const gauge = 7;\n' });
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
});

const account = { email: 'grace@example.org', password: 'water finds its own way' };

test('the whole story without a script', async ({ browser, product }) => {
  test.setTimeout(240_000);
  const context = await browser.newContext({ baseURL: product.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await test.step('the first administrator', () => setUp(page, product));
  await test.step('sign out, and in again', () => signOutAndIn(page));
  await test.step('a repository', () => addRepository(page, product));
  await test.step('settings', () => changeSettings(page));
  await test.step('an invited person', () => inviteSomebody(page, browser, product));
  await test.step('sync', () => pressSync(page, product));
  await test.step('delete', () => deleteRepository(page));
  await context.close();
});

async function setUp(page: Page, product: Product) {
  await page.goto(product.setupLink ?? '');
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Name').fill('Grace');
  await page.getByLabel('Password').fill('aaaaaaaaaaaaaa');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('alert')).toContainText('more than a few different characters');
  await expect(page.getByLabel('E-mail')).toHaveValue(account.email);
  await expect(page.getByLabel('Name')).toHaveValue('Grace');
  await expect(page.getByLabel('Password')).toHaveValue('');
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'No repositories yet' })).toBeVisible();
}

async function signOutAndIn(page: Page) {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto('/repos/new');
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('not right');
  await expect(page.getByLabel('E-mail')).toHaveValue(account.email);
  expect(await page.content()).not.toContain('not this one');
  await page.reload();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/repos\/new$/);
}

async function addRepository(page: Page, product: Product) {
  const address = page.getByLabel('Address');
  // The page has a second form, for what is hosted here.
  const isPublic = page.locator('form', { has: address }).getByLabel('Public');
  await address.fill('http://169.254.169.254/latest.git');
  await isPublic.check();
  await page.getByText('Private source, name, branches, schedule').click();
  await page.getByLabel('Branches to search').fill('main');
  await page.getByRole('button', { name: 'Add repository' }).click();
  await expect(address).toHaveAccessibleDescription(/169\.254\.169\.254/);
  await expect(address).toHaveValue('http://169.254.169.254/latest.git');
  await expect(isPublic).toBeChecked();
  await page.getByText('Private source, name, branches, schedule').click();
  await expect(page.getByLabel('Branches to search')).toHaveValue('main');
  await address.fill(`${product.git.url}/acme/rivers.git`);
  await page.getByRole('button', { name: 'Add repository' }).click();
  await expect(page.getByRole('heading', { name: 'acme/rivers' })).toBeVisible();
  await readUntil(page, 'Ready');
}

async function changeSettings(page: Page) {
  await page.getByLabel('Organisation').fill('no good name!');
  await page.getByLabel('Check upstream').selectOption('Every hour');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('letters, digits, dots');
  await expect(page.getByLabel('Organisation')).toHaveValue('no good name!');
  await expect(page.getByLabel('Check upstream')).toHaveValue('3600');
  await page.getByLabel('Organisation').fill('acme');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByLabel('Check upstream')).toHaveValue('3600');
}

async function inviteSomebody(page: Page, browser: Browser, product: Product) {
  await page.goto('/settings');
  await page.getByLabel('E-mail', { exact: true }).fill('joan@example.org');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  const guest = await (await browser.newContext({ baseURL: product.url, javaScriptEnabled: false })).newPage();
  await guest.goto(link);
  await guest.getByLabel('Password').fill('joans first password');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await expect(guest.getByRole('link', { name: 'Repositories' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Invitation link')).toHaveCount(0);
  await page.getByRole('button', { name: 'Sign out joan@example.org' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('Signed out everywhere.')).toBeVisible();
  await guest.goto('/repos');
  await expect(guest).toHaveURL(/\/sign-in/);
  await guest.context().close();
}

async function pressSync(page: Page, product: Product) {
  await page.goto('/repos');
  const release = product.git.hold({ match: '/acme/rivers.git/info/refs', times: 1 });
  await page.getByRole('button', { name: 'Sync acme/rivers' }).click();
  await expect(page).toHaveURL(/\/repos$/);
  await page.getByRole('button', { name: 'Sync acme/rivers' }).click();
  await expect(page.getByRole('status').filter({ hasText: /already|busy|under way/i })).toBeVisible();
  release();
  await readUntil(page, 'Ready');
}

async function deleteRepository(page: Page) {
  await page.getByRole('link', { name: 'acme/rivers' }).click();
  await page.getByRole('button', { name: 'Delete…' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel('Type acme/rivers to confirm').fill('acme/river');
  await dialog.getByRole('button', { name: 'Move to the bin' }).click();
  await expect(page.getByRole('alert')).toContainText('Type acme/rivers to confirm');
  await page.getByRole('button', { name: 'Delete…' }).click();
  await expect(dialog.getByLabel('Type acme/rivers to confirm')).toHaveValue('acme/river');
  await dialog.getByLabel('Type acme/rivers to confirm').fill('acme/rivers');
  await dialog.getByRole('button', { name: 'Move to the bin' }).click();
  await expect(page.getByRole('heading', { name: 'No repositories yet' })).toBeVisible();
}

/** Loads the page again until it says `text`. */
async function readUntil(page: Page, text: string) {
  await expect
    .poll(async () => {
      await page.reload();
      return await page.getByText(text, { exact: true }).count();
    })
    .toBeGreaterThan(0);
}

test.describe('while the scripts are on their way', () => {
  // After a failure the next test has a product of its own, without the account that the story made.
  test.beforeAll(async ({ product }) => {
    const token = new URL(product.setupLink ?? '').searchParams.get('token');
    const made = await fetch(`${product.url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, ...account }),
    });
    expect([201, 403]).toContain(made.status);
  });

  /** A page whose scripts come once they are let through. */
  async function slowPage(browser: Browser, url: string) {
    const context = await browser.newContext({ baseURL: url });
    let letThrough = () => {};
    const through = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await context.route(/\/_next\/static\/.*\.js/, async (route) => {
      await through;
      await route.continue().catch(() => {});
    });
    const page = await context.newPage();
    const open = (path: string) => page.goto(path, { waitUntil: 'commit' });
    /** Lets the scripts come, and waits until the form is in their hands. */
    const comeAlive = async () => {
      letThrough();
      await page.waitForFunction(() =>
        [...document.querySelectorAll('main form')].every((form) =>
          Object.keys(form).some((key) => key.startsWith('__reactProps')),
        ),
      );
    };
    return { page, open, comeAlive };
  }

  test('nothing that is typed is lost when they come', async ({ browser, product }) => {
    const { page, open, comeAlive } = await slowPage(browser, product.url);
    await open('/sign-in?next=/repos/new');
    await page.getByLabel('E-mail').fill(account.email);
    await page.getByLabel('Password').fill(account.password);
    await comeAlive();
    await expect(page.getByLabel('E-mail')).toHaveValue(account.email);
    await expect(page.getByLabel('Password')).toHaveValue(account.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'Add a repository' })).toBeVisible();
    const { cookies } = await page.context().storageState();
    await page.context().close();

    const slow = await slowPage(browser, product.url);
    await slow.page.context().addCookies(cookies);
    await slow.open('/repos/new');
    await slow.page.getByLabel('Address').fill('http://169.254.169.254/latest.git');
    await slow.page
      .locator('form', { has: slow.page.getByLabel('Address') })
      .getByLabel('Public')
      .check();
    await slow.comeAlive();
    await expect(slow.page.getByLabel('Address')).toHaveValue('http://169.254.169.254/latest.git');
    await expect(
      slow.page.locator('form', { has: slow.page.getByLabel('Address') }).getByLabel('Public'),
    ).toBeChecked();
    await slow.page.getByRole('button', { name: 'Add repository' }).click();
    await expect(slow.page.getByLabel('Address')).toHaveAccessibleDescription(/169\.254\.169\.254/);
    await slow.page.context().close();
  });

  test('a form that is sent before is taken, and its page goes on from there', async ({ browser, product }) => {
    const { page, open, comeAlive } = await slowPage(browser, product.url);
    await open('/sign-in');
    await page.getByLabel('E-mail').fill(account.email);
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
    await comeAlive();
    await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
    await expect(page.getByLabel('E-mail')).toHaveValue(account.email);
    await page.getByLabel('Password').fill(account.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: /epositories/ }).first()).toBeVisible();
    await page.goto('/settings');
    await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeVisible();
    await expectGoodLooks(page);
    await page.context().close();
  });

  test('an open page goes away with its session', async ({ browser, product }) => {
    const signIn = async () => {
      const page = await (await browser.newContext({ baseURL: product.url })).newPage();
      await page.goto('/sign-in?next=/settings');
      await page.getByLabel('E-mail').fill(account.email);
      await page.getByLabel('Password').fill(account.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeVisible();
      return page;
    };
    const [there, here] = [await signIn(), await signIn()];
    await here.getByRole('button', { name: 'End all others' }).click();
    await expect(here.getByText('All others have ended.')).toBeVisible();
    await expect(there).toHaveURL(/\/sign-in/);
    for (const page of [there, here]) await page.context().close();
  });
});
