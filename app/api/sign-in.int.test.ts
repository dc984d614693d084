import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signInAttempts, users } from '@/db/schema';
import { forgetOldAttempts } from '@/lib/accounts/throttle';
import { addPerson, Browser, PASSWORD, signedIn } from './_browser';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(() => api.reset());

describe('signing in by password', () => {
  it('opens a session in a cookie that scripts cannot read, and ends it on the way out', async () => {
    await addPerson(api, 'ada@example.com');
    const browser = new Browser();
    const response = await browser.post('/api/auth/callback/credentials', {
      email: ' ADA@example.com',
      password: PASSWORD,
    });
    expect(response.headers.get('location')).toMatch(/\/$/);
    const header = response.headers.getSetCookie().find((cookie) => cookie.startsWith('freshet.session='));
    expect(header).toMatch(/HttpOnly/i);
    expect(header).toMatch(/SameSite=Lax/i);
    expect(header).not.toMatch(/Secure/i);
    expect(await browser.me()).toMatchObject({ email: 'ada@example.com', has_password: true });
    const session = await (await browser.get('/api/auth/session')).json();
    expect(session.user).toEqual({ email: 'ada@example.com', name: null });
    expect((await browser.me())?.email).toBe('ada@example.com');

    await browser.post('/api/auth/signout', {});
    expect(await browser.me()).toBeNull();
  });

  it('gives one answer for a wrong password, an unknown address and a disabled account', async () => {
    await addPerson(api, 'ada@example.com');
    const gone = await addPerson(api, 'gone@example.com');
    await api.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, gone));
    const answers = new Set<string>();
    for (const [email, password] of [
      ['ada@example.com', 'wrong horse battery'],
      ['nobody@example.com', PASSWORD],
      ['gone@example.com', PASSWORD],
      ['ada@example.com', ''],
    ] as const) {
      answers.add(await new Browser().signIn(email, password));
    }
    expect([...answers]).toEqual([expect.stringContaining('error=CredentialsSignin')]);
  });

  it('needs the CSRF token, and refuses forms of other sites', async () => {
    await addPerson(api, 'ada@example.com');
    const browser = new Browser();
    await browser.post('/api/auth/callback/credentials', {
      csrfToken: 'made up',
      email: 'ada@example.com',
      password: PASSWORD,
    });
    expect(await browser.me()).toBeNull();
    const foreign = await browser.post(
      '/api/auth/callback/credentials',
      { email: 'ada@example.com', password: PASSWORD },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    );
    expect(foreign.status).toBe(403);
  });

  it('marks cookies Secure, with the prefix, where it is reached by https', async () => {
    api.setEnv({ FRESHET_PUBLIC_URL: 'https://code.example' });
    await addPerson(api, 'ada@example.com');
    const browser = new Browser();
    const response = await browser.post(
      '/api/auth/callback/credentials',
      { email: 'ada@example.com', password: PASSWORD },
      { origin: 'https://code.example' },
    );
    expect(response.headers.get('location')).toBe('https://code.example/');
    const header = response.headers.getSetCookie().find((cookie) => cookie.startsWith('__Secure-freshet.session='));
    expect(header).toMatch(/Secure/);
    expect((await browser.me())?.email).toBe('ada@example.com');
  });

  it('never sends anybody to another site afterwards', async () => {
    await addPerson(api, 'ada@example.com');
    for (const callbackUrl of ['https://evil.example/', '//evil.example/']) {
      const browser = new Browser();
      const response = await browser.post('/api/auth/callback/credentials', {
        email: 'ada@example.com',
        password: PASSWORD,
        callbackUrl,
      });
      const location = response.headers.get('location');
      if (location) expect(new URL(location).host).toBe('localhost:4321');
    }
  });

  it('knows no session that another secret or a forger made', async () => {
    await addPerson(api, 'ada@example.com');
    const browser = await signedIn('ada@example.com');
    api.setEnv({ FRESHET_SECRET: 'another secret of this installation' });
    expect(await browser.me()).toBeNull();
    api.setEnv({});
    browser.cookies.set('freshet.session', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.');
    expect(await browser.me()).toBeNull();
  });
});

