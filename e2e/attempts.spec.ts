// A run that fails twice and then works: its page shows every attempt, while it goes on and afterwards.
import type { Page } from '@playwright/test';
import type { Repo } from '@/lib/repos/repo';
import { signedInApi } from './fixtures/api';
import { expectGoodLooks } from './fixtures/good-looks';
import { startProduct } from './fixtures/product';
import { admin, expect, plainPage } from './fixtures/seeded-test';
import { test } from './fixtures/watched-test';
import { createRepo } from './servers/git/git-repo';

test('shows every attempt of a run, also without JavaScript', async ({ browser }) => {
  const product = await startProduct({
    FRESHET_ADMIN_EMAIL: admin.email,
    FRESHET_ADMIN_PASSWORD: admin.password,
    FRESHET_RETRY_SECONDS: '1',
  });
  try {
    const { git, upstreams, url } = product;
    await createRepo(upstreams, 'acme/flaky', { 'a.txt': 'one line\n' });
    git.faults.push({ match: '/acme/flaky.git', status: 500, body: 'the shelf fell down', times: 2 });
    const release = git.hold({ match: '/acme/flaky.git', times: 1 });
    const api = await signedInApi(url, admin);
    const added = await api.post('/api/v1/repos', { data: { url: `${git.url}/acme/flaky.git` } });
    const { active_run_id: runId } = (await added.json()) as Repo;
    await expect
      .poll(async () => (await (await api.get(`/api/v1/runs/${runId}`)).json()).attempt_history.at(-1))
      .toMatchObject({ number: 3, outcome: 'running' });

    const { cookies } = await api.storageState();
    const context = await browser.newContext({ baseURL: url });
    await context.addCookies(cookies);
    const page = await context.newPage();
    const plain = await plainPage(browser, url);
    await plain.context().addCookies(cookies);
    for (const one of [page, plain]) {
      await one.goto(`/runs/${runId}`);
      await expectAttempts(one, 'under way');
      await expect(attempt(one, 3).getByRole('listitem').filter({ hasText: 'Fetch' })).toHaveAttribute(
        'aria-current',
        'step',
      );
    }
    await expectGoodLooks(page);

    release();
    await expectAttempts(page, 'worked');
    await expect(page.getByText('Done', { exact: true })).toBeVisible();
    for (const stage of ['Fetch', 'Publish', 'Embed']) {
      await expect(attempt(page, 3).getByRole('listitem').filter({ hasText: stage })).toHaveText(
        /\d+ % of the whole, from (?:\d+ min )?[\d.]+ m?s after the request$/,
      );
    }
    await plain.reload();
    await expectAttempts(plain, 'worked');
    for (const one of [page, plain]) {
      const said = one.getByText('remote: the shelf fell down');
      await expect(said.first()).toBeHidden();
      for (const number of [1, 2]) await one.getByText(`Details: what git said at attempt ${number}`).click();
      await expect(said).toHaveCount(2);
      await expect(said.first()).toBeVisible();
    }
    await expectGoodLooks(page);
    await plain.context().close();
    await context.close();
    await api.dispose();
  } finally {
    await product.stop();
  }
});

const attempt = (page: Page, number: number) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: `Attempt ${number}:` }) });

async function expectAttempts(page: Page, last: string) {
  for (const number of [1, 2]) {
    const failed = attempt(page, number);
    await expect(failed.getByRole('heading')).toHaveText(`Attempt ${number}: failed (network)`);
    await expect(failed).toContainText('500');
    await expect(failed.getByRole('listitem')).toHaveCount(2);
    await expect(failed.getByRole('listitem').first()).toContainText(/^Fetch.*stopped after/);
    await expect(failed.getByRole('listitem').last()).toContainText(`Wait for attempt ${number + 1}`);
  }
  await expect(page.getByRole('heading', { name: `Attempt 3: ${last}` })).toBeVisible();
}
