import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { POST as postForm } from '@/app/forms/[form]/route';
import { invites, userIdentities, users } from '@/db/schema';
import { invitePerson } from '@/lib/accounts/invites/invite-person';
import { type OidcServer, startOidcServer } from '../../e2e/servers/oidc';
import { Browser } from './_browser';
import { type ApiWorld, HOST, startApi } from './_testing';

let api: ApiWorld;
let oidc: OidcServer;

beforeAll(async () => {
  oidc = await startOidcServer(`http://${HOST}/api/auth/callback/oidc`);
  api = await startApi();
});
afterAll(async () => {
  await api.close();
  await oidc.close();
});
beforeEach(async () => {
  await api.reset();
  oidc.accounts.clear();
  oidc.requests.length = 0;
  useProvider();
});

function useProvider(extra: Record<string, string> = {}) {
  api.setEnv({
    FRESHET_OIDC_ISSUER: oidc.issuer,
    FRESHET_OIDC_ID: oidc.clientId,
    FRESHET_OIDC_SECRET: oidc.clientSecret,
    FRESHET_OIDC_NAME: 'Our directory',
    ...extra,
  });
}

/** The whole authorization code flow; returns where the browser ends up. */
async function signIn(browser: Browser, account: string): Promise<URL> {
  const start = await browser.post('/api/auth/signin/oidc', {});
  const back = await oidc.authorize(start.headers.get('location') ?? '', account);
  const end = await browser.get(back);
  return new URL(end.headers.get('location') ?? '', `http://${HOST}`);
}

it('signs in a known person with a verified address, by code with PKCE, state and nonce', async () => {
  await api.db.insert(users).values({ email: 'Ada@example.com' });
  oidc.accounts.set('ada-1', { email: 'ada@example.com', email_verified: true, name: 'Ada' });
  const browser = new Browser();
  expect((await signIn(browser, 'ada-1')).pathname).toBe('/');
  expect(await browser.me()).toMatchObject({ email: 'Ada@example.com', has_password: false });

  const asked = oidc.requests[0];
  expect(asked?.get('response_type')).toBe('code');
  expect(asked?.get('code_challenge_method')).toBe('S256');
  for (const check of ['code_challenge', 'state', 'nonce']) expect(asked?.get(check), check).toBeTruthy();
  const { providers } = await (await browser.get('/api/v1/me')).json();
  expect(providers).toEqual([{ id: 'oidc', name: 'Our directory' }]);
});

it('signs in from a form that is posted without a script, by a page that leads to the provider', async () => {
  await api.db.insert(users).values({ email: 'ada@example.com' });
  oidc.accounts.set('ada-1', { email: 'ada@example.com', email_verified: true });
  const start = (id: string) =>
    postForm(
      new Request(`http://${HOST}/forms/sign-in-with`, {
        method: 'POST',
        headers: { host: HOST, origin: `http://${HOST}`, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ id, next: '/repos/new', from: '/sign-in' }).toString(),
      }),
      { params: Promise.resolve({ form: 'sign-in-with' }) },
    );
  const page = await start('oidc');
  expect(page.status).toBe(200);
  const browser = new Browser();
  browser.keep(page);
  const href = /<a href="([^"]+)">/.exec(await page.text())?.[1] ?? '';
  const back = await oidc.authorize(
    href.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)),
    'ada-1',
  );
  const end = await browser.get(back);
  expect(end.headers.get('location')).toBe(`http://${HOST}/repos/new`);
  expect(await browser.me()).toMatchObject({ email: 'ada@example.com' });
  for (const id of ['github', 'credentials', '']) expect((await start(id)).headers.get('location')).toBe('/sign-in');
});

it('knows the person again by the provider’s id, whatever their address is by then', async () => {
  const [ada] = await api.db.insert(users).values({ email: 'ada@example.com' }).returning();
  oidc.accounts.set('ada-1', { email: 'ada@example.com', email_verified: true });
  await signIn(new Browser(), 'ada-1');
  oidc.accounts.set('ada-1', { email: 'married@example.com', email_verified: true });
  const browser = new Browser();
  await signIn(browser, 'ada-1');
  expect((await browser.me())?.id).toBe(ada?.id);
  expect(await api.db.select().from(userIdentities)).toHaveLength(1);
});

