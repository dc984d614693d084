// Sessions end on the server: a copy of a cookie is good for nothing after that, whoever ended it.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sessions, users } from '@/db/schema';
import { authenticate } from '@/lib/accounts/authenticate';
import { browserName } from '@/lib/accounts/sessions/browser-name';
import { forgetEndedSessions } from '@/lib/accounts/sessions/end-sessions';
import { openSession } from '@/lib/accounts/sessions/open-session';
import type { Session } from '@/lib/accounts/sessions/session';
import { addPerson, Browser, PASSWORD, signedIn } from './_browser';
import { type ApiWorld, call, startApi } from './_testing';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(() => api.reset());

const listed = async (cookie: string): Promise<Session[]> => {
  const answer = await call('GET', '/api/v1/me/sessions', { cookie });
  expect(answer.status).toBe(200);
  return (await answer.json()).sessions;
};

/** What the holder of `cookie` is taken for, by each way to ask. */
async function expectEnded(cookie: string): Promise<void> {
  expect((await (await call('GET', '/api/v1/me', { cookie })).json()).person).toBeNull();
  expect(await (await call('GET', '/api/auth/session', { cookie })).json()).toEqual({});
  for (const [method, target] of [
    ['GET', '/api/v1/me/sessions'],
    ['DELETE', '/api/v1/me/sessions'],
    ['GET', '/api/v1/status'],
    ['GET', '/api/v1/people'],
    ['POST', '/api/v1/repos'],
  ] as const) {
    const answer = await call(method, target, { cookie, ...(method === 'POST' ? { body: {} } : {}) });
    expect(answer.status, `${method} ${target}`).toBe(401);
  }
}

describe('a copied cookie is good for nothing', () => {
  it.each([
    ['signs out', (ada: Browser) => ada.post('/api/auth/signout', {})],
    [
      'ends that session from another browser',
      async (ada: Browser, other: Browser) => {
        const [, session] = await listed(other.cookie);
        expect((await listed(ada.cookie))[0]?.id).toBe(session?.id);
        const answer = await call('DELETE', `/api/v1/me/sessions/${session?.id}`, { cookie: other.cookie });
        expect(answer.status).toBe(204);
      },
    ],
    [
      'ends all others',
      (_ada: Browser, other: Browser) => call('DELETE', '/api/v1/me/sessions', { cookie: other.cookie }),
    ],
    ['ends all', (ada: Browser) => call('DELETE', '/api/v1/me/sessions?which=all', { cookie: ada.cookie })],
    [
      'changes the password',
      (_ada: Browser, other: Browser) =>
        call('POST', '/api/v1/me/password', {
          body: { current_password: PASSWORD, new_password: 'a better password' },
          cookie: other.cookie,
        }),
    ],
  ])('once the person %s', async (_what, end) => {
    await addPerson(api, 'ada@example.com');
    const ada = await signedIn('ada@example.com');
    const copy = ada.cookie;
    await end(ada, await signedIn('ada@example.com'));
    await expectEnded(copy);
  });

  it.each([
    [
      'ends the person’s sessions',
      (id: string, cookie: string) => call('DELETE', `/api/v1/people/${id}/sessions`, { cookie }),
    ],
    [
      'disables the person',
      (id: string, cookie: string) => call('PATCH', `/api/v1/people/${id}`, { cookie, body: { is_disabled: true } }),
    ],
    ['deletes the person', (id: string, cookie: string) => call('DELETE', `/api/v1/people/${id}`, { cookie })],
  ])('once an administrator %s', async (_what, end) => {
    const root = await api.signIn('root@example.com', { isAdmin: true });
    const ada = await api.signIn('ada@example.com');
    expect((await end(ada.id, root.cookie)).status).toBeLessThan(300);
    await expectEnded(ada.cookie);
    expect(await api.db.select().from(sessions).where(eq(sessions.userId, ada.id))).toEqual([]);
    expect(await listed(root.cookie)).toHaveLength(1);
  });

  it('once thirty days are over, though its token would go on', async () => {
    const { cookie } = await api.signIn('ada@example.com');
    await api.db.update(sessions).set({ expiresAt: sql`now() - interval '1 second'` });
    await expectEnded(cookie);
  });
});

it('a sign-in that was under way when all sessions ended begins none that lives', async () => {
  const root = await api.signIn('root@example.com', { isAdmin: true });
  const id = await addPerson(api, 'ada@example.com');
  const proved = await authenticate(api.db, { email: 'ada@example.com', password: PASSWORD, address: '203.0.113.9' });
  await call('DELETE', `/api/v1/people/${id}/sessions`, { cookie: root.cookie });
  await openSession(api.db, proved, { userAgent: null, address: '203.0.113.9' });
  const rows = await api.db.select().from(sessions).where(eq(sessions.userId, id));
  expect(rows).toHaveLength(1);
  expect(await forgetEndedSessions(api.db)).toBe(1);
});

