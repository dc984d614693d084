// The life of a repository in the browser: called otherwise, archived, deleted, and taken out of the bin.
import { addRepo } from './fixtures/api';
import { expectGoodLooks } from './fixtures/good-looks';
import { expect, plainPage, test } from './fixtures/seeded-test';
import { createRepo } from './servers/git/git-repo';

test('an old address leads on, an archived one stays, and what was deleted comes back', async ({
  adminPage: page,
  browser,
  seeded,
}) => {
  await createRepo(seeded.upstreams, 'acme/oxbow', { 'lake.txt': 'An oxbow is cut off.\n' });
  const { id } = await addRepo(seeded.api, { url: `${seeded.git.url}/acme/oxbow.git`, is_public: true });
  const main = page.getByRole('main');

  await test.step('its old address leads to the new one, with all that follows in it', async () => {
    await page.goto(`/repos/${id}`);
    await page.getByLabel('Name', { exact: true }).fill('billabong');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    const plain = await plainPage(browser, seeded.url);
    const answer = await plain.request.get('/r/acme/oxbow/blob/main/lake.txt?q=cut', { maxRedirects: 0 });
    expect([answer.status(), answer.headers().location]).toEqual([308, '/r/acme/billabong/blob/main/lake.txt?q=cut']);
    const raw = await plain.request.get('/r/acme/oxbow/raw/main/lake.txt', { maxRedirects: 0 });
    expect([raw.status(), raw.headers().location]).toEqual([308, '/r/acme/billabong/raw/main/lake.txt']);
    await plain.goto('/r/ACME/Oxbow/blob/main/lake.txt');
    await expect(plain).toHaveURL('/r/acme/billabong/blob/main/lake.txt');
    await expect(plain.getByText('An oxbow is cut off.')).toBeVisible();
    await plain.context().close();
  });

  await test.step('it is archived, and taken out again', async () => {
    await page.goto(`/repos/${id}`);
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await expect(page.getByText('It is archived.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sync acme/billabong' })).toBeHidden();
    await expectGoodLooks(page);
    await page.goto('/search?q=oxbow archived:only');
    await expect(main.getByText('lake.txt').first()).toBeVisible();
    await page.goto(`/repos/${id}`);
    await page.getByRole('button', { name: 'Take out of the archive' }).click();
    await expect(page.getByRole('button', { name: 'Sync acme/billabong' })).toBeVisible();
  });

  await test.step('it lies in the bin, and comes back as it was', async () => {
    await page.goto(`/repos/${id}`);
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('It lies in the bin for 7 days');
    await dialog.getByLabel('Type acme/billabong to confirm').fill('acme/billabong');
    await dialog.getByRole('button', { name: 'Move to the bin' }).click();
    await expect(page).toHaveURL('/repos');
    expect((await page.request.get('/r/acme/billabong')).status()).toBe(404);
    await page.getByRole('link', { name: 'bin', exact: true }).click();
    const rows = page.getByRole('list', { name: 'Bin' }).getByRole('listitem');
    await expect(rows.filter({ hasText: 'acme/billabong' })).toContainText(/deleted .* by ada@example.org/);
    await expectGoodLooks(page);
    await page.getByRole('button', { name: 'Restore acme/billabong' }).click();
    await expect(page.getByRole('heading', { name: 'acme/billabong', level: 1 })).toBeVisible();
    expect((await page.request.get('/r/acme/oxbow')).url()).toContain('/r/acme/billabong');
  });

  await test.step('ticked ones are archived and moved together', async () => {
    await page.goto('/repos?q=billabong');
    await page.getByRole('checkbox', { name: 'Tick acme/billabong' }).check();
    await page.getByRole('button', { name: 'Archive ticked' }).click();
    await expect(page.getByText('1 repository archived.')).toBeVisible();
    await seeded.api.post('/api/v1/orgs', { data: { slug: 'outback' } });
    await page.getByRole('checkbox', { name: 'Tick acme/billabong' }).check();
    await page.getByRole('button', { name: 'Move ticked…' }).click();
    await page.getByRole('alertdialog').getByLabel('Organisation').fill('outback');
    await page.getByRole('button', { name: 'Move them' }).click();
    await expect(page.getByText('1 repository moved.')).toBeVisible();
    expect((await page.request.get('/r/acme/oxbow')).url()).toContain('/r/outback/billabong');
  });

  await test.step('and it is removed for good', async () => {
    await seeded.api.delete(`/api/v1/repos/${id}`);
    await page.goto('/repos/bin');
    await page.getByRole('button', { name: 'Remove outback/billabong for good' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove for good' }).click();
    await expect(page.getByText('It is being removed for good.')).toBeVisible();
    await expect(page.getByText('outback/billabong')).toBeHidden();
  });
});
