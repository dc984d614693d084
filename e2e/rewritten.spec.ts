// A history that upstream rewrites: who looks after a repository sees what was lost and can forget it, visitors nothing.
import { settled } from './fixtures/api';
import { expectGoodLooks } from './fixtures/good-looks';
import { expect, test } from './fixtures/seeded-test';
import { createRepo } from './servers/git/git-repo';

test('what a force push took away shows at once, can be looked at and forgotten, and is nothing for visitors', async ({
  adminPage: page,
  browser,
  seeded,
}) => {
  const upstream = await createRepo(seeded.upstreams, 'acme/leaky', { 'README.md': '# Leaky\n' }, { message: 'Begin' });
  const good = await upstream.tip();
  const first = await upstream.commit({ 'key.txt': 'swordfish\n' }, { message: 'Add the key' });
  const lost = await upstream.commit({ 'lib/key.txt': 'swordfish\n' }, { message: 'Move the key' });
  const added = await seeded.api.post('/api/v1/repos', {
    data: { url: `${seeded.git.url}/acme/leaky.git`, is_public: true },
  });
  const { id } = await added.json();
  await settled(seeded.api, id);
  const short = lost.slice(0, 7);

  await page.goto(`/repos/${id}`);
  const section = page.getByRole('region', { name: 'Rewritten history' });
  await expect(page.getByRole('button', { name: 'Sync' })).toBeVisible();
  await expect(section).toHaveCount(0);
  await upstream.setBranch('main', good);
  await page.getByRole('button', { name: 'Sync' }).click();
  await expect(section).toContainText('Force-pushed main, 2 commits lost');
  await expectGoodLooks(page);

  await section.getByRole('link', { name: 'Force-pushed main' }).click();
  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByText(/2 commits replaced/)).toBeVisible();
  await section.getByRole('link', { name: '2 commits lost' }).click();
  await expect(page.getByRole('heading', { name: `2 commits up to ${short} on no branch or tag` })).toBeVisible();
  const header = page.getByText(`${short} is on no branch or tag: visitors do not see it`);
  await expect(header).toBeVisible();
  await expect(page.getByRole('link', { name: 'Begin' })).toHaveCount(0);
  await expectGoodLooks(page);
  await page.getByRole('link', { name: 'Add the key' }).click();
  await page.getByRole('link', { name: 'Its history' }).click();
  await expect(page.getByRole('heading', { name: /^1 commit up to/ })).toBeVisible();
  const pages = [
    `/r/acme/leaky/tree/${lost}`,
    `/r/acme/leaky/tree/${lost}/lib`,
    `/r/acme/leaky/blob/${lost}/key.txt`,
    `/r/acme/leaky/commit/${lost}`,
    `/r/acme/leaky/commit/${lost.toUpperCase()}`,
    `/r/acme/leaky/commits?commit=${lost}`,
  ];
  for (const path of pages) {
    expect((await page.goto(path))?.status(), path).toBe(200);
    await expect(header, path).toBeVisible();
  }
  await page.goto('/r/acme/leaky');
  await expect(page.getByText('is on no branch or tag')).toHaveCount(0);

  const visitor = await (await browser.newContext({ baseURL: seeded.url })).newPage();
  const hidden = [
    ...pages,
    `/r/acme/leaky/raw/${lost}/key.txt`,
    `/r/acme/leaky/blob/${first}/key.txt`,
    `/r/acme/leaky/blob/${lost.toUpperCase()}/key.txt`,
    `/r/acme/leaky/tree/${short}`,
    `/r/acme/leaky/tree/${lost}%5E`,
    `/r/acme/leaky/tree/refs%2Ffreshet%2Fkept`,
  ];
  for (const path of hidden) {
    const answer = await visitor.goto(path);
    expect(answer?.status(), path).toBe(404);
    expect(await answer?.text(), path).not.toContain('swordfish');
  }
  expect((await visitor.goto(`/r/acme/leaky/commits?commit=${good}`))?.status()).toBe(200);
  await visitor.context().close();

  await page.goto(`/repos/${id}`);
  await page.getByRole('button', { name: `Forget what main was at ${short}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget' }).click();
  await expect(page.getByText('It is forgotten.')).toBeVisible();
  await expect(section).toHaveCount(0);
  await settled(seeded.api, id);
  expect((await page.goto(`/r/acme/leaky/blob/${lost}/key.txt`))?.status()).toBe(404);
});

test('what upstream lost waits for somebody who has looked at it', async ({ adminPage: page, seeded }) => {
  const files = { 'README.md': '# Careful\n', 'a.txt': 'heron\n', 'b.txt': 'egret\n' };
  const upstream = await createRepo(seeded.upstreams, 'acme/careful', files);
  const added = await seeded.api.post('/api/v1/repos', {
    data: { url: `${seeded.git.url}/acme/careful.git`, is_public: true, holds_back_losses: true },
  });
  const { id } = await added.json();
  await settled(seeded.api, id);
  const left = await upstream.commit({ 'README.md': '# Careless\n' }, { from: null });
  await page.goto(`/repos/${id}`);
  await page.getByRole('button', { name: 'Sync acme/careful' }).click();
  await expect(page.getByText(/Upstream lost 2 of its 3 files\./)).toBeVisible();
  await expectGoodLooks(page);

  await page.getByRole('link', { name: `See what would be left: ${left.slice(0, 7)}` }).click();
  await expect(page).toHaveURL(new RegExp(`/r/acme/careful/tree/${left}$`));
  await expect(page.getByRole('heading', { name: 'Careless' })).toBeVisible();
  await page.goto('/search?q=heron+repo:acme/careful');
  await expect(page.getByRole('link', { name: 'a.txt' })).toBeVisible();

  await page.goto(`/repos/${id}`);
  await page.getByRole('button', { name: 'Follow upstream' }).click();
  await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Held back')).toHaveCount(0);
  await expect(page.getByText(/^Last run .* after a change/)).toBeVisible();
});