describe('the list', () => {
  it('tells of each session when, by what and from where, the own one first, and of nobody else’s', async () => {
    await addPerson(api, 'ada@example.com');
    await api.signIn('bo@example.com');
    const there = new Browser();
    await there.signIn('ada@example.com', PASSWORD, { 'user-agent': FIREFOX, 'x-forwarded-for': '203.0.113.9:555' });
    const here = await signedIn('ada@example.com');
    expect(await listed(here.cookie)).toEqual([
      expect.objectContaining({ is_current: true, browser: 'another program', place: 'an unknown address' }),
      {
        id: expect.any(String),
        is_current: false,
        browser: 'Firefox on Linux',
        place: '203.0.113.0/24',
        created_at: expect.any(String),
        last_seen_at: expect.any(String),
        expires_at: expect.any(String),
      },
    ]);
  });

  it('writes when a session was seen once in five minutes, with what it was seen by, and no oftener', async () => {
    const { cookie } = await api.signIn('ada@example.com');
    const seen = async () => (await listed(cookie))[0];
    const headers = { 'user-agent': FIREFOX, 'x-forwarded-for': '198.51.100.9' };
    const first = await seen();
    await call('GET', '/api/v1/me', { cookie, headers });
    expect(await seen()).toEqual(first);
    await api.db.update(sessions).set({ lastSeenAt: sql`now() - interval '6 minutes'` });
    await call('GET', '/api/v1/me', { cookie, headers });
    const later = await seen();
    expect(later).toMatchObject({ browser: 'Firefox on Linux', place: '198.51.100.0/24' });
    await call('GET', '/api/v1/me', { cookie, headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(await seen()).toEqual(later);
  });

  it('keeps the fifty of a person that were seen last', async () => {
    const { id, cookie } = await api.signIn('ada@example.com');
    await api.db.update(sessions).set({ lastSeenAt: sql`now() - interval '1 day'` });
    for (let i = 0; i < 50; i++) {
      await openSession(api.db, { id, sessionVersion: 1 }, { userAgent: null, address: '' });
    }
    expect(await api.db.select().from(sessions)).toHaveLength(50);
    await expectEnded(cookie);
  });
});

describe('nobody ends what is not theirs', () => {
  it('neither a visitor nor somebody else', async () => {
    const ada = await api.signIn('ada@example.com');
    const bo = await api.signIn('bo@example.com');
    const [session] = await listed(ada.cookie);
    for (const id of [session?.id, 'x', '00000000-0000-4000-8000-000000000000']) {
      expect((await call('DELETE', `/api/v1/me/sessions/${id}`, { cookie: bo.cookie })).status).toBe(404);
      expect((await call('DELETE', `/api/v1/me/sessions/${id}`)).status).toBe(401);
    }
    expect((await call('DELETE', `/api/v1/people/${ada.id}/sessions`, { cookie: bo.cookie })).status).toBe(403);
    expect((await call('DELETE', '/api/v1/me/sessions?which=all')).status).toBe(401);
    expect((await call('DELETE', '/api/v1/me/sessions?which=none', { cookie: bo.cookie })).status).toBe(400);
    const foreign = { origin: 'https://evil.example' };
    expect((await call('DELETE', '/api/v1/me/sessions', { cookie: ada.cookie, headers: foreign })).status).toBe(403);
    expect(await listed(ada.cookie)).toHaveLength(1);
  });

  it('but one may end one’s own on a read-only server, as one may sign out there', async () => {
    const { cookie } = await api.signIn('ada@example.com');
    api.setEnv({ FRESHET_READ_ONLY: '1' });
    expect((await call('DELETE', '/api/v1/me/sessions?which=all', { cookie })).status).toBe(204);
    await expectEnded(cookie).catch((error) => expect(String(error)).toContain('POST /api/v1/repos'));
  });
});

it('an account that is gone takes its sessions along', async () => {
  await api.signIn('ada@example.com');
  await api.db.delete(users);
  expect(await api.db.select().from(sessions)).toEqual([]);
});

it.each([
  [FIREFOX, 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36',
    'Chrome on Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) CriOS/131 Mobile Safari/604.1',
    'Chrome on iOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  ['curl/8.5.0', 'curl'],
  [`<script>${'Version/ '.repeat(50_000)}`, 'another program'],
  ['', 'another program'],
  [null, 'another program'],
])('calls %s %s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
