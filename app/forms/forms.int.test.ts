// Forms as a browser without a script posts them: the same checks and sentences as the API's, and nothing typed is lost.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSent, type Sent } from '@/app/_forms/field/sent';
import { SENT_COOKIE } from '@/app/_forms/field/sent-cookie';
import { addPerson, Browser, PASSWORD } from '@/app/api/_browser';
import { type ApiWorld, call, HOST, startApi } from '@/app/api/_testing';
import { invites, orgs, repos, sessions, users } from '@/db/schema';
import { firstAdministrator } from '@/lib/accounts/first-administrator';
import { newOneTimeToken } from '@/lib/accounts/one-time-token';
import { getRepo } from '@/lib/repos/get-repo';
import { POST } from './[form]/route';

const OWN = { origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' };
const SECRET = 'hunter2-and-more';

let api: ApiWorld;
let id: string;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  const [org] = await api.db.insert(orgs).values({ name: 'acme', isOpen: true }).returning();
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: org?.id ?? '', name: 'rivers', url: 'https://127.0.0.1/acme/rivers', isPublic: true })
    .returning();
  id = repo?.id ?? '';
});

interface Posted {
  status: number;
  location: string | null;
  sent: Sent | null;
  /** Set-Cookie values. */
  cookies: string[];
  response: Response;
}

async function post(
  form: string,
  fields: Record<string, string>,
  options: { cookie?: string; headers?: Record<string, string> } = {},
): Promise<Posted> {
  const request = new Request(`http://${HOST}/forms/${form}`, {
    method: 'POST',
    headers: {
      host: HOST,
      'content-type': 'application/x-www-form-urlencoded',
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...(options.headers ?? OWN),
    },
    body: new URLSearchParams(fields).toString(),
  });
  const response = await POST(request, { params: Promise.resolve({ form }) });
  const cookies = response.headers.getSetCookie();
  const token = cookies.find((cookie) => cookie.startsWith(`${SENT_COOKIE}=`))?.slice(SENT_COOKIE.length + 1);
  const sent = await readSent(api.env, token?.split(';')[0]);
  return { status: response.status, location: response.headers.get('location'), sent, cookies, response };
}

const system = () => ({ ...api, actor: { kind: 'system' } as const });
const admin = () => api.signIn('root@example.com', { isAdmin: true });

describe('signing in', () => {
  it('comes back with the address and the reason, and goes on where it should', async () => {
    await addPerson(api, 'ada@example.com');
    const fields = { from: '/sign-in?next=%2Frepos%2Fnew', next: '/repos/new', email: 'ada@example.com' };
    const wrong = await post('sign-in', { ...fields, password: SECRET });
    expect(wrong).toMatchObject({ status: 303, location: '/sign-in?next=%2Frepos%2Fnew' });
    expect(wrong.sent).toMatchObject({
      error: 'The e-mail address or the password is not right.',
      values: { email: 'ada@example.com' },
    });
    expect(wrong.cookies).toEqual([
      expect.stringMatching(/^freshet\.sent=\S+; Max-Age=300; Path=\/sign-in; HttpOnly; SameSite=Lax$/),
    ]);

    const right = await post('sign-in', { ...fields, password: PASSWORD });
    expect(right).toMatchObject({ status: 303, location: '/repos/new', sent: null });
    const browser = new Browser();
    browser.keep(right.response);
    expect(await browser.me()).toMatchObject({ email: 'ada@example.com' });

    const out = await post('sign-out', { from: '/repos' }, { cookie: browser.cookie });
    expect(out).toMatchObject({ status: 303, location: '/' });
    expect(await browser.me()).toBeNull();
    expect(await api.db.select().from(sessions)).toEqual([]);
  });

  it('is throttled with next-auth’s own way in', async () => {
    await addPerson(api, 'ada@example.com');
    const fields = { from: '/sign-in', email: 'ada@example.com', password: 'wrong guess' };
    for (let i = 0; i < 5; i++) await post('sign-in', fields);
    for (let i = 0; i < 3; i++) await new Browser().signIn('ada@example.com', 'wrong guess');
    const over = await post('sign-in', { ...fields, password: PASSWORD });
    expect(over.sent?.error).toBe('Too many attempts. Wait a few minutes, then try again.');
  });

  it.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '/.//evil.example'])(
    'leads to no other site: %s',
    async (elsewhere) => {
      await addPerson(api, 'ada@example.com');
      const fields = { from: elsewhere, next: elsewhere, email: 'ada@example.com' };
      expect((await post('sign-in', { ...fields, password: 'wrong guess' })).location).toBe('/');
      expect((await post('sign-in', { ...fields, password: PASSWORD })).location).toBe('/repos');
    },
  );
});