it.each([
  ['nobody here knows', { email: 'stranger@example.com', email_verified: true }],
  ['the provider does not vouch for', { email: 'ada@example.com', email_verified: false }],
  ['the provider says nothing about', { email: 'ada@example.com' }],
  ['have no address', {}],
])('turns away people whom %s', async (_what, claims) => {
  await api.db.insert(users).values({ email: 'ada@example.com' });
  oidc.accounts.set('x', claims);
  const browser = new Browser();
  const end = await signIn(browser, 'x');
  expect(end.pathname + end.search).toBe('/sign-in?error=NotInvited');
  expect(await browser.me()).toBeNull();
  expect(await api.db.select().from(userIdentities)).toEqual([]);
});

it('lets in who was invited by that address, once, and turns away disabled accounts', async () => {
  const invited = { email: 'bo@example.com', is_admin: true };
  await invitePerson({ ...api, actor: { kind: 'system' } }, invited);
  oidc.accounts.set('bo', { email: 'BO@example.com', email_verified: true, name: 'Bo' });
  const browser = new Browser();
  await signIn(browser, 'bo');
  const me = await browser.me();
  expect(me).toMatchObject({ email: 'bo@example.com', is_admin: true, name: 'Bo' });
  expect((await api.db.select().from(invites))[0]?.usedAt).not.toBeNull();

  await api.db
    .update(users)
    .set({ disabledAt: new Date() })
    .where(eq(users.id, me?.id ?? ''));
  expect(await browser.me()).toBeNull();
  expect((await signIn(new Browser(), 'bo')).search).toBe('?error=NotInvited');
});

it('makes no account and links none on a read-only server, and lets in who is linked', async () => {
  await invitePerson({ ...api, actor: { kind: 'system' } }, { email: 'bo@example.com' });
  await api.db.insert(users).values({ email: 'ada@example.com' });
  oidc.accounts.set('bo', { email: 'bo@example.com', email_verified: true });
  oidc.accounts.set('ada-1', { email: 'ada@example.com', email_verified: true });
  useProvider({ FRESHET_READ_ONLY: '1' });
  expect((await signIn(new Browser(), 'bo')).search).toBe('?error=NotInvited');
  const browser = new Browser();
  await signIn(browser, 'ada-1');
  expect((await browser.me())?.email).toBe('ada@example.com');
  expect(await api.db.select().from(users)).toHaveLength(1);
  expect(await api.db.select().from(userIdentities)).toEqual([]);
  expect((await api.db.select().from(invites))[0]?.usedAt).toBeNull();
});

it('refuses an answer that another browser asked for, and one that comes twice', async () => {
  await api.db.insert(users).values({ email: 'ada@example.com' });
  oidc.accounts.set('ada-1', { email: 'ada@example.com', email_verified: true });
  const [mine, theirs] = [new Browser(), new Browser()];
  const start = await mine.post('/api/auth/signin/oidc', {});
  const back = await oidc.authorize(start.headers.get('location') ?? '', 'ada-1');
  await theirs.post('/api/auth/signin/oidc', {});
  await theirs.get(back);
  expect(await theirs.me()).toBeNull();
  await mine.get(back);
  expect((await mine.me())?.email).toBe('ada@example.com');
  const late = new Browser();
  await late.get(back);
  expect(await late.me()).toBeNull();
});

it('says so on the sign-in page where the provider cannot be reached', async () => {
  api.setEnv({ FRESHET_OIDC_ISSUER: 'http://127.0.0.1:9', FRESHET_OIDC_ID: 'x', FRESHET_OIDC_SECRET: 'y' });
  const response = await new Browser().post('/api/auth/signin/oidc', {});
  expect(response.headers.get('location')).toMatch(/error=OAuthSignin/);
});

it('sends people to GitHub with PKCE and state where the environment names it', async () => {
  api.setEnv({ FRESHET_GITHUB_ID: 'an-app', FRESHET_GITHUB_SECRET: 'hush' });
  const browser = new Browser();
  expect((await (await browser.get('/api/v1/me')).json()).providers).toEqual([{ id: 'github', name: 'GitHub' }]);
  const response = await browser.post('/api/auth/signin/github', {});
  const location = new URL(response.headers.get('location') ?? '');
  expect(location.origin + location.pathname).toBe('https://github.com/login/oauth/authorize');
  expect(Object.fromEntries(location.searchParams)).toMatchObject({
    client_id: 'an-app',
    redirect_uri: `http://${HOST}/api/auth/callback/github`,
    code_challenge_method: 'S256',
    state: expect.any(String),
    scope: 'read:user user:email',
  });
  expect(location.href).not.toContain('hush');
});
