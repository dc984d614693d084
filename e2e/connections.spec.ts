// Many repositories at once, without a script: a pasted list, and a connection with its preview, its import and its diff.
import { expectAccessible } from './fixtures/axe';
import { expectNoSidewaysScroll } from './fixtures/layout';
import { admin, expect, plainPage, test } from './fixtures/seeded-test';
import { manyRepos, startCodeHost } from './servers/code-hosts/code-host';

test('a list is imported, and says what came of each line', async ({ browser, seeded }) => {
  const page = await plainPage(browser, seeded.url);
  await page.goto('/sign-in?next=/repos/import');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Import repositories' })).toBeVisible();
  const source = seeded.rivers.repo.url ?? '';
  await page.getByLabel('The list').fill(`# ours\n${source}\n\nfile:///etc/passwd\n`);
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByText('1 was here already, 1 skipped.')).toBeVisible();
  await expect(page.getByText(/^.*4 \(file:/)).toBeVisible();
});

test('a connection is previewed, imported, and followed', async ({ adminPage: page, seeded }) => {
  const host = await startCodeHost('meadow');
  try {
    host.repos = manyRepos(3);
    await page.goto('/connections');
    await expectAccessible(page);
    await page.getByLabel('Kind of host').selectOption('gitea');
    await page.getByLabel('Host', { exact: true }).fill(host.url);
    await page.getByLabel('Organisation, group or user there').fill('meadow');
    await page.getByLabel('Not these').fill('*-002');
    await page.getByRole('button', { name: 'See what there is' }).click();
    await expect(page.getByText('The host lists 3 repositories; 1 of them are left out.')).toBeVisible();
    await expect(page.getByRole('list', { name: 'What would change' }).getByRole('listitem')).toHaveCount(2);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Import now' }).click();
    await expect(page.getByRole('list', { name: 'What it changed' }).getByRole('listitem')).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Sync now' })).toBeVisible();

    host.repos = host.repos.map((repo) => (repo.id === 1 ? { ...repo, name: 'renamed' } : repo));
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect(page.getByText('It was called repo-000.')).toBeVisible();
    await page.setViewportSize({ width: 375, height: 812 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.getByRole('link', { name: '2 repositories' }).click();
    await expect(page.getByText('meadow/renamed')).toBeVisible();
    await expect(page.getByLabel('Connection')).not.toHaveValue('');
    await page.goBack();

    await page.getByRole('button', { name: /^Remove .*meadow$/ }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await expect(page).toHaveURL(/\/connections$/);
  } finally {
    // Others look at lists of all that fails, and nobody answers for these any more.
    const { repos } = await (await seeded.api.get('/api/v1/repos?org=meadow')).json();
    for (const { id } of repos) await seeded.api.delete(`/api/v1/repos/${id}?purge=true`);
    await host.close();
  }
});
