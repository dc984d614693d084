import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { invites, users } from '@/db/schema';
import { firstAdministrator, isNobodyHere } from '@/lib/accounts/first-administrator';
import { addPerson, Browser, PASSWORD, signedIn } from './_browser';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(() => api.reset());

describe('the first administrator', () => {
  it('is made once by the printed link, which is kept as a hash and then worth nothing', async () => {
    expect(await isNobodyHere(api)).toBe(true);
    const path = await firstAdministrator(api);
    const token = new URL(path ?? '', 'http://x').searchParams.get('token') ?? '';
    expect(path).toBe(`/setup?token=${token}`);
    expect(JSON.stringify(await api.db.select().from(invites))).not.toContain(token);
    const body = { token, email: 'root@example.com', password: PASSWORD };
    const wrong = await call('POST', '/api/v1/setup', { body: { ...body, token: 'x' } });
    expect(wrong.status).toBe(403);

    const all = await Promise.all(
      ['root@example.com', 'second@example.com'].map((email) =>
        call('POST', '/api/v1/setup', { body: { ...body, email } }),
      ),
    );
    expect(all.map((response) => response.status).sort()).toEqual([201, 403]);
    const browser = new Browser();
    browser.keep(all.find((response) => response.status === 201) as Response);
    expect(await browser.me()).toMatchObject({ is_admin: true });
    expect(await api.db.select().from(users)).toHaveLength(1);
    expect(await firstAdministrator(api)).toBeNull();
    expect(await isNobodyHere(api)).toBe(false);
  });

  it('cannot be made by a link that is too old', async () => {
    const path = await firstAdministrator(api);
    const token = new URL(path ?? '', 'http://x').searchParams.get('token');
    await api.db.update(invites).set({ expiresAt: sql`now() - interval '1 second'` });
    const body = { token, email: 'root@example.com', password: PASSWORD };
    expect((await call('POST', '/api/v1/setup', { body })).status).toBe(403);
  });

  it('comes from the environment where it is named there, and only while there is no account', async () => {
    api.setEnv({ FRESHET_ADMIN_EMAIL: 'root@example.com', FRESHET_ADMIN_PASSWORD: PASSWORD });
    expect(await firstAdministrator(api)).toBeNull();
    expect(await firstAdministrator(api)).toBeNull();
    const browser = await signedIn('root@example.com');
    expect(await browser.me()).toMatchObject({ is_admin: true });
    expect(await api.db.select().from(users)).toHaveLength(1);
  });
});

describe('people', () => {
  it('are invited by administrators, and come in by the link once', async () => {
    await addPerson(api, 'root@example.com', { isAdmin: true });
    const root = await signedIn('root@example.com');
    const made = await call('POST', '/api/v1/invites', { body: { email: 'Bo@example.com' }, cookie: root.cookie });
    expect(made.status).toBe(201);
    const { link } = await made.json();
    expect(link).toMatch(/^http:\/\/localhost:4321\/invite\?token=/);
    const token = new URL(link).searchParams.get('token');
    const body = { token, name: 'Bo', password: PASSWORD };
    const accepted = await call('POST', '/api/v1/invites/accept', { body });
    expect(await accepted.json()).toMatchObject({ email: 'Bo@example.com', is_admin: false });
    expect((await call('POST', '/api/v1/invites/accept', { body })).status).toBe(403);
    const bo = new Browser();
    bo.keep(accepted);
    expect((await bo.me())?.email).toBe('Bo@example.com');
    for (const response of [
      await call('GET', '/api/v1/people', { cookie: bo.cookie }),
      await call('POST', '/api/v1/invites', { body: { email: 'x@example.com' }, cookie: bo.cookie }),
    ]) {
      expect(response.status).toBe(403);
    }
    const again = await call('POST', '/api/v1/invites', { body: { email: 'BO@example.com' }, cookie: root.cookie });
    expect(again.status).toBe(409);
  });

  it('see an invite withdrawn, and an older one replaced', async () => {
    await addPerson(api, 'root@example.com', { isAdmin: true });
    const { cookie } = await signedIn('root@example.com');
    const invite = async () =>
      await (await call('POST', '/api/v1/invites', { body: { email: 'bo@example.com' }, cookie })).json();
    const accept = (link: string) =>
      call('POST', '/api/v1/invites/accept', {
        body: { token: new URL(link).searchParams.get('token'), password: PASSWORD },
      });
    const [first, second] = [await invite(), await invite()];
    expect((await accept(first.link)).status).toBe(403);
    expect((await (await call('GET', '/api/v1/people', { cookie })).json()).invites).toHaveLength(1);
    expect((await call('DELETE', `/api/v1/invites/${second.invite.id}`, { cookie })).status).toBe(204);
    expect((await accept(second.link)).status).toBe(403);
  });

  it('always keep an administrator', async () => {
    const id = await addPerson(api, 'root@example.com', { isAdmin: true });
    const { cookie } = await signedIn('root@example.com');
    for (const body of [{ is_admin: false }, { is_disabled: true }]) {
      expect((await call('PATCH', `/api/v1/people/${id}`, { body, cookie })).status).toBe(409);
    }
    expect((await call('DELETE', `/api/v1/people/${id}`, { cookie })).status).toBe(409);
    await addPerson(api, 'other@example.com', { isAdmin: true });
    expect((await call('DELETE', `/api/v1/people/${id}`, { cookie })).status).toBe(204);
  });
});