describe('accounts from links', () => {
  it('the first administrator’s', async () => {
    const path = (await firstAdministrator(api)) ?? '';
    const token = new URLSearchParams(path.split('?')[1]).get('token') ?? '';
    const fields = { from: path, next: '/repos', token, email: 'grace@example.com', name: 'Grace' };
    const weak = await post('setup', { ...fields, password: 'short' });
    expect(weak).toMatchObject({ status: 303, location: path });
    expect(weak.sent).toMatchObject({ field: 'password', values: { email: 'grace@example.com', name: 'Grace' } });
    expect(weak.sent?.error).toContain('12 characters');
    const made = await post('setup', { ...fields, password: PASSWORD });
    expect(made).toMatchObject({ status: 303, location: '/repos' });
    const browser = new Browser();
    browser.keep(made.response);
    expect(await browser.me()).toMatchObject({ email: 'grace@example.com', is_admin: true });
  });

  it('an invited person’s', async () => {
    const { token, tokenHash } = newOneTimeToken();
    await api.db
      .insert(invites)
      .values({ tokenHash, email: 'joan@example.com', expiresAt: new Date(Date.now() + 1e6) });
    const fields = { from: `/invite?token=${token}`, next: '/', token, name: 'Joan' };
    expect((await post('invited', { ...fields, password: 'aaaaaaaaaaaaaaa' })).sent).toMatchObject({
      values: { name: 'Joan' },
    });
    const made = await post('invited', { ...fields, password: PASSWORD });
    expect(made).toMatchObject({ status: 303, location: '/' });
    expect((await post('invited', { ...fields, password: PASSWORD })).sent?.error).toContain('does not work any more');
  });
});

describe('repositories', () => {
  it('are added, after a refused address that is still there', async () => {
    const { cookie } = await admin();
    const fields = { from: '/repos/new', public: 'on', name: 'brooks', branches: 'main, next', token: SECRET };
    const refused = await post('add-repo', { ...fields, url: 'http://169.254.169.254/latest.git' }, { cookie });
    expect(refused).toMatchObject({ status: 303, location: '/repos/new' });
    expect(refused.sent).toMatchObject({
      field: 'url',
      values: { url: 'http://169.254.169.254/latest.git', public: 'on', name: 'brooks', branches: 'main, next' },
    });
    expect(refused.sent?.error).toContain('169.254.169.254');
    const added = await post('add-repo', { ...fields, url: 'https://127.0.0.1/acme/brooks.git' }, { cookie });
    const [, repoId] = /^\/repos\/(.{36})$/.exec(added.location ?? '') ?? [];
    const repo = await getRepo(system(), repoId ?? '');
    expect(repo).toMatchObject({ name: 'brooks', is_public: true, branches: ['main', 'next'], has_token: true });
    const again = await post('add-repo', { ...fields, url: 'https://127.0.0.1/acme/brooks.git' }, { cookie });
    expect(again.sent).toMatchObject({ repo_id: repoId, field: null });
  });

  it('keep what somebody else changed while a form was open', async () => {
    const { cookie } = await admin();
    const before = await getRepo(system(), id);
    await api.db.update(repos).set({ isPublic: false, syncIntervalSeconds: 3600 }).where(eq(repos.id, id));
    const fields = {
      from: `/repos/${id}`,
      id,
      org: 'acme',
      name: 'streams',
      url: before.url ?? '',
      interval: '',
      public: 'on',
    };
    const saved = await post('repo-settings', { ...fields, holds: 'on', before: JSON.stringify(before) }, { cookie });
    expect(saved).toMatchObject({ location: `/repos/${id}`, sent: { text: 'Saved.', error: null } });
    const after = await getRepo(system(), id);
    expect(after).toMatchObject({ name: 'streams', is_public: false, sync_interval_seconds: 3600 });
  });

  it('are given a source that is here already only by who says so', async () => {
    const { cookie } = await admin();
    const before = await getRepo(system(), id);
    const url = 'https://127.0.0.1/acme/brooks.git';
    const added = await post('add-repo', { from: '/repos/new', url }, { cookie });
    const fields = { from: `/repos/${id}`, id, org: 'acme', name: before.name, url, before: JSON.stringify(before) };
    const refused = await post('repo-settings', fields, { cookie });
    expect(added.location).toBe(`/repos/${refused.sent?.repo_id}`);
    expect(refused.sent).toMatchObject({ field: null, values: { url } });
    expect(refused.sent?.error).toContain('“Also a second time”');
    expect((await post('repo-settings', { ...fields, again: 'on' }, { cookie })).sent?.text).toBe('Saved.');
    expect((await getRepo(system(), id)).url).toBe(url);
  });

  it('are synced, and a second press says why not', async () => {
    const { cookie } = await admin();
    const fields = { from: '/repos?after=x', id };
    expect(await post('sync', fields, { cookie })).toMatchObject({
      status: 303,
      location: '/repos?after=x',
      sent: null,
    });
    expect(api.events).toHaveLength(1);
    const busy = await post('sync', fields, { cookie });
    const answer = await call('POST', `/api/v1/repos/${id}/sync`, { cookie });
    expect(busy.sent).toMatchObject({ subject: id, error: (await answer.json()).detail });
    expect((await post('sync-all', { from: '/repos' }, { cookie })).sent?.text).toBe('1 under way already.');
  });

  it('are deleted once their name is typed, and not before', async () => {
    const { cookie } = await admin();
    for (const typed of ['', 'rivers', 'acme/river', 'ACME/RIVERS']) {
      const refused = await post('delete-repo', { from: `/repos/${id}`, id, typed }, { cookie });
      expect(refused.sent).toMatchObject({ field: 'typed', values: { typed } });
    }
    expect((await call('GET', `/api/v1/repos/${id}`)).status).toBe(200);
    expect((await post('delete-repo', { from: '/x', id, typed: ' acme/rivers ' }, { cookie })).location).toBe('/repos');
    expect((await call('GET', `/api/v1/repos/${id}`)).status).toBe(404);
  });
});

