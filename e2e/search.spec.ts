// Searching as a visitor: results, facets, paging, help, the keyboard, and no JavaScript.
import { expectAccessible } from './fixtures/axe';
import { expect, plainPage, test } from './fixtures/seeded-test';

test('results show the matching lines, where they are, and how fresh they are', async ({ page, seeded }) => {
  await page.goto('/search?q=openGauge');
  const result = page.getByRole('article').filter({ has: page.getByRole('link', { name: 'src/gauge.ts' }) });
  await expect(result.locator('mark', { hasText: 'openGauge' })).toBeVisible();
  await expect(result.getByRole('link', { name: 'acme/rivers', exact: true })).toHaveAttribute(
    'href',
    '/r/acme/rivers',
  );
  await expect(result.getByText(/^checked .*(ago|now)$/)).toBeVisible();
  const commit = seeded.rivers.repo.head_commit ?? '';
  await expect(result.getByRole('link', { name: commit.slice(0, 7), exact: true })).toHaveAttribute(
    'href',
    `/r/acme/rivers/commit/${commit}`,
  );
  await expect(result.locator('time')).toHaveAttribute('title', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
  await result
    .getByRole('link', { name: /^Line / })
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(`/r/acme/rivers/blob/${commit}/src/gauge.ts\\?q=openGauge#L\\d+$`));
  await expect(page.locator('.line.is-selected')).toHaveText(/openGauge/);
});

