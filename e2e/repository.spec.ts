// Reading a repository: folders, a README that cannot do harm, files of every kind, commits.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { syncRepo } from './fixtures/api';
import { expectAccessible } from './fixtures/axe';
import { expectNoSidewaysScroll } from './fixtures/layout';
import { expect, plainPage, test } from './fixtures/seeded-test';

test('a repository shows its files, its README and its freshness', async ({ page }) => {
  await page.goto('/r/acme/rivers');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('acme/rivers');
  const files = page.getByRole('list', { name: 'Files in the root' });
  await expect(files.getByRole('listitem').first()).toContainText('data');
  await files.getByRole('link', { name: 'src' }).click();
  await page.getByRole('link', { name: 'deep' }).click();
  await expect(page).toHaveURL('/r/acme/rivers/tree/main/src/deep');
  await page.getByRole('navigation', { name: 'Path' }).getByRole('link', { name: 'rivers' }).click();
  await expect(page.getByRole('heading', { name: 'Use', exact: true })).toBeVisible();
});

test('a README is rendered, its links lead into the repository, and it can do no harm', async ({ page }) => {
  await page.goto('/r/acme/rivers');
  const readme = page.getByRole('region', { name: 'README.md' });
  await expect(readme.getByRole('link', { name: 'the guide' })).toHaveAttribute(
    'href',
    '/r/acme/rivers/blob/main/docs/guide.md#user-content-flow',
  );
  await expect(readme.getByRole('link', { name: 'the licence' })).toHaveAttribute(
    'href',
    '/r/acme/rivers/blob/main/LICENSE',
  );
  await expect(readme.getByRole('img', { name: 'The gauge' })).toHaveJSProperty('naturalWidth', 1);
  await expect(readme.getByText('badge')).toBeVisible();
  await expect(readme.locator('pre .c-keyword')).toHaveText('const');
  await expect(readme.getByRole('checkbox')).toHaveCount(2);
  await readme.getByText('More').click();
  await expect(readme.getByText('Hidden words.')).toBeVisible();
  await readme.getByText('a trap').click();
  await expect(readme.locator('script, iframe, form, style, [onerror]')).toHaveCount(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});

test('a file has colours, line links, ranges, a permalink and its raw bytes', async ({ page, seeded }) => {
  await page.goto('/r/acme/rivers/blob/main/src/gauge.ts#L3-L5');
  await expect(page.locator('.line .c-keyword').first()).toHaveText('export');
  await expect(page.locator('.line.is-selected')).toHaveCount(3);
  await page.getByRole('link', { name: 'Line 8', exact: true }).click();
  await expect(page).toHaveURL(/#L8$/);
  await expect(page.locator('.line.is-selected')).toHaveText(/export function openGauge/);
  await page.getByRole('link', { name: 'Line 10', exact: true }).click({ modifiers: ['Shift'] });
  await expect(page).toHaveURL(/#L8-L10$/);
  await expect(page.locator('.line.is-selected')).toHaveCount(3);
  await page.getByRole('link', { name: 'Find similar code' }).click();
  await expect(page.getByText('Like lines 8 to 10 of')).toBeVisible();
  await page.goBack();
  await page.getByRole('link', { name: 'Permalink' }).click();
  await expect(page).toHaveURL(new RegExp(`/blob/${seeded.rivers.repo.head_commit}/src/gauge.ts#L8-L10$`));
  await expect(page.locator('.line.is-selected')).toHaveCount(3);
  const raw = await page.request.get('/r/acme/rivers/raw/main/src/gauge.ts');
  expect(raw.headers()['content-type']).toBe('text/plain; charset=utf-8');
  expect(await raw.text()).toContain('export function openGauge');
});

test('the outline beside a file leads to its lines and to references, without JavaScript too', async ({
  page,
  browser,
  seeded,
}) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.goto('/r/acme/rivers/blob/main/src/gauge.ts');
  const outline = page.getByRole('complementary', { name: 'Outline' });
  await outline.getByRole('link', { name: 'openGauge', exact: true }).click();
  await expect(page).toHaveURL(/#L8$/);
  await expect(page.locator('.line.is-selected')).toHaveText(/export function openGauge/);
  await expectAccessible(page);
  await outline.getByRole('link', { name: 'uses of openGauge' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Symbols');
  await page.getByRole('combobox', { name: 'Role' }).selectOption('Definitions');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('listitem').getByRole('link', { name: 'openGauge' }).click();
  await expect(page).toHaveURL('/r/acme/rivers/blob/main/src/gauge.ts#L8');
  const plain = await plainPage(browser, seeded.url);
  await plain.setViewportSize({ width: 375, height: 812 });
  await plain.goto('/r/acme/rivers/blob/main/src/gauge.ts');
  await plain
    .getByText(/symbols? in this file/)
    .locator('visible=true')
    .click();
  await expect(plain.getByRole('link', { name: 'openGauge', exact: true })).toBeVisible();
  await expectNoSidewaysScroll(plain);
  await plain.goto('/symbols?name=openGauge');
  await expect(plain.getByRole('link', { name: 'openGauge' })).toBeVisible();
});

test('files that cannot be shown say so', async ({ page }) => {
  const at = (path: string) => page.goto(`/r/acme/rivers/blob/main/${path}`);
  await at('data/levels.bin');
  await expect(page.getByText('This file is binary')).toBeVisible();
  await at('data/large.txt');
  await expect(page.getByText('Lines 1 to 10,000 of 60,000').first()).toBeVisible();
  await page.getByRole('link', { name: 'More lines' }).first().click();
  await expect(page.getByText('Lines 10,001 to 20,000 of 60,000').first()).toBeVisible();
  await at('data/large.txt#L41234-L41236');
  await expect(page.locator('.line.is-selected')).toHaveCount(3);
  await at('data/wide.json');
  await expect(page.getByText(/x{100}/)).toBeVisible();
  await at('empty');
  await expect(page.getByText('This file is empty.')).toBeVisible();
  await at('docs/gauge.png');
  await expect(page.getByRole('img', { name: 'gauge.png' })).toHaveJSProperty('naturalWidth', 1);
  await at('latest');
  await expect(page.getByText('symbolic link')).toBeVisible();
  await expect(page.locator('.line')).toHaveText(/src\/gauge\.ts/);
  await at('run.sh');
  await expect(page.getByText('executable')).toBeVisible();
});

for (const width of [1280, 390]) {
  test(`a file’s bar stays in view, and a line comes with what is before it, at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/r/acme/rivers/blob/main/data/large.txt#L300');
    await expect(page.locator('.line.is-selected')).toHaveCount(1);
    const bar = page.locator('.file-bar');
    const bottomOf = async () => {
      const box = await bar.boundingBox();
      return (box?.y ?? 0) + (box?.height ?? 0);
    };
    for (const name of ['Raw', 'Permalink']) await expect(bar.getByRole('link', { name })).toBeInViewport({ ratio: 1 });
    await expect(bar.getByText('large.txt', { exact: true })).toBeInViewport({ ratio: 1 });
    const header = await page.getByRole('banner').boundingBox();
    expect((await bar.boundingBox())?.y).toBeGreaterThanOrEqual((header?.height ?? 0) - 1);
    expect((await page.locator('#L300').boundingBox())?.y).toBeGreaterThan((await bottomOf()) + 40);
    await expectNoSidewaysScroll(page);
    await page.goto('/r/acme/rivers/blob/main/data/wide.json');
    const code = page.getByRole('region', { name: 'Code' });
    const isWrapped = await code.evaluate((element) => element.scrollWidth <= element.clientWidth);
    expect(isWrapped).toBe(width === 390);
    await code.evaluate((element) => element.scrollBy({ left: 400 }));
    await expect(page.getByRole('link', { name: 'Line 1', exact: true })).toBeInViewport({ ratio: 1 });
  });
}

test('a linked line has lines before it without JavaScript too', async ({ browser, seeded }) => {
  const page = await plainPage(browser, seeded.url);
  await page.goto('/r/acme/rivers/blob/main/src/eddies.ts#L150');
  const bar = await page.locator('.file-bar').boundingBox();
  const line = await page.locator('#L150').boundingBox();
  expect(line?.y).toBeGreaterThan((bar?.y ?? 0) + (bar?.height ?? 0) + 40);
  await page.context().close();
});

test('the numbers of thousands of lines are one stop for the tab key, and arrows walk along them', async ({ page }) => {
  await page.goto('/r/acme/rivers/blob/main/data/large.txt');
  await expect(page.locator('pre.is-live')).toBeVisible();
  const note = page.getByText('without colours because the file is large').first();
  await expect(note).toBeInViewport();
  await page.getByRole('region', { name: 'Code' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Line 1', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#L3$/);
  await expect(page.locator('.line.is-selected')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'Line 3', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'More lines' }).last()).toBeFocused();
});

test('Markdown is typeset, its links and images lead to files, and lines of it mean its source', async ({ page }) => {
  const guide = '/r/acme/rivers/blob/main/docs/guide.md';
  await page.goto(guide);
  await expect(page.getByRole('heading', { name: 'Flow' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'How it looks' })).toHaveJSProperty('naturalWidth', 1);
  await expect(page.getByRole('link', { name: 'the summary' })).toHaveAttribute(
    'href',
    '/r/acme/rivers/blob/main/README.md#user-content-use',
  );
  await expectAccessible(page);
  await page.getByRole('link', { name: 'the gauge' }).click();
  await expect(page.locator('.line.is-selected')).toHaveText(/openGauge/);
  await page.goto(guide);
  await page.getByRole('link', { name: 'Source' }).last().click();
  await expect(page).toHaveURL(`${guide}?plain=1`);
  await expect(page.locator('#L1')).toHaveText(/# Guide/);
  await page.getByRole('link', { name: 'Rendered' }).click();
  await expect(page.getByRole('heading', { name: 'Flow' })).toBeVisible();
  await page.goto(`${guide}#L3`);
  await expect(page).toHaveURL(`${guide}?plain=1#L3`);
  await expect(page.locator('.line.is-selected')).toHaveText(/## Flow/);
  await page.goto('/r/acme/rivers/blob/main/README.md');
  await expect(page.locator('.markdown').locator('script, iframe, form, style, [onerror]')).toHaveCount(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});

test('the menu of branches and tags is used with the keyboard, and without JavaScript', async ({
  page,
  browser,
  seeded,
}) => {
  await page.goto('/r/acme/rivers/blob/main/src/gauge.ts');
  const summary = page.locator('summary', { hasText: 'Branch: main' });
  await summary.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'v1.10' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  const field = page.getByLabel('Find a branch or tag');
  await expect(field).toBeFocused();
  await page.keyboard.type('TIDES');
  await expect(page.getByRole('link', { name: 'v1.10' })).toBeHidden();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'feature/tides' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(summary).toBeFocused();
  await expect(field).toBeHidden();
  await page.keyboard.press('Enter');
  await field.fill('v1.9');
  await page.getByRole('link', { name: 'v1.9' }).click();
  await expect(page).toHaveURL('/r/acme/rivers/blob/v1.9/src/gauge.ts');
  await expect(page.locator('summary', { hasText: 'Branch: v1.9' })).toBeVisible();
  await expect(field).toBeHidden();

  const plain = await plainPage(browser, seeded.url);
  await plain.goto('/r/acme/rivers/blob/main/src/gauge.ts');
  await plain.locator('summary', { hasText: 'Branch: main' }).click();
  await plain.getByLabel('Find a branch or tag').fill('v1');
  await plain.keyboard.press('Enter');
  await expect(plain.getByRole('region', { name: 'Tags' }).getByRole('link')).toHaveText(['v1.10', 'v1.9']);
  await plain.getByRole('link', { name: 'v1.9' }).click();
  await expect(plain).toHaveURL('/r/acme/rivers/blob/v1.9/src/gauge.ts');
  await plain.context().close();
});

test('a page that is slow to come is said to be coming', async ({ page }) => {
  await page.goto('/r/acme/rivers');
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/r/acme/rivers/commits*', async (route) => {
    await held;
    await route.continue();
  });
  const bar = page.getByRole('progressbar', { name: 'Loading' });
  await page.getByRole('link', { name: 'Commits', exact: true }).click();
  await expect(bar).toBeVisible();
  release();
  await expect(page).toHaveURL('/r/acme/rivers/commits');
  await expect(bar).toHaveCount(0);
});

test('names with every awkward character can be opened', async ({ page }) => {
  for (const name of ['a b#c?d%.txt', 'größe.txt']) {
    await page.goto('/r/acme/rivers/tree/main/names');
    await page.getByRole('link', { name }).click();
    await expect(page.getByText(/An(other one| awkward name)\./)).toBeVisible();
    const raw = await page.getByRole('link', { name: 'Raw' }).getAttribute('href');
    expect((await page.request.get(raw ?? '')).status()).toBe(200);
  }
});

test('what a repository holds is never run as ours', async ({ page, watch }) => {
  // The browser says so when the sandbox keeps a script from running.
  watch.expected.push('Blocked script execution');
  for (const [path, type] of [
    ['docs/evil.html', 'text/plain; charset=utf-8'],
    ['docs/evil.svg', 'image/svg+xml'],
  ]) {
    const answer = await page.goto(`/r/acme/rivers/raw/main/${path}`);
    expect(answer?.headers()['content-type']).toBe(type);
    expect(answer?.headers()['content-security-policy']).toContain('sandbox');
    expect(answer?.headers()['x-content-type-options']).toBe('nosniff');
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  }
});

test('branches with a slash can be chosen, commits can be read', async ({ page, seeded }) => {
  await page.goto('/r/acme/rivers');
  await page.locator('summary', { hasText: 'Branch: main' }).click();
  await page.getByRole('link', { name: 'feature/tides' }).click();
  await expect(page).toHaveURL('/r/acme/rivers/tree/feature%2Ftides');
  await page.getByRole('link', { name: 'LICENSE' }).click();
  await expect(page.getByText('Do with it what you like.')).toBeVisible();
  await page.getByRole('link', { name: 'Commits', exact: true }).click();
  await page.getByRole('link', { name: 'Measure the first river' }).click();
  await expect(page.getByText(/^\d+ changed files$/)).toBeVisible();
  await page.getByRole('link', { name: 'All files at this commit' }).click();
  await expect(page).toHaveURL(/\/tree\/[0-9a-f]{40}$/);
  expect(page.url()).not.toContain(seeded.rivers.repo.head_commit);
  await expect(page.getByRole('link', { name: 'README.md' }).first()).toBeVisible();
});

test('addresses that people type lead to what they mean', async ({ page }) => {
  await page.goto('/r/acme/rivers/tree/feature/tides');
  await expect(page).toHaveURL('/r/acme/rivers/tree/feature%2Ftides');
  await page.goto('/r/acme/rivers/blob/feature/tides/LICENSE');
  await expect(page).toHaveURL('/r/acme/rivers/blob/feature%2Ftides/LICENSE');
  await page.goto('/r/acme/rivers/blob/main/src');
  await expect(page).toHaveURL('/r/acme/rivers/tree/main/src');
});

test('what does not exist is a 404 with a way on', async ({ page }) => {
  for (const path of [
    '/nope',
    '/r/acme/nope',
    '/r/acme/rivers/blob/main/nope',
    '/r/acme/rivers/tree/nope',
    '/r/acme/rivers/tree/main/README.md',
    '/r/acme/rivers/blob/main/..%2f..%2fetc%2fpasswd',
    `/r/acme/rivers/commit/${'0'.repeat(40)}`,
    '/r/acme/rivers/commit/main',
    '/?after=nonsense',
    '/r/acme/rivers/commits?cursor=nonsense',
    '/r/acme/rivers/tree/main/src?cursor=nonsense',
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { name: 'This page does not exist' }), path).toBeVisible();
  }
});

test('a copy that has vanished from the disk is explained, and Sync brings it back', async ({ page, seeded }) => {
  const { id } = seeded.pools.repo;
  await rm(path.join(seeded.dataDir, 'mirrors', `${id}.git`), { recursive: true });
  await page.goto('/r/acme/pools');
  await expect(page.getByText('Its files cannot be shown right now')).toBeVisible();
  await page.goto('/search?q=Basin1');
  await expect(page.locator('mark').first()).toBeVisible();
  await syncRepo(seeded.api, id);
  await page.goto('/r/acme/pools/blob/main/lib/pool-1.go');
  await expect(page.getByText('Basin 1 holds water.')).toBeVisible();
});

test('a repository whose upstream is gone says so and still shows what it has', async ({ page }) => {
  await page.goto('/r/acme/broken');
  await expect(page.getByText('The last sync did not succeed')).toBeVisible();
  await expect(page.getByText(/last sync failed, checked/)).toBeVisible();
  await page.getByRole('link', { name: 'dam.txt' }).click();
  await expect(page.getByText('This dam has held water.')).toBeVisible();
});
