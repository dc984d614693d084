// How every page looks and feels: accessible in both themes, at home on a phone, guarded by its headers.
import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe';
import { expectNoSidewaysScroll } from './fixtures/layout';
import { expect, type Seeded, test } from './fixtures/seeded-test';

const PUBLIC = [
  '/',
  '/search',
  '/search?q=gauge',
  '/search?q=zzzzzzzzzz',
  '/r/acme/rivers',
  '/r/acme/broken',
  '/r/acme/rivers/tree/main/src',
  '/r/acme/rivers/blob/main/src/gauge.ts#L2-L4',
  '/r/acme/rivers/blob/main/src/gauge.ts?q=gauge#L2',
  '/r/acme/rivers/blob/main/docs/guide.md',
  // Its last lines: of thousands axe looks at each for a long time.
  '/r/acme/rivers/blob/main/data/large.txt?from=59901',
  '/r/acme/rivers/refs?filter=v1',
  '/symbols',
  '/symbols?name=open*',
  '/symbols?name=nothing-of-this-name',
  '/r/acme/rivers/blob/main/data/levels.bin',
  '/r/acme/rivers/blob/main/data/wide.json',
  '/r/acme/rivers/commits',
  '/r/acme/rivers/similar/src/gauge.ts?lines=1-8',
  '/sign-in',
  '/setup?token=x',
  '/invite?token=x',
  '/nope',
];

async function signedInPages({ api, rivers, broken }: Seeded): Promise<string[]> {
  const { runs } = await (await api.get(`/api/v1/repos/${broken.repo.id}/runs`)).json();
  return [
    '/repos',
    '/repos/new',
    '/repos/import',
    '/connections',
    '/targets',
    '/repos/bin',
    '/orgs',
    '/orgs/new',
    '/orgs/acme',
    `/repos/${rivers.repo.id}`,
    `/repos/${rivers.repo.id}/secrets`,
    `/repos/${broken.repo.id}`,
    `/runs/${runs[0].id}`,
    `/runs/${runs.at(-1).id}`,
    '/status',
    '/settings',
    '/settings/ssh-hosts',
    '/settings/tokens',
    '/settings/audit',
  ];
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, viewport] of [
    ['desktop', { width: 1280, height: 860 }],
    ['phone', { width: 375, height: 812 }],
  ] as const) {
    test.describe(`${colorScheme}, ${device}`, () => {
      test.use({ colorScheme, viewport });
      const rules = colorScheme === 'light' ? 'all' : 'colours';

      test('public pages', async ({ page, seeded }) => {
        test.setTimeout(300_000);
        const commit = `/r/acme/rivers/commit/${seeded.rivers.repo.head_commit}`;
        for (const path of [...PUBLIC, commit]) await look(page, path, rules);
      });

      test('signed-in pages', async ({ adminPage, seeded }) => {
        test.setTimeout(300_000);
        for (const path of await signedInPages(seeded)) await look(adminPage, path, rules);
        await adminPage.goto(`/repos/${seeded.rivers.repo.id}`);
        await adminPage.getByRole('button', { name: 'Delete…' }).click();
        await expect(adminPage.getByRole('alertdialog')).toBeVisible();
        await expectAccessible(adminPage, rules);
      });
    });
  }
}

async function look(page: Page, path: string, rules: 'all' | 'colours') {
  await page.goto(path);
  await expect(page.getByRole('main')).toBeVisible();
  await expectAccessible(page, rules);
  await expectNoSidewaysScroll(page);
}

test('the chosen theme is there from the first paint, also without JavaScript', async ({ page, browser, seeded }) => {
  const ground = (p: Page) => p.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const light = await ground(page);
  const toggle = page.getByRole('button', { name: /^Theme/ });
  await toggle.click();
  await expect(toggle).toHaveAccessibleName(/^Theme: light/);
  await toggle.click();
  await expect(toggle).toHaveAccessibleName(/^Theme: dark/);
  const dark = await ground(page);
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await ground(page)).toBe(dark);
  const plain = await browser.newContext({
    baseURL: seeded.url,
    javaScriptEnabled: false,
    colorScheme: 'light',
    storageState: await page.context().storageState(),
  });
  const still = await plain.newPage();
  await still.goto('/');
  await expect(still.locator('html')).toHaveAttribute('data-theme', 'dark');
  await plain.close();
});

test('a phone has a menu, and the keyboard a way past the header', async ({ adminPage: page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto('/search?q=gauge');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await page.goto('/repos');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('every page is sent with headers that guard it', async ({ page }) => {
  const headers = (await page.goto('/'))?.headers() ?? {};
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|https?:/);
  expect(headers['referrer-policy']).toBe('same-origin');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-powered-by']).toBeUndefined();
});
