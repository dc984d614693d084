// What a result has more to show, where asked: its copies, lines around it, other values of a facet.
import { expectAccessible } from './fixtures/axe';
import { expectNoSidewaysScroll } from './fixtures/layout';
import { expect, plainPage, test } from './fixtures/seeded-test';

test('files that hold the same are one result, which names the others when it is opened', async ({ page }) => {
  await page.goto('/search?q=brims');
  const result = page.getByRole('article');
  await expect(result).toHaveCount(1);
  await expect(page.getByRole('status').filter({ hasText: '2 files' })).toBeVisible();
  const copy = result.getByRole('link', { name: 'acme/pools / lib/docs/tarn.txt' });
  await expect(copy).toBeHidden();
  await result.getByText('Also in 1 other place').click();
  await expectAccessible(page);
  await copy.click();
  await expect(page).toHaveURL(/\/lib\/docs\/tarn\.txt\?q=brims#L1$/);
});

test('lines around a result come on demand, on a phone as well', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto('/search?q=openGauge+file%3Agauge.ts');
  const result = page.getByRole('article').filter({ has: page.getByRole('link', { name: 'src/gauge.ts' }) });
  await expect(result.getByText('const levels')).toHaveCount(0);
  await result.getByRole('button', { name: 'More context' }).click();
  await expect(result.getByText('const levels')).toBeVisible();
  await expect(result.getByRole('link', { name: 'Line 5', exact: true })).toBeVisible();
  await expect(result.locator('mark')).toHaveText(['openGauge']);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('several values of a facet are chosen and taken away one by one', async ({ page }) => {
  await page.goto('/search?q=gauge');
  const facets = page.getByRole('complementary', { name: 'Narrow the results' });
  await facets.getByRole('link', { name: /^TypeScript/ }).click();
  const field = page.getByLabel('Search code');
  await expect(field).toHaveValue('gauge lang:TypeScript');
  await facets.getByRole('link', { name: /^Markdown/ }).click();
  await expect(field).toHaveValue('gauge lang:TypeScript lang:Markdown');
  const file = (name: RegExp) => page.locator('#results').getByRole('heading', { name });
  await expect(file(/README\.md$/)).toHaveCount(1);
  await expect(file(/src\/gauge\.ts$/)).toHaveCount(1);
  await facets.getByRole('link', { name: 'TypeScript , remove this filter' }).click();
  await expect(field).toHaveValue('gauge lang:Markdown');
  await expect(file(/README\.md$/)).toHaveCount(1);
  await expect(file(/src\/gauge\.ts$/)).toHaveCount(0);
});

test('copies, context and facets are there without JavaScript', async ({ browser, seeded }) => {
  const page = await plainPage(browser, seeded.url);
  await page.goto('/search?q=brims');
  await page.getByText('Also in 1 other place').click();
  await expect(page.getByRole('link', { name: 'acme/pools / lib/docs/tarn.txt' })).toBeVisible();
  await page.getByRole('link', { name: 'More context' }).click();
  await expect(page).toHaveURL(/\/docs\/tarn\.txt\?q=brims#L1$/);
  await page.context().close();
});
