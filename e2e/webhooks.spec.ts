// Webhooks: an administrator makes a secret, a host tells of a push, and the page says what came of it.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { githubPush, headersOf } from '@/lib/webhooks/testing';
import { expectAccessible } from './fixtures/axe';
import { expectNoSidewaysScroll } from './fixtures/layout';
import { expect, type Seeded, test } from './fixtures/seeded-test';

const field = (page: Page) => page.getByLabel('Secret for webhooks of GitHub');

/** A push to acme/pools, as GitHub would tell of it; answers the status. */
async function tell(
  seeded: Seeded,
  address: string,
  secret: string,
  { delivery = randomUUID() as string, name = 'pools' } = {},
): Promise<number> {
  const body = JSON.stringify(githubPush({ base: seeded.git.url, owner: 'acme', name }));
  const response = await fetch(address, {
    method: 'POST',
    body,
    headers: headersOf('github', { secret, body, delivery }),
  });
  return response.status;
}

test('a secret is made, shown once and used; the delivery shows with what came of it', async ({
  adminPage: page,
  seeded,
}) => {
  await page.goto('/settings');
  const address = await page.getByLabel('Address for webhooks of GitHub').inputValue();
  expect(address).toBe(`${seeded.url}/api/webhooks/github`);
  await expect(page.getByText('Hosts elsewhere cannot reach these addresses')).toBeVisible();
  expect(await tell(seeded, address, 'a guess')).toBe(401);
  // The page asks by itself.
  const refused = page.getByText(/refused.*: make a secret here and set it at the host\./);
  await expect(refused).toBeVisible();
  await expectAccessible(page);

  const make = page.getByRole('button', { name: 'Make a secret for GitHub' });
  await make.focus();
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
  const secret = await field(page).inputValue();
  expect(secret).toMatch(/^[\w-]{43}$/);
  await expectAccessible(page);

  const runs = async () => (await (await seeded.api.get(`/api/v1/repos/${seeded.pools.repo.id}/runs`)).json()).runs;
  const before = (await runs()).length;
  const delivery = randomUUID();
  expect(await tell(seeded, address, secret, { delivery })).toBe(202);
  expect(await tell(seeded, address, secret, { delivery })).toBe(202);
  await expect.poll(async () => (await runs()).length).toBe(before + 1);
  expect((await runs())[0]).toMatchObject({ trigger: 'webhook' });

  const deliveries = page.getByText('Last deliveries of GitHub');
  await deliveries.click();
  await expect(page.getByText(/^(Sync started|One sync for several)$/)).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'acme/pools' })).toBeVisible();
  await expect(page.getByText(/set (it|the same secret) at the host/)).toHaveCount(0);

  // A long name, and what comes after it: all of it fits on a phone.
  expect(await tell(seeded, address, secret, { name: 'x'.repeat(150) })).toBe(202);
  expect(await tell(seeded, address, 'a guess')).toBe(401);
  await expect(page.getByText('came with a wrong secret or none')).toBeVisible();

  await page.reload();
  await expect(field(page)).toHaveCount(0);
  expect(await page.content()).not.toContain(secret);
  await deliveries.click();
  await expect(page.getByText(/\/acme\/x{100}/)).toBeVisible();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  }

  await page.getByRole('button', { name: 'Replace the secret of GitHub' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Replace' }).click();
  await expect(field(page)).toBeFocused();
  const second = await field(page).inputValue();
  expect([await tell(seeded, address, secret), await tell(seeded, address, second)]).toEqual([401, 202]);

  await page.getByRole('button', { name: 'Remove the secret of GitHub' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(make).toBeVisible();
  await expect(field(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'GitHub' })).toBeFocused();
  expect(await tell(seeded, address, second)).toBe(401);
});

test('people who are no administrators see nothing of webhooks', async ({ page, seeded }) => {
  const email = `wanda-${randomUUID()}@example.org`;
  const invite = await seeded.api.post('/api/v1/invites', { data: { email } });
  await page.goto((await invite.json()).link);
  await page.getByLabel('Password').fill('wandas own password');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('link', { name: 'Repositories' })).toBeVisible();
  await page.goto('/settings');
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Webhooks' })).toHaveCount(0);
  expect((await page.request.get('/api/v1/webhooks')).status()).toBe(403);
});