describe('the rest of what administrators do', () => {
  it('works, and shows once what is to be shown once', async () => {
    const { cookie } = await admin();
    const settings = { from: '/settings' };
    const invited = await post('invite', { ...settings, email: 'joan@example.com' }, { cookie });
    expect(invited.sent?.shown).toMatchObject({ email: 'joan@example.com' });
    expect(invited.sent?.shown.link).toMatch(/^http:\/\/localhost:4321\/invite\?token=\S{40,}$/);
    const twice = await post('invite', { ...settings, email: 'root@example.com', admin: 'on' }, { cookie });
    expect(twice.sent).toMatchObject({ field: 'email', values: { email: 'root@example.com', admin: 'on' } });
    const [invite] = await api.db.select().from(invites);
    await post('withdraw-invite', { ...settings, id: invite?.tokenHash ?? '' }, { cookie });
    expect(await api.db.select().from(invites)).toEqual([]);

    const bo = await api.signIn('bo@example.com');
    await post('end-persons-sessions', { ...settings, id: bo.id }, { cookie });
    expect((await call('GET', '/api/v1/me/sessions', { cookie: bo.cookie })).status).toBe(401);
    await post('change-person', { ...settings, id: bo.id, disabled: 'true' }, { cookie });
    expect(await api.db.select().from(users).where(eq(users.id, bo.id))).toMatchObject([
      { disabledAt: expect.any(Date) },
    ]);
    await post('delete-person', { ...settings, id: bo.id }, { cookie });
    expect(await api.db.select().from(users)).toHaveLength(1);

    const secret = await post('make-secret', { ...settings, id: 'github' }, { cookie });
    expect(secret.sent?.shown.secret).toMatch(/^\S{20,}$/);
    await post('remove-secret', { ...settings, id: 'github' }, { cookie });
    expect((await post('make-secret', { ...settings, id: 'svn' }, { cookie })).sent?.error).toContain(
      'no webhooks of that host',
    );
  });
});

