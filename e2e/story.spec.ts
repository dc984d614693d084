// The whole story in one sitting: first start, add, search, push, sync, a busy and a broken upstream, delete.
import { type Browser, expect, type Page } from '@playwright/test';
import { type Product, startProduct } from './fixtures/product';
import { test as watched } from './fixtures/watched-test';
import { createRepo, type GitRepo } from './servers/git/git-repo';

const test = watched.extend<{ baseURL: string }, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
});

const account = { email: 'grace@example.org', password: 'water finds its own way' };

test('from the first start to a deleted repository', async ({ page, browser, product }) => {
  test.setTimeout(240_000);
  const upstream = await createRepo(product.upstreams, 'acme/rivers', {
    'README.md': '# Rivers\n',
    'src/gauge.ts': 'export function readGauge() {\n  return "narrow_channel";\n}\n',
  });

  await test.step('a fresh server points to its one-time link, and signs nobody in', () => nobodyYet(page, product));
  await test.step('the one-time link makes the first administrator', () => setUp(page, product));
  await test.step('sign out and in again', () => signOutAndIn(page));
  await test.step('a refused address says why, next to the field', () => refusedAddress(page));
  await test.step('add a repository and watch its progress', () => addAndWatch(page, product));
  await test.step('the same address again leads to the first', () => addAgain(page, product));
  await test.step('anybody may search it now', () => searchSignedOut(browser, product, 'narrow_channel', true));
  await test.step('a push is searchable after Sync, the old line is gone', () =>
    pushAndSync(page, browser, product, upstream));
  await test.step('a second Sync meanwhile is refused in friendly words', () => busy(page, product));
  await test.step('a failing upstream is explained, the old content stays', () =>
    failingUpstream(page, browser, product));
  await test.step('it recovers by Sync', () => recovers(page, product));
  await test.step('delete asks for the name and leaves nothing', () => deleteIt(page, browser, product));
});

async function nobodyYet(page: Page, product: Product) {
  for (const path of ['/', '/sign-in', '/repos', '/setup?token=x', product.setupLink ?? '']) {
    await page.goto(path);
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Sign in' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
  }
  const token = new URL(product.setupLink ?? '').searchParams.get('token') ?? '';
  for (const path of ['/', '/sign-in', '/repos']) {
    await page.goto(path);
    await expect(page.getByText(/Open the link that the server printed when it started/)).toBeVisible();
    expect(await page.content()).not.toContain(token);
  }
}

async function setUp(page: Page, product: Product) {
  expect(product.setupLink).not.toBeNull();
  await page.goto(product.setupLink ?? '');
  await expect(page.getByRole('heading', { name: 'Welcome to Freshet' })).toBeVisible();
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'No repositories yet' })).toBeVisible();
  await page.goto(product.setupLink ?? '');
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
}

async function signOutAndIn(page: Page) {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing public here yet' })).toBeVisible();
  await page.goto('/repos/new');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Frepos%2Fnew$/);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/repos\/new$/);
}

async function refusedAddress(page: Page) {
  const address = page.getByLabel('Address');
  await address.fill('http://169.254.169.254/latest.git');
  await page.getByRole('button', { name: 'Add repository' }).click();
  await expect(address).toHaveAccessibleDescription(/169\.254\.169\.254/);
  await expect(address).toHaveAttribute('aria-invalid', 'true');
}

async function addAndWatch(page: Page, product: Product) {
  const release = product.git.hold({ match: '/acme/rivers.git/git-upload-pack', times: 1 });
  await page.getByLabel('Address').fill(`${product.git.url}/acme/rivers.git`);
  await page
    .locator('form', { has: page.getByLabel('Address') })
    .getByLabel('Public')
    .check();
  await page.getByRole('button', { name: 'Add repository' }).click();
  await expect(page.getByRole('heading', { name: 'acme/rivers' })).toBeVisible();
  await expect(page.getByRole('progressbar')).toBeVisible();
  release();
  await expect(page.getByText('Ready', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Indexed .*, checked /)).toBeVisible();
  const runs = page.getByRole('region', { name: 'Runs' });
  await expect(runs.getByText('Done')).toBeVisible();
  await runs.getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'Run of acme/rivers' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Publish' })).toHaveText(
    / % of the whole, from (?:\d+ min )?[\d.]+ m?s after the request$/,
  );
  await expect(page.getByText('Files added').locator('..')).toHaveText('Files added2');
}

