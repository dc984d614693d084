// What git knows of a repository, as people look at it: branches, tags, commits, contributors and what a commit changed.
import { expectGoodLooks } from './fixtures/good-looks';
import { expect, plainPage, test } from './fixtures/seeded-test';

test('history is summed up, listed and found, and a commit shows what it changed', async ({ seeded, page }) => {
  const repo = '/r/acme/rivers';
  await page.goto(repo);
  const summary = page.getByRole('region', { name: 'History' });
  await expect(summary).toContainText('3 commits');
  await expect(summary).toContainText('2 branches');
  await expect(summary.getByRole('link', { name: 'Test Author 3' })).toBeVisible();
  await expectGoodLooks(page);

  await summary.getByRole('link', { name: '2 branches' }).click();
  const branches = page.getByRole('list', { name: 'Branches' });
  await expect(branches.getByRole('listitem')).toHaveCount(2);
  await expect(branches.getByRole('listitem').first()).toContainText('default');
  await expectGoodLooks(page);
  await branches.getByRole('link', { name: 'Commits of feature/tides' }).click();
  await expect(page.getByRole('heading', { name: 'Commits of feature/tides' })).toBeVisible();

  await page.getByRole('navigation', { name: 'Repository' }).getByRole('link', { name: 'Tags' }).click();
  const tags = page.getByRole('list', { name: 'Tags' }).getByRole('listitem');
  await expect(tags.first()).toContainText('v1.10');
  await page.getByRole('searchbox', { name: 'A part of the name' }).fill('V1.9');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(tags).toHaveCount(1);
  await expectGoodLooks(page);

  await page.getByRole('navigation', { name: 'Repository' }).getByRole('link', { name: 'Commits' }).click();
  await page.getByRole('searchbox', { name: 'Text of the message' }).fill('WEIR');
  await page.getByRole('searchbox', { name: 'Author' }).fill('test');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByRole('link', { name: 'Add the weir' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Build a lock/ })).toHaveCount(0);
  await expectGoodLooks(page);
  await page.getByRole('link', { name: 'Add the weir' }).click();
  await expect(page.getByRole('region', { name: 'What it changed' })).toContainText('export const weir = 2;');
  await expectGoodLooks(page);

  await page.goto(`${repo}/commits?path=src/lock.ts`);
  await expect(page.getByRole('link', { name: /Build a lock/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add the weir' })).toHaveCount(0);
  await page.goto(`${repo}/commits?author=nobody`);
  await expect(page.getByRole('heading', { name: 'No commit fits' })).toBeVisible();
  expect(seeded.rivers.repo.id).not.toBe('');
});

test('the menu of branches leads to their commits, also without JavaScript', async ({ browser, page, seeded }) => {
  await page.goto('/r/acme/rivers/commits');
  await page.getByText('Branch: main').click();
  await page.getByRole('searchbox', { name: 'Find a branch or tag' }).fill('tides');
  await expect(page.getByRole('link', { name: /^main/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'feature/tides' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Commits of feature/tides' })).toBeVisible();

  const plain = await plainPage(browser, seeded.url);
  await plain.goto('/r/acme/rivers/commits');
  await plain.getByText('Branch: main').click();
  await plain.getByRole('link', { name: 'All branches and tags' }).click();
  await plain.getByRole('link', { name: 'v1.9' }).click();
  await expect(plain.getByRole('heading', { name: 'Commits of v1.9' })).toBeVisible();
  await plain.context().close();
});
