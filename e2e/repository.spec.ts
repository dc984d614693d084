// Reading a repository: folders, a README that cannot do harm, files of every kind, commits.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { syncRepo } from './fixtures/api';
import { expect, test } from './fixtures/seeded-test';

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
    '/r/acme/rivers/blob/main/docs/guide.md#flow',
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
  await expect(page).toHaveURL(new RegExp(`/blob/${seeded.rivers.repo.head_commit}/src/gauge.ts`));
  const raw = await page.request.get('/r/acme/rivers/raw/main/src/gauge.ts');
  expect(raw.headers()['content-type']).toBe('text/plain; charset=utf-8');
  expect(await raw.text()).toContain('export function openGauge');
});

test('files that cannot be shown say so', async ({ page }) => {
  const at = (path: string) => page.goto(`/r/acme/rivers/blob/main/${path}`);
  await at('data/levels.bin');
  await expect(page.getByText('This file is binary')).toBeVisible();
  await at('data/large.txt');
  await expect(page.getByText('Lines 1 to 10,000 of 60,000')).toBeVisible();
  await page.getByRole('link', { name: 'More lines' }).click();
  await expect(page.getByText('Lines 10,001 to 20,000 of 60,000')).toBeVisible();
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
  await page.getByRole('link', { name: 'Commits' }).click();
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