async function addAgain(page: Page, product: Product) {
  await page.goto('/repos/new');
  await page.getByLabel('Address').fill(`${product.git.url}/acme/rivers.git`);
  await page.getByRole('button', { name: 'Add repository' }).click();
  const refusal = page.getByRole('alert').filter({ hasText: 'There is a repository acme/rivers already' });
  await refusal.getByRole('link', { name: 'Open the one that is there' }).click();
  await expect(page).toHaveURL(/\/repos\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: 'acme/rivers' })).toBeVisible();
}

async function searchSignedOut(browser: Browser, product: Product, text: string, isThere: boolean) {
  const context = await browser.newContext({ baseURL: product.url });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByLabel('Search code').fill(text);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(/\/search\?q=/);
  if (isThere) await expect(page.locator('mark', { hasText: text })).toBeVisible();
  else await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await context.close();
}

async function pushAndSync(page: Page, browser: Browser, product: Product, upstream: GitRepo) {
  const commit = await upstream.commit(
    { 'src/gauge.ts': 'export function readGauge() {\n  return "wide_estuary";\n}\n' },
    { message: 'Widen the gauge' },
  );
  await page.goto('/repos');
  await page.getByRole('button', { name: 'Sync acme/rivers' }).click();
  await expect
    .poll(async () => (await page.request.get('/api/v1/search?q=wide_estuary')).json())
    .toMatchObject({ results: [{ repo: 'acme/rivers', commit }] });
  await searchSignedOut(browser, product, 'wide_estuary', true);
  await searchSignedOut(browser, product, 'narrow_channel', false);
  await expect(page.getByText('Ready', { exact: true })).toBeVisible();
}

async function busy(page: Page, product: Product) {
  const release = product.git.hold({ match: '/acme/rivers.git/info/refs', times: 1 });
  const sync = page.getByRole('button', { name: 'Sync acme/rivers' });
  await sync.click();
  await expect(page.getByText('Indexing', { exact: true })).toBeVisible();
  const refused = page.waitForResponse((response) => response.url().endsWith('/sync') && response.status() === 409);
  await sync.click();
  await refused;
  await expect(page.getByRole('status').filter({ hasText: /already|busy|under way/i })).toBeVisible();
  release();
  await expect(page.getByText('Ready', { exact: true })).toBeVisible();
}

async function failingUpstream(page: Page, browser: Browser, product: Product) {
  product.git.faults.push({ match: '/acme/rivers.git', status: 401 });
  await page.getByRole('button', { name: 'Sync acme/rivers' }).click();
  await expect(page.getByText('Failing', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'What to do' }).click();
  await expect(page.getByText('The last sync did not succeed')).toBeVisible();
  await expect(page.getByText('Give a token that may read this repository')).toBeVisible();
  await searchSignedOut(browser, product, 'wide_estuary', true);
}

async function recovers(page: Page, product: Product) {
  product.git.faults.length = 0;
  await page.getByRole('button', { name: 'Sync acme/rivers' }).click();
  await expect(page.getByText('Ready', { exact: true })).toBeVisible();
  await expect(page.getByText('The last sync did not succeed')).toBeHidden();
}

async function deleteIt(page: Page, browser: Browser, product: Product) {
  await page.getByRole('button', { name: 'Delete…' }).click();
  const dialog = page.getByRole('alertdialog');
  const forGood = dialog.getByRole('button', { name: 'Move to the bin' });
  await expect(forGood).toBeDisabled();
  await dialog.getByLabel('Type acme/rivers to confirm').fill('acme/river');
  await expect(forGood).toBeDisabled();
  await dialog.getByLabel('Type acme/rivers to confirm').fill('acme/rivers');
  await forGood.click();
  await expect(page.getByRole('heading', { name: 'No repositories yet' })).toBeVisible();
  await searchSignedOut(browser, product, 'wide_estuary', false);
  expect((await page.goto('/r/acme/rivers'))?.status()).toBe(404);
}