describe('what no form does', () => {
  const NAMES = [
    ...['password', 'end-session', 'end-other-sessions', 'add-repo', 'repo-settings', 'sync', 'sync-all'],
    ...[
      'follow-upstream',
      'forget-rewrite',
      'delete-repo',
      'invite',
      'withdraw-invite',
      'change-person',
      'delete-person',
    ],
    ...['end-persons-sessions', 'make-secret', 'remove-secret', 'add-target', 'remove-target', 'test-target'],
  ];
  const filled = () => ({
    ...{
      from: '/settings?x=1',
      id,
      repo: id,
      typed: 'acme/rivers',
      url: 'https://127.0.0.1/acme/brooks.git',
      name: 'x',
    },
    ...{ email: 'x@example.com', address: 'https://127.0.0.1/hook', current: PASSWORD, new: 'a better password' },
    ...{ disabled: 'true', commit: 'empty' },
  });

  it('anything for visitors, who are sent to sign in and find what they typed when they come back', async () => {
    for (const form of NAMES) {
      const answer = await post(form, filled());
      expect(answer, form).toMatchObject({ status: 303, location: '/sign-in?next=%2Fsettings%3Fx%3D1' });
      expect(answer.cookies, form).toEqual([expect.stringContaining('; Path=/settings;')]);
    }
    expect(await api.db.select().from(repos)).toMatchObject([{ deletedAt: null, isPublic: true }]);
    expect(api.events).toEqual([]);
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site, by its Origin alone', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another subdomain', { origin: `http://x.${HOST}`, 'sec-fetch-site': 'same-site' }],
  ])('anything that %s asks for', async (_what, headers) => {
    const { cookie } = await admin();
    for (const form of [...NAMES, 'sign-in', 'sign-out', 'sign-in-with', 'setup', 'invited', 'theme']) {
      const answer = await post(form, filled(), { cookie, headers });
      expect(answer, form).toMatchObject({ status: 403, location: null, cookies: [] });
    }
    expect(await api.db.select().from(sessions)).toHaveLength(1);
  });

  it('anything on a read-only server, but to end sessions', async () => {
    const { cookie } = await admin();
    api.setEnv({ FRESHET_READ_ONLY: '1' });
    for (const form of NAMES.filter((name) => !/^end-(other-)?session/.test(name))) {
      expect((await post(form, filled(), { cookie })).sent?.error, form).toContain('read-only');
    }
  });

  it('bring a secret back, whatever field it was typed into on a page of its kind', async () => {
    const { cookie } = await admin();
    const secrets = {
      password: SECRET,
      token: SECRET,
      current: SECRET,
      new: SECRET,
      address: `https://x.example/${SECRET}`,
    };
    for (const form of [...NAMES, 'sign-in', 'setup', 'invited']) {
      const { sent } = await post(
        form,
        { ...filled(), ...secrets, url: `https://ada:${SECRET}@127.0.0.1/x` },
        { cookie },
      );
      expect(JSON.stringify(sent), form).not.toContain(SECRET);
    }
  });

  it.each([
    ['a form that is none', 'constructor', {}, 404],
    ['a NUL', 'sync', { id: 'a\0b' }, 400],
    ['a NUL in a name', 'sync', { 'i\0d': 'x' }, 400],
    ['more than 64 KiB', 'sync', { id: 'x'.repeat(70_000) }, 413],
  ])('take %s', async (_what, form, fields, status) => {
    expect((await post(form, fields)).status).toBe(status);
  });

  it('read anything but a form', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      const answer = await post('sync', {}, { headers: { ...OWN, 'content-type': type } });
      expect(answer.status).toBe(400);
    }
  });
});

describe('what is on its way to the page', () => {
  it('stays small enough for a cookie, whatever was typed, and is for no other page', async () => {
    const { cookie } = await admin();
    const fields = {
      from: '/repos/new;Domain=evil.example',
      url: `https://127.0.0.1/${'ß'.repeat(5000)}`,
      name: 'kept',
    };
    const answer = await post('add-repo', fields, { cookie });
    expect(answer.sent).toMatchObject({ values: { name: 'kept' }, error: expect.any(String) });
    expect(answer.cookies).toEqual([expect.stringMatching(/; Path=\/; HttpOnly; SameSite=Lax$/)]);
    expect(Buffer.byteLength(answer.cookies[0] ?? '')).toBeLessThan(4096);
  });

  it('cannot be forged, nor taken for a session, nor a session for it', async () => {
    const { cookie } = await admin();
    const { cookies } = await post('sync', { from: '/', id: 'x' }, { cookie });
    const token = cookies[0]?.split(';')[0]?.slice(SENT_COOKIE.length + 1) ?? '';
    expect(await readSent(api.env, token)).toMatchObject({ form: 'sync' });
    expect(await readSent(api.env, `${token.slice(0, -3)}AAA`)).toBeNull();
    expect(await readSent(api.env, cookie.split('=')[1])).toBeNull();
    const me = await call('GET', '/api/v1/me', { cookie: `freshet.session=${token}` });
    expect((await me.json()).person).toBeNull();
  });

  it('is marked Secure where the server is reached by https', async () => {
    api.setEnv({ FRESHET_PUBLIC_URL: 'https://code.example' });
    const { cookies } = await post('sync', { id }, { headers: { origin: 'https://code.example' } });
    expect(cookies).toEqual([expect.stringMatching(/; Secure$/)]);
  });
});
