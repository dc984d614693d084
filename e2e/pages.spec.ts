// How pages behave under people's hands: where the focus goes, what they say of a server that is away, what stays still.
import type { Locator, Page } from '@playwright/test';
import { settled } from './fixtures/api';
import { openDoor } from './fixtures/door';
import { expectGoodLooks } from './fixtures/good-looks';
import { expect, type Seeded, test } from './fixtures/seeded-test';

/** All of it is on the screen, and not behind the header. */
async function expectInView(page: Page, element: Locator) {
  await expect(async () => {
    const header = await page.getByRole('banner').boundingBox();
    const box = await element.boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual((header?.y ?? 0) + (header?.height ?? 0));
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
  }).toPass();
}

for (const width of [1280, 390]) {
  test(`a refused form takes one to what is wrong, at ${width} pixels`, async ({ adminPage: page, seeded }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/repos/new');
    const address = page.getByLabel('Address');
    const add = page.getByRole('button', { name: 'Add repository' });
    await page.getByText('Private source, name, branches, schedule').click();
    for (const refused of ['http://10.0.0.3/x/y.git', '/etc']) {
      await address.fill(refused);
      await add.scrollIntoViewIfNeeded();
      await add.click();
      await expect(address).toBeFocused();
      await expect(address).toHaveAttribute('aria-invalid', 'true');
      await expectInView(page, address);
      await expectInView(page, page.getByRole('alert').filter({ hasText: /\w/ }));
      await add.focus();
    }

    await page.reload();
    await address.fill(`${seeded.git.url}/acme/rivers.git`);
    await add.click();
    const notice = page.getByRole('alert').filter({ hasText: 'There is a repository acme/rivers already' });
    await expect(notice).toBeFocused();
    await expectInView(page, notice);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Open the one that is there' })).toBeFocused();
    await expectGoodLooks(page);
  });
}

test('a page says that the server is away, counts nothing meanwhile, and takes it back', async ({
  adminPage: page,
  seeded,
  watch,
}) => {
  watch.expected.push('ERR_CONNECTION_REFUSED', 'ERR_EMPTY_RESPONSE', 'ERR_CONNECTION_RESET', 'ERR_INCOMPLETE');
  const door = await openDoor(seeded.url);
  const { id } = seeded.rivers.repo;
  const release = seeded.git.hold({ match: '/acme/rivers.git', times: 1 });
  const { active_run_id: runId } = await (await seeded.api.post(`/api/v1/repos/${id}/sync`)).json();
  try {
    await page.goto(`${door.url}/runs/${runId}`);
    const total = page.getByText(/so far$/);
    await expect(total).toBeVisible();
    await door.shut();
    const word = page.getByRole('status').filter({ hasText: 'The server does not answer' });
    await expect(word).toBeVisible();
    const then = await total.textContent();
    await expectGoodLooks(page);
    await expect(total).toHaveText(then ?? '');
    await door.open();
    await expect(word).toHaveCount(0);
    await expect(total).not.toHaveText(then ?? '');
    release();
    await expect(page.getByText('Nothing new')).toBeVisible();

    await page.goto(`${door.url}/repos/${id}`);
    await door.shut();
    await page.getByRole('button', { name: 'Sync acme/rivers' }).click();
    const refusal = page.getByText('The server did not answer. Check your connection and try again.');
    await expect(refusal).toBeVisible();
    await expect(word).toBeVisible();
    await expect(refusal).toBeVisible();
    await door.open();
    await expect(word).toHaveCount(0);
    await expect(refusal).toHaveCount(0);
  } finally {
    release();
    await page.close();
    await door.shut();
  }
  await settled(seeded.api, id);
});

test('a sync moves nothing that somebody may be about to press', async ({ adminPage: page, seeded }) => {
  const { id } = seeded.rivers.repo;
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`/repos/${id}`);
    const save = page.getByRole('button', { name: 'Save' });
    const place = async () => (await save.boundingBox())?.y;
    await expect(page.getByText(/^Last run/)).toBeVisible();
    const before = await place();
    const release = seeded.git.hold({ match: '/acme/rivers.git', times: 1 });
    await page.getByRole('button', { name: 'Sync acme/rivers' }).click();
    await expect(page.getByRole('progressbar')).toBeVisible();
    expect(await place()).toBe(before);
    await page.getByRole('button', { name: 'Sync acme/rivers' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'is being synced already' })).toBeVisible();
    expect(await place()).toBe(before);
    await expect(page.getByRole('progressbar')).toBeVisible();
    release();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await expect(page.getByText('Nothing new').first()).toBeVisible();
    expect(await place()).toBe(before);
    await settled(seeded.api, id);
  }
});

async function failing(seeded: Seeded): Promise<() => Promise<void>> {
  const { id } = seeded.pools.repo;
  const fault = { match: '/acme/pools.git', status: 401 };
  seeded.git.faults.push(fault);
  await seeded.api.post(`/api/v1/repos/${id}/sync?wait=30`);
  await settled(seeded.api, id);
  return async () => {
    const at = seeded.git.faults.indexOf(fault);
    if (at < 0) return;
    seeded.git.faults.splice(at, 1);
    await seeded.api.post(`/api/v1/repos/${id}/sync?wait=30`);
    await settled(seeded.api, id);
  };
}

test('the status page learns within seconds of its own clock that something works again', async ({
  adminPage: page,
  seeded,
}) => {
  const mend = await failing(seeded);
  try {
    await page.clock.install();
    await page.goto('/status');
    const row = page.getByRole('listitem').filter({ hasText: 'acme/pools' });
    await expect(row).toBeVisible();
    await page.clock.pauseAt(new Date(Date.now() + 3000));
    await mend();
    // Far less than the quarter of a minute after which the page is read anew in any case.
    for (let ms = 0; ms < 9000 && (await row.count()) > 0; ms += 500) {
      await page.clock.runFor(500);
      // Answers come by the clock of everybody else.
      await page.waitForTimeout(300);
    }
    await expect(row).toHaveCount(0);
  } finally {
    await mend();
  }
});

test('all repositories are synced by one button, which says what came of it', async ({ adminPage: page, seeded }) => {
  await page.goto('/repos');
  const { repos } = await (await seeded.api.get('/api/v1/repos')).json();
  const release = seeded.git.hold({ match: '/acme/rivers.git', times: 1 });
  await seeded.api.post(`/api/v1/repos/${seeded.rivers.repo.id}/sync`);
  await page.getByRole('button', { name: 'Sync all' }).click();
  const outcome = page.getByRole('status').filter({ hasText: 'Asked' });
  await expect(outcome).toContainText(`${repos.length - 1} queued, 1 under way already.`);
  await expectGoodLooks(page);
  release();
  for (const { id } of repos) await settled(seeded.api, id);
});