test('a query goes along into the file: all is marked, one match leads to the next, and back', async ({
  page,
  seeded,
}) => {
  await page.goto('/search?q=eddy+lang%3Ats');
  const more = page.getByRole('link', { name: /more matches in this file$/ });
  await more.click();
  await expect(page).toHaveURL(/\/src\/eddies\.ts\?q=eddy\+lang%3Ats#L\d+$/);
  const marks = page.locator('.file-code mark');
  await expect(marks).toHaveCount(90);
  await expect(page.getByLabel('Search code')).toHaveValue('eddy lang:ts');
  const bar = page.getByRole('navigation', { name: 'Matches in this file' });
  await expect(bar).toContainText('90 matches on 60 lines');

  await page.goto(`/r/acme/rivers/blob/main/src/eddies.ts?q=eddy`);
  await expect(page.locator('pre.is-live')).toBeVisible();
  const selected = page.locator('.line.is-selected .number');
  const status = bar.getByRole('status');
  await page.keyboard.press('n');
  const first = Number(await selected.textContent());
  await page.keyboard.press('n');
  await expect(selected).toHaveText(String(first + 5));
  await bar.getByRole('button', { name: 'Next match' }).click();
  await expect(selected).toHaveText(String(first + 10));
  await expect(selected).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('p');
  await expect(selected).toHaveText(String(first + 5));
  await expect(status).toHaveText(`${(first + 4) / 5 + 1} of 60, line ${first + 5}`);
  await page.goto(`/r/acme/rivers/blob/main/src/eddies.ts?q=eddy#L296`);
  await page.keyboard.press('n');
  await expect(selected).toHaveText('1');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Permalink' }).click();
  const { head_commit: commit } = seeded.rivers.repo;
  await expect(page).toHaveURL(`/r/acme/rivers/blob/${commit}/src/eddies.ts?q=eddy#L1`);
  await expect(marks).toHaveCount(90);
  await bar.getByRole('link', { name: 'Results' }).click();
  await expect(page).toHaveURL('/search?q=eddy');
});

test('matches lead from one to the next without JavaScript', async ({ browser, seeded }) => {
  const page = await plainPage(browser, seeded.url);
  await page.goto('/r/acme/rivers/blob/main/src/eddies.ts?q=eddy');
  await expect(page.locator('.file-code mark')).toHaveCount(90);
  await expect(page.getByRole('button', { name: 'Next match' })).toBeHidden();
  await page.getByRole('link', { name: 'First match' }).click();
  await expect(page).toHaveURL(/#L1$/);
  await page.getByRole('link', { name: 'Next match, line 6' }).click();
  await expect(page).toHaveURL(/#L6$/);
  await expect(page.getByRole('link', { name: 'Previous match, line 1' })).toBeInViewport();
  await page.context().close();
});

test('a file found by its name says that nothing in it matches', async ({ page }) => {
  await page.goto('/r/acme/rivers/blob/main/LICENSE?q=licence+file%3ALICENSE');
  await expect(page.getByText('Nothing in this text matches')).toBeVisible();
  await expect(page.getByText('Do with it what you like.')).toBeVisible();
});

test('facets narrow the query and widen it again', async ({ page }) => {
  await page.goto('/search?q=gauge');
  const facets = page.getByRole('complementary', { name: 'Narrow the results' });
  await facets.getByRole('link', { name: /^TypeScript/ }).click();
  await expect(page.getByLabel('Search code')).toHaveValue('gauge lang:TypeScript');
  await expect(page.getByRole('article').filter({ hasText: 'README.md' })).toHaveCount(0);
  await facets.getByRole('link', { name: 'TypeScript , remove this filter' }).click();
  await expect(page.getByLabel('Search code')).toHaveValue('gauge');
});

test('many results come in pages that do not repeat', async ({ page }) => {
  await page.goto('/search?q=Basin');
  const paths = () => page.getByRole('article').getByRole('heading').allTextContents();
  const first = await paths();
  expect(first).toHaveLength(20);
  await page.getByRole('link', { name: 'More results' }).click();
  await expect(page.getByRole('link', { name: 'First results' })).toBeVisible();
  const second = await paths();
  expect(second.filter((path) => first.includes(path))).toEqual([]);
  await page.getByRole('link', { name: 'First results' }).click();
  await expect(page.getByRole('link', { name: 'First results' })).toBeHidden();
});

test('the slash key goes to the search field, on every page', async ({ page }) => {
  for (const path of ['/search?q=gauge', '/r/acme/rivers', '/']) {
    await page.goto(path);
    const field = page.getByLabel('Search code');
    await page.locator('body').click({ position: { x: 3, y: 300 } });
    await page.keyboard.press('/');
    await expect(field).toBeFocused();
    expect(await field.inputValue()).not.toContain('/search');
    await page.keyboard.type('weir');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/search\?q=.*weir$/);
  }
});

test('results follow what is typed, and going back leads to the query before it', async ({ page }) => {
  await page.goto('/search?q=weir');
  const field = page.getByLabel('Search code');
  const paths = page.locator('#results h3');
  await expect(paths.filter({ hasText: 'src/weir.ts' })).toHaveCount(1);
  // The page listens once its script runs.
  await expect(async () => {
    await field.fill('');
    await field.pressSequentially('lock');
    await expect(page).toHaveURL(/q=lock$/, { timeout: 3000 });
  }).toPass();
  await expect(paths.filter({ hasText: 'src/lock.ts' })).toHaveCount(1);
  await expect(field).toBeFocused();
  await field.pressSequentially(' lang:ts');
  await expect(page).toHaveURL(/q=lock\+lang(%3A|:)ts$/);
  await expect(field).toHaveValue('lock lang:ts');
  await expect(field).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(/q=weir$/);
  await expect(field).toHaveValue('weir');
  await expect(paths.filter({ hasText: 'src/weir.ts' })).toHaveCount(1);
  await field.fill('lock');
  await field.press('Enter');
  await expect(paths.filter({ hasText: 'src/lock.ts' })).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL(/q=weir$/);
});

test('keys go along the results, open one, and say which they are', async ({ page }) => {
  await page.goto('/search?q=gauge');
  const results = page.locator('#results > li');
  const link = (n: number) => results.nth(n).getByRole('heading').getByRole('link').last();
  await expect(results.nth(1)).toBeVisible();
  // The page listens once its script runs.
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(link(0)).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('j');
  await expect(link(1)).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await expect(link(0)).toBeFocused();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  const target = await link(0).getAttribute('href');
  await page.keyboard.press('o');
  await expect(page).toHaveURL((url) => `${url.pathname}${url.search}${url.hash}` === target);
});

test('an empty and a silly query get help, not an error', async ({ page }) => {
  for (const q of ['"', '-', '((((', 'repo:', '\u0000', '%', '/(/', '"" ""', '-x', '🌊', 'a'.repeat(5000)]) {
    const answer = await page.goto(`/search?q=${encodeURIComponent(q)}`);
    expect(answer?.status(), q).toBe(200);
    await expect(
      page
        .getByRole('status')
        .or(page.getByRole('heading', { name: 'How to search' }))
        // A region that will tell of news is there before it has any.
        .filter({ visible: true })
        .first(),
      q,
    ).toBeVisible();
  }
  for (const q of ['', '   ', 'gauge lang:klingon', 'gauge repo:nobody/nothing']) {
    await page.goto(`/search?q=${encodeURIComponent(q)}`);
    await expect(page.getByRole('heading', { name: 'How to search' }), q).toBeVisible();
  }
  await page.goto('/search?q=gauge&cursor=nonsense');
  await expect(page.getByText('This search did not work')).toBeVisible();
});

test('visitors find nothing of what is not public, and people who signed in do', async ({
  page,
  adminPage,
  browser,
  seeded,
}) => {
  const visitor = await (await browser.newContext({ baseURL: seeded.url })).newPage();
  await visitor.goto('/search?q=confidential');
  await expect(visitor.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await visitor.goto('/');
  await expect(visitor.getByText('acme/rivers')).toBeVisible();
  await expect(visitor.getByText('acme/hidden')).toHaveCount(0);
  for (const path of ['/r/acme/hidden', '/r/acme/hidden/blob/main/secret.txt', '/r/acme/hidden/raw/main/secret.txt']) {
    expect((await visitor.goto(path))?.status(), path).toBe(404);
  }
  await visitor.context().close();
  await adminPage.goto('/search?q=confidential');
  await expect(page.locator('mark')).toHaveText(['confidential']);
});

test('everything can be read without JavaScript', async ({ browser, seeded }) => {
  const page = await plainPage(browser, seeded.url);
  await page.goto('/');
  await page.getByLabel('Search code').fill('openGauge');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.locator('mark').first()).toBeVisible();
  expect(await page.title()).toBe('openGauge · Search · Freshet');
  await page.getByRole('link', { name: 'acme/rivers', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Rivers', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'src', exact: true }).click();
  await page.getByRole('link', { name: 'gauge.ts' }).click();
  await expect(page.getByText('export interface Gauge')).toBeVisible();
  await page.getByRole('link', { name: 'Line 2', exact: true }).click();
  await expect(page).toHaveURL(/#L2$/);
  await page.getByRole('link', { name: 'Commits', exact: true }).click();
  await page.getByRole('link', { name: 'Add the weir' }).click();
  await expect(page.getByRole('link', { name: 'src/weir.ts' })).toBeVisible();
  await page.context().close();
});
