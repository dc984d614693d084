// The search field while somebody types: what it offers, by keyboard, on a phone, and without JavaScript.
import { expectAccessible } from './fixtures/axe';
import { expectNoSidewaysScroll } from './fixtures/layout';
import { expect, plainPage, test } from './fixtures/seeded-test';

test('what is typed can be completed by keyboard, and goes on undisturbed', async ({ page }) => {
  await page.goto('/search?q=gauge');
  const field = page.getByRole('combobox', { name: 'Search code' });
  const list = page.getByRole('listbox', { name: 'Suggestions' });
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await field.press('End');
  await field.pressSequentially(' la');
  await expect(list.getByRole('option')).toHaveText([/^lang:/]);
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await field.press('ArrowDown');
  await expect(list.getByRole('option', { selected: true })).toHaveText(/^lang:/);
  // The results that follow have come as well.
  await expect(page).toHaveURL(/q=gauge\+la$/);
  await expect(page).toHaveTitle(/^gauge la/);
  await expectAccessible(page);
  await field.press('Enter');
  await expect(field).toHaveValue('gauge lang:');
  // Values come at once, those that are here first.
  const python = list.getByRole('option', { name: /^Python/ });
  await expect(python).toBeVisible();
  await field.pressSequentially('ty');
  await expect(python).toHaveCount(0);
  await expect(list.getByRole('option').first()).toHaveText(/^TypeScript/);
  await field.press('ArrowDown');
  await field.press('Tab');
  await expect(field).toHaveValue('gauge lang:TypeScript ');
  await expect(field).toBeFocused();
  await expect(page).toHaveURL(/q=gauge\+lang(%3A|:)TypeScript/);

  await field.fill('openG');
  await expect(list.getByRole('option').first()).toHaveText(/^openGauge/);
  await field.press('Escape');
  await expect(list).toBeHidden();
  await expect(field).toHaveValue('openG');
  await field.press('Enter');
  await expect(page).toHaveURL(/q=openG$/);
  await expect(list).toBeHidden();
});

test('suggestions can be taken with a finger, on a phone as well', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto('/search?q=gauge');
  const field = page.getByRole('combobox', { name: 'Search code' });
  await field.fill('gauge repo:riv');
  const option = page.getByRole('option', { name: /^acme\/rivers/ });
  await expect(option).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  // Beside an option nothing is chosen, and nothing closes.
  await page.getByRole('listbox', { name: 'Suggestions' }).click({ position: { x: 20, y: 2 } });
  await expect(field).toBeFocused();
  await option.click();
  await expect(field).toHaveValue('gauge repo:acme/rivers ');
  await expect(field).toBeFocused();
});

test('nobody is offered a name that they may not see', async ({ page, adminPage, browser, seeded }) => {
  const visitor = await (await browser.newContext({ baseURL: seeded.url })).newPage();
  for (const [who, isOffered] of [
    [visitor, false],
    [adminPage, true],
  ] as const) {
    await who.goto('/');
    const field = who.getByRole('combobox', { name: 'Search code' });
    const answer = who.waitForResponse((response) => response.url().includes('/api/v1/suggest'));
    await field.fill('repo:hid');
    await answer;
    await expect(who.getByRole('option', { name: /^acme\/hidden/ })).toHaveCount(isOffered ? 1 : 0);
  }
  await visitor.context().close();
  await expect(page.getByRole('combobox')).toBeVisible();
});

test('the field is a field as any other without JavaScript', async ({ browser, seeded }) => {
  const page = await plainPage(browser, seeded.url);
  await page.goto('/search?q=gauge');
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Search code' }).fill('weir');
  await page.getByRole('textbox', { name: 'Search code' }).press('Enter');
  await expect(page).toHaveURL(/q=weir$/);
  await page.context().close();
});

test('switches say how the query is read, by keyboard and without JavaScript', async ({ page, browser, seeded }) => {
  await page.goto('/search?q=eddy');
  const field = page.getByLabel('Search code');
  const words = page.getByRole('search').getByRole('button', { name: 'Whole words' });
  await expect(words).toHaveAttribute('aria-pressed', 'false');
  await words.focus();
  await page.keyboard.press(' ');
  await expect(field).toHaveValue('eddy word:yes');
  await expect(words).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(/q=eddy\+word(%3A|:)yes$/);
  // In names such as eddy5 it is a piece.
  await expect(page.locator('#results mark')).toHaveText(['eddy', 'eddy', 'eddy', 'eddy', 'eddy', 'eddy']);
  await words.click();
  await expect(field).toHaveValue('eddy');

  const plain = await plainPage(browser, seeded.url);
  await plain.goto('/search?q=eddy');
  await plain.getByRole('search').getByRole('button', { name: 'Match case' }).click();
  await expect(plain).toHaveURL(/q=eddy\+case(%3A|:)yes$/);
  await expect(plain.getByRole('search').getByRole('button', { name: 'Match case' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await plain.context().close();
});
