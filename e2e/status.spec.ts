// The status page: how fresh everything is, what needs attention at once, how runs went; and a run along its time.
import type { Page } from '@playwright/test';
import { settled } from './fixtures/api';
import { expectGoodLooks } from './fixtures/good-looks';
import { expect, plainPage, type Seeded, test } from './fixtures/seeded-test';

const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

async function sync(seeded: Seeded, id: string) {
  await seeded.api.post(`/api/v1/repos/${id}/sync?wait=30`);
  return await settled(seeded.api, id);
}

test('says what needs attention, why and what to do, and how runs went', async ({ adminPage: page, seeded }) => {
  await page.goto('/repos');
  await expect(page.getByText(/\d+ of \d+ repositories needs? attention/)).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Status' }).click();
  await expect(page.getByRole('heading', { name: 'Status', level: 1 })).toBeVisible();
  const broken = rowOf(page, 'acme/broken');
  await expect(broken).toContainText('Failing');
  await expect(broken).toContainText('has no repository at this address');
  const step = broken.getByRole('link', { name: 'Check its address (acme/broken)' });
  await expect(step).toHaveAttribute('href', `/repos/${seeded.broken.repo.id}`);
  for (const name of [/^Last 24 hours, by hour: \d+ runs succeeded, \d+ runs? failed/, /^Last 14 days, by day:/]) {
    await expect(page.getByRole('img', { name })).toBeVisible();
  }
  await page.getByText('Numbers of the last 14 days').click();
  await expect(page.getByRole('table').filter({ hasText: 'Day (UTC)' }).getByRole('row')).not.toHaveCount(0);
  await expect(
    page.getByRole('table', { name: 'How many repositories were known to be up to date when' }),
  ).toContainText('never');
  await expectGoodLooks(page);
});

test('shows a refused token at once, also without JavaScript, and no longer when it is mended', async ({
  adminPage: page,
  browser,
  seeded,
}) => {
  const { id } = seeded.pools.repo;
  const refusedRuns = (text: string) => {
    const lines = text.matchAll(
      /^freshet_runs_ended_total\{outcome="failed",trigger="\w+",error_kind="auth"\} (\d+)$/gm,
    );
    return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const before = refusedRuns(await (await seeded.api.get('/metrics')).text());
  await seeded.api.patch(`/api/v1/repos/${id}`, { data: { token: 'one-that-is-refused' } });
  const fault = { match: '/acme/pools.git', status: 401 };
  seeded.git.faults.push(fault);
  try {
    await sync(seeded, id);
    const plain = await plainPage(browser, seeded.url);
    await plain.context().addCookies((await seeded.api.storageState()).cookies);
    for (const one of [page, plain]) {
      await one.goto('/status');
      const first = one.getByRole('list').filter({ hasText: 'acme/pools' }).getByRole('listitem').first();
      await expect(first).toContainText('acme/pools');
      await expect(first).toContainText('Token refused');
      await expect(first.getByRole('link', { name: 'Give another token' })).toBeVisible();
      await expect(one.getByText(/failing \(1 refused\)/)).toBeVisible();
      await one.goto('/repos');
      await expect(one.getByText(/failing \(1 refused\)/)).toBeVisible();
    }
    await plain.context().close();

    const attention = async () => (await (await seeded.api.get('/api/health')).json()).attention?.auth_errors;
    await expect.poll(attention).toBe(1);
    const stranger = await (await fetch(`${seeded.url}/api/health`)).json();
    expect(stranger).toMatchObject({ status: 'ok' });
    expect(stranger).not.toHaveProperty('attention');
    const metrics = await (await seeded.api.get('/metrics')).text();
    expect(metrics).toMatch(/^freshet_repositories_failing\{error_kind="auth"\} 1$/m);
    expect(refusedRuns(metrics)).toBe(before + 1);
    expect(metrics).toMatch(/^freshet_http_request_duration_seconds_count\{route="page",status="2xx"\} \d+$/m);
    expect(metrics).toMatch(/^freshet_git_processes_started_total\{verb="ls-remote"\} \d+$/m);
    expect(metrics).not.toContain('acme');
    expect((await fetch(`${seeded.url}/metrics`)).status).toBe(401);
  } finally {
    seeded.git.faults.splice(seeded.git.faults.indexOf(fault), 1);
  }
  await seeded.api.patch(`/api/v1/repos/${id}`, { data: { token: null } });
  expect((await sync(seeded, id)).status).toBe('ready');
  await page.goto('/status');
  await expect(rowOf(page, 'acme/pools')).toHaveCount(0);
});

test('lays a run out along its time, also without JavaScript', async ({ adminPage: page, browser, seeded }) => {
  const { runs } = await (await seeded.api.get(`/api/v1/repos/${seeded.rivers.repo.id}/runs`)).json();
  const path = `/runs/${runs.at(-1).id}`;
  const plain = await plainPage(browser, seeded.url);
  await plain.context().addCookies((await seeded.api.storageState()).cookies);
  for (const one of [page, plain]) {
    await one.goto(path);
    await expect(one.getByText(/^Searchable after (?:\d+ min )?[\d.]+ m?s\.$/)).toBeAttached();
    for (const stage of ['Fetch', 'Update branches', 'Find changes', 'Index', 'Publish', 'Embed']) {
      const row = one.getByRole('listitem').filter({ has: one.getByText(stage, { exact: true }) });
      await expect(row).toHaveText(/\d+ % of the whole, from (?:\d+ min )?[\d.]+ m?s after the request$/);
    }
  }
  await plain.context().close();
  await expectGoodLooks(page);
});

test('grows while the run goes on', async ({ adminPage: page, seeded }) => {
  const { id } = seeded.rivers.repo;
  const release = seeded.git.hold({ match: '/acme/rivers.git', times: 1 });
  const { active_run_id: runId } = await (await seeded.api.post(`/api/v1/repos/${id}/sync`)).json();
  await page.goto(`/runs/${runId}`);
  const total = page.getByText(/so far$/);
  const atFirst = await total.textContent();
  const fetching = page.getByRole('listitem').filter({ has: page.getByText('Fetch', { exact: true }) });
  await expect(fetching).toHaveAttribute('aria-current', 'step');
  await expect(total).not.toHaveText(atFirst ?? '');
  release();
  await expect(total).toHaveCount(0);
  await expect(page.getByText('Nothing new')).toBeVisible();
  await settled(seeded.api, id);
});

test('is for people who are signed in', async ({ page }) => {
  await page.goto('/status');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fstatus$/);
});