describe('throttling', () => {
  it('stops guessing at one account from one address, also with the right password, and forgives after the window', async () => {
    await addPerson(api, 'ada@example.com');
    const browser = new Browser();
    for (let i = 0; i < 8; i++) {
      expect(await browser.signIn('ada@example.com', `guess number ${i}`)).toContain('CredentialsSignin');
    }
    expect(await browser.signIn('ada@example.com', PASSWORD)).toContain('TooManyAttempts');
    const elsewhere = { 'x-forwarded-for': '203.0.113.9' };
    expect(await browser.signIn('ada@example.com', PASSWORD, elsewhere)).not.toContain('error');
    await api.db.update(signInAttempts).set({ windowStartedAt: sql`now() - interval '16 minutes'` });
    expect(await new Browser().signIn('ada@example.com', PASSWORD)).not.toContain('error');
  });

  it('counts guesses that are made at once', async () => {
    await addPerson(api, 'ada@example.com');
    const browsers = Array.from({ length: 12 }, () => new Browser());
    const answers = await Promise.all(
      browsers.map((browser, i) => browser.signIn('ada@example.com', `guess ${i} ${i}`)),
    );
    expect(answers.filter((answer) => answer.includes('TooManyAttempts'))).toHaveLength(4);
  });

  it('forgets counts that are a day old, and no others', async () => {
    const keep = { key: 'keep', failures: 1, windowStartedAt: sql`now() - interval '23 hours'` };
    const drop = { key: 'drop', failures: 1, windowStartedAt: sql`now() - interval '25 hours'` };
    await api.db.insert(signInAttempts).values([keep, drop]);
    expect(await forgetOldAttempts(api.db)).toBe(1);
    expect((await api.db.select().from(signInAttempts)).map((row) => row.key)).toEqual(['keep']);
  });

  it('stops one address that tries many accounts, by what the nearest proxy saw', async () => {
    const browser = new Browser();
    let stopped = 0;
    for (let i = 0; i < 62; i++) {
      const headers = { 'x-forwarded-for': `10.0.0.${i}, 203.0.113.7` };
      if ((await browser.signIn(`person${i}@example.com`, 'some password', headers)).includes('TooMany')) stopped++;
    }
    expect(stopped).toBe(2);
  });
});

describe('sessions end with their account', () => {
  it.each([
    ['is deleted', (id: string) => api.db.delete(users).where(eq(users.id, id))],
    ['is disabled', (id: string) => api.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, id))],
    [
      'has a new password',
      (id: string) => api.db.update(users).set({ sessionVersion: sql`session_version + 1` }).where(eq(users.id, id)),
    ],
  ])('at once when it %s', async (_what, change) => {
    const id = await addPerson(api, 'ada@example.com');
    const browser = await signedIn('ada@example.com');
    await change(id);
    const response = await call('POST', '/api/v1/repos', { body: {}, cookie: browser.cookie });
    expect(response.status).toBe(401);
    expect(await (await browser.get('/api/auth/session')).json()).toEqual({});
    expect(browser.cookies.has('freshet.session')).toBe(false);
  });

  it('do not come back when a disabled account is enabled again', async () => {
    await addPerson(api, 'root@example.com', { isAdmin: true });
    const id = await addPerson(api, 'ada@example.com');
    const [admin, ada] = [await signedIn('root@example.com'), await signedIn('ada@example.com')];
    for (const is_disabled of [true, false]) {
      await call('PATCH', `/api/v1/people/${id}`, { body: { is_disabled }, cookie: admin.cookie });
    }
    expect(await ada.me()).toBeNull();
  });

  it('change of password ends all others and keeps the one that asked', async () => {
    await addPerson(api, 'ada@example.com');
    const [here, there] = [await signedIn('ada@example.com'), await signedIn('ada@example.com')];
    const target = '/api/v1/me/password';
    const body = { current_password: 'not this one', new_password: 'a better password' };
    expect((await call('POST', target, { body, cookie: here.cookie })).status).toBe(400);
    body.current_password = PASSWORD;
    const weak = await call('POST', target, { body: { ...body, new_password: 'short' }, cookie: here.cookie });
    expect((await weak.json()).detail).toContain('12 characters');
    const changed = await call('POST', target, { body, cookie: here.cookie });
    expect(changed.status).toBe(204);
    here.keep(changed);
    expect((await here.me())?.email).toBe('ada@example.com');
    expect(await there.me()).toBeNull();
    expect(await new Browser().signIn('ada@example.com', PASSWORD)).toContain('CredentialsSignin');
    expect(await new Browser().signIn('ada@example.com', 'a better password')).not.toContain('error');
  });
});
