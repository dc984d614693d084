// The lists of repositories and runs for those who look after them: narrowed, sorted, and acted upon.
import { expectGoodLooks } from './fixtures/good-looks';
import { expect, plainPage, test } from './fixtures/seeded-test';
import { createRepo } from './servers/git/git-repo';

test('repositories stand failing ones first, are narrowed as one types, and ticked ones are synced', async ({
  adminPage: page,
  browser,
  seeded,
}) => {
  await page.goto('/repos');
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows.first()).toContainText('broken');
  await expectGoodLooks(page);
  await page.getByRole('searchbox', { name: 'A part of the name or address' }).fill('pools');
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/q=pools/);
  await page.getByRole('checkbox', { name: 'Tick acme/pools' }).check();
  await expect(page.getByText('1 is ticked')).toBeVisible();
  await page.getByRole('button', { name: 'Sync ticked' }).click();
  await expect(page.getByText('1 queued.')).toBeVisible();
  await page.getByRole('searchbox', { name: 'A part of the name or address' }).fill('');
  await page.getByRole('checkbox', { name: 'Failing only' }).check();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('broken');

  // Without JavaScript: the same form, sent by its button; and some are deleted together.
  for (const name of ['one', 'two']) {
    await createRepo(seeded.upstreams, `gone/${name}`, { 'a.txt': 'x\n' });
    const added = await seeded.api.post('/api/v1/repos', { data: { url: `${seeded.git.url}/gone/${name}.git` } });
    await seeded.api.post(`/api/v1/repos/${(await added.json()).id}/sync?wait=60`);
  }
  const plain = await plainPage(browser, seeded.url);
  await plain.context().addCookies((await seeded.api.storageState()).cookies);
  await plain.goto('/repos');
  await plain.getByRole('combobox', { name: 'Organisation' }).selectOption('gone');
  await plain.getByRole('button', { name: 'Show' }).click();
  const left = plain.getByRole('main').getByRole('listitem');
  await expect(left).toHaveCount(2);
  for (const name of ['one', 'two']) await plain.getByRole('checkbox', { name: `Tick gone/${name}` }).check();
  await plain.getByRole('button', { name: 'Delete ticked…' }).click();
  await plain.getByRole('button', { name: 'Move to the bin' }).click();
  await expect(plain.getByText('2 repositories deleted.')).toBeVisible();
  await plain.context().close();
});

test('runs of all repositories are listed, told apart, cancelled and tried again', async ({
  adminPage: page,
  seeded,
}) => {
  await page.goto('/runs');
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  const reasons = page.getByRole('region', { name: 'What fails now' });
  await expect(reasons).toContainText('1 repository');
  await expectGoodLooks(page);
  await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Waiting for a retry' });
  await page.getByRole('button', { name: 'Show' }).click();
  const runs = page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
  // Nothing is retried by itself here for an hour.
  const failing = await seeded.api.get('/api/v1/runs?repo=acme/broken&limit=1');
  const [{ status }] = (await failing.json()).items;
  if (status === 'failed') await expect(page.getByRole('heading', { name: 'No such run' })).toBeVisible();
  else await expect(runs).toHaveCount(1);

  const release = seeded.git.hold({ match: '/acme/pools.git' });
  try {
    await seeded.api.post(`/api/v1/repos/${seeded.pools.repo.id}/sync`);
    await page.goto('/runs?repo=acme/pools&status=open');
    await expect(runs).toHaveCount(1);
    await runs.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('heading', { name: 'No such run' })).toBeVisible();
    await page.goto('/runs?repo=acme/pools&status=cancelled');
    await runs.getByRole('link', { name: 'acme/pools' }).click();
    await expect(page.getByText(/Cancelled by /)).toBeVisible();
  } finally {
    release();
  }
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText(/Done|Nothing new/)).toBeVisible();
  await page.goto('/runs');
  await reasons.getByRole('button', { name: /^Retry all/ }).click();
  await expect(page.getByText('1 queued.')).toBeVisible();
});
