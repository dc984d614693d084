import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callerOfBasic } from '@/app/_auth/auth';
import { auditLog, orgMembers, orgs, repos, tokens, users } from '@/db/schema';
import { newTokenSecret } from '@/lib/tokens/secret';
import { type ApiWorld, type CallOptions, call, startApi } from './_testing';

let api: ApiWorld;
let ada: { id: string; cookie: string };
let bo: { id: string; cookie: string };
let rivers: string;
let lakes: string;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  ada = await api.signIn('ada@example.com', { isAdmin: true });
  bo = await api.signIn('bo@example.com');
  rivers = await addRepo('acme', 'rivers');
  lakes = await addRepo('wet', 'lakes');
});

async function addRepo(org: string, name: string): Promise<string> {
  const [owner] = await api.db.insert(orgs).values({ name: org }).returning();
  await api.db.insert(orgMembers).values({ orgId: owner?.id ?? '', userId: bo.id, role: 'admin' });
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: owner?.id ?? '', name, url: `https://127.0.0.1/${org}/${name}` })
    .returning();
  return repo?.id ?? '';
}

const bearer = (token: string): CallOptions => ({ headers: { authorization: `Bearer ${token}` } });

async function make(body: object, by: CallOptions = { cookie: bo.cookie }) {
  const response = await call('POST', '/api/v1/tokens', { ...by, body: { name: 'ci', ...body } });
  const made = await response.json();
  expect(made, JSON.stringify(made)).toHaveProperty('token');
  return made as { id: string; token: string; hint: string; scopes: string[] };
}

async function statusOf(method: string, target: string, by: CallOptions) {
  return (await call(method, target, by)).status;
}

const sees = (token: string, id: string) => statusOf('GET', `/api/v1/repos/${id}`, bearer(token));

describe('a personal token', () => {
  it('is shown once, stored as a hash, and opens what its scopes say', async () => {
    const made = await make({ scopes: ['read'] });
    expect(made.token).toMatch(/^frs_[0-9A-Za-z]{36}$/);
    expect(made.token.endsWith(made.hint)).toBe(true);
    const [row] = await api.db.select().from(tokens);
    expect(JSON.stringify(row)).not.toContain(made.token);
    expect(await (await call('GET', '/api/v1/tokens', { cookie: bo.cookie })).text()).not.toContain(made.token);
    expect(await sees(made.token, rivers)).toBe(200);
    for (const [method, target, body] of [
      ['POST', `/api/v1/repos/${rivers}/sync`],
      ['PATCH', `/api/v1/repos/${rivers}`, { is_public: true }],
      ['POST', '/api/v1/tokens', { name: 'more', scopes: ['read'] }],
      ['GET', '/api/v1/people'],
      ['GET', '/api/v1/me/sessions'],
    ] as const) {
      expect(await statusOf(method, target, { ...bearer(made.token), body }), `${method} ${target}`).toBe(403);
    }
  });

  it('syncs by sync, changes by write, and needs no Origin', async () => {
    const sync = await make({ scopes: ['sync'] });
    expect(sync.scopes).toEqual(['read', 'sync']);
    const foreign = { origin: 'https://elsewhere.example' };
    const asked = { headers: { ...bearer(sync.token).headers, ...foreign } };
    expect(await statusOf('POST', `/api/v1/repos/${rivers}/sync`, asked)).toBe(200);
    expect(await statusOf('DELETE', `/api/v1/repos/${rivers}`, asked)).toBe(403);
    const write = await make({ scopes: ['write'] });
    const change = { ...bearer(write.token), body: { sync_interval_seconds: 600 } };
    expect(await statusOf('PATCH', `/api/v1/repos/${lakes}`, change)).toBe(200);
    // Who may see it is another right.
    const open = { ...bearer(write.token), body: { is_public: true } };
    expect(await statusOf('PATCH', `/api/v1/repos/${lakes}`, open)).toBe(403);
  });

  it('is never good for more than the person', async () => {
    const admin = await make({ scopes: ['admin'] });
    expect(await statusOf('GET', '/api/v1/people', bearer(admin.token))).toBe(403);
    await api.db.update(users).set({ isAdmin: true }).where(eq(users.id, bo.id));
    expect(await statusOf('GET', '/api/v1/people', bearer(admin.token))).toBe(200);
    await api.db.update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, bo.id));
    expect(await sees(admin.token, rivers)).toBe(401);
    await api.db.delete(users).where(eq(users.id, bo.id));
    expect(await api.db.select().from(tokens)).toEqual([]);
  });

  it('that is narrowed sees and changes nothing else', async () => {
    const byOrg = await make({ scopes: ['write'], org: 'acme' });
    const byRepo = await make({ scopes: ['write'], repo_ids: [lakes] });
    expect([await sees(byOrg.token, rivers), await sees(byOrg.token, lakes)]).toEqual([200, 404]);
    expect([await sees(byRepo.token, rivers), await sees(byRepo.token, lakes)]).toEqual([404, 200]);
    const list = await (await call('GET', '/api/v1/repos', bearer(byOrg.token))).json();
    expect(list.repos.map((repo: { name: string }) => repo.name)).toEqual(['rivers']);
    const move = { ...bearer(byOrg.token), body: { org: 'wet' } };
    expect(await statusOf('PATCH', `/api/v1/repos/${rivers}`, move)).toBe(403);
    const add = { url: 'https://127.0.0.1/wet/streams' };
    expect(await statusOf('POST', '/api/v1/repos', { ...bearer(byRepo.token), body: add })).toBe(403);
    const status = await (await call('GET', '/api/v1/status', bearer(byOrg.token))).json();
    expect(status.freshness.repositories).toBe(1);
  });

  it('tells when and from where it was last used', async () => {
    const { id, token } = await make({ scopes: ['read'] });
    const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.9' };
    await call('GET', '/api/v1/repos', { headers });
    await call('GET', '/api/v1/repos', { headers: { ...headers, 'x-forwarded-for': '203.0.113.10' } });
    const shown = await (await call('GET', `/api/v1/tokens/${id}`, { cookie: bo.cookie })).json();
    expect(shown).toMatchObject({ last_used_from: '203.0.113.9/32' });
    expect(shown.last_used_at).not.toBeNull();
  });

  it('works over HTTP Basic as the password, and nowhere as a page’s', async () => {
    const { token } = await make({ scopes: ['read'] });
    const basic = new Headers({ authorization: `Basic ${Buffer.from(`anybody:${token}`).toString('base64')}` });
    expect(await callerOfBasic(api, basic)).toMatchObject({ kind: 'user', userId: bo.id });
    expect(await callerOfBasic(api, new Headers())).toBeNull();
    basic.set('authorization', `Basic ${Buffer.from('anybody:wrong').toString('base64')}`);
    await expect(callerOfBasic(api, basic)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('a token that does not work', () => {
  it('is refused by what is wrong with it, never saying whether it ever did', async () => {
    const told = async (token: string) => {
      const response = await call('GET', '/api/v1/repos', bearer(token));
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
      const { detail, code } = await response.json();
      expect(code).toBe('unauthenticated');
      expect(detail).not.toContain(token || '\0');
      return detail as string;
    };
    const expired = await make({ scopes: ['read'], expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    await api.db.update(tokens).set({ expiresAt: sql`now()` }).where(eq(tokens.id, expired.id));
    const revoked = await make({ scopes: ['read'] });
    expect(await statusOf('DELETE', `/api/v1/tokens/${revoked.id}`, { cookie: bo.cookie })).toBe(204);
    const unknown = await told(newTokenSecret());
    expect(unknown).toContain('does not work here');
    expect(await told(expired.token)).toBe(unknown);
    expect(await told(revoked.token)).toBe(unknown);
    expect(await told(revoked.token.slice(0, -1))).toContain('cut off');
    expect(await told('ghp_abc')).toContain('begins with frs_');
    expect(await told('')).toContain('begins with frs_');
  });

  it('that would have expired already is not made', async () => {
    const body = { name: 'x', scopes: ['read'], expires_at: '2020-01-01T00:00:00Z' };
    expect(await statusOf('POST', '/api/v1/tokens', { cookie: bo.cookie, body })).toBe(400);
  });
});

describe('by a token', () => {
  it('none is made that is good for more, and it ends with the one that made it', async () => {
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const parent = await make({ scopes: ['sync', 'admin'], org: 'acme', expires_at: soon });
    const by = bearer(parent.token);
    await api.db.update(orgMembers).set({ role: 'member' });
    for (const [body, status] of [
      [{ scopes: ['write'] }, 403],
      [{ scopes: ['sync'], expires_at: later }, 403],
      [{ scopes: ['sync'], org: 'wet' }, 404],
      [{ scopes: ['sync'], repo_ids: [lakes] }, 404],
      [{ scopes: ['read'], kind: 'organisation', org: 'acme' }, 403],
    ] as const) {
      expect(await statusOf('POST', '/api/v1/tokens', { ...by, body: { name: 'x', ...body } })).toBe(status);
    }
    const child = await make({ scopes: ['sync', 'admin'] }, by);
    expect(child).toMatchObject({ org: 'acme', expires_at: soon });
    const grandchild = await make({ scopes: ['sync'] }, bearer(child.token));
    expect(await sees(grandchild.token, lakes)).toBe(404);
    // A token may always see and revoke itself.
    expect(await (await call('GET', '/api/v1/tokens/current', bearer(grandchild.token))).json()).toMatchObject({
      id: grandchild.id,
    });
    expect(await statusOf('GET', `/api/v1/tokens/${child.id}`, bearer(grandchild.token))).toBe(403);
    expect(await statusOf('DELETE', '/api/v1/tokens/current', by)).toBe(204);
    for (const { token } of [parent, child, grandchild]) expect(await sees(token, rivers)).toBe(401);
    const revoked = await api.db.select().from(auditLog).where(eq(auditLog.verb, 'token.revoke'));
    expect(revoked).toHaveLength(3);
    expect(revoked[0]).toMatchObject({ actorName: 'bo@example.com', tokenId: parent.id, tokenName: 'ci' });
  });
});

describe('an organisation’s token', () => {
  it('is made by administrators alone, and is for that organisation', async () => {
    const body = { name: 'ci', scopes: ['write', 'admin'], kind: 'organisation', org: 'acme' };
    await api.db.update(orgMembers).set({ role: 'member' });
    expect(await statusOf('POST', '/api/v1/tokens', { cookie: bo.cookie, body })).toBe(403);
    const made = await make(body, { cookie: ada.cookie });
    expect([await sees(made.token, rivers), await sees(made.token, lakes)]).toEqual([200, 404]);
    const change = { ...bearer(made.token), body: { is_public: true } };
    expect(await statusOf('PATCH', `/api/v1/repos/${rivers}`, change)).toBe(200);
    expect(await statusOf('GET', '/api/v1/people', bearer(made.token))).toBe(403);
    const [entry] = await api.db.select().from(auditLog).where(eq(auditLog.verb, 'repo.change'));
    expect(entry).toMatchObject({ actorKind: 'organisation', actorName: 'acme', tokenId: made.id });
    // It outlives whoever made it, and is listed to those who manage it.
    await api.db.update(users).set({ isAdmin: true }).where(eq(users.id, bo.id));
    await api.db.delete(users).where(eq(users.id, ada.id));
    expect(await sees(made.token, rivers)).toBe(200);
    const { items } = await (await call('GET', '/api/v1/tokens', { cookie: bo.cookie })).json();
    expect(items).toMatchObject([{ id: made.id, kind: 'organisation', org: 'acme' }]);
  });
});

it('nobody sees or revokes the tokens of somebody else', async () => {
  const { id } = await make({ scopes: ['read'] });
  for (const method of ['GET', 'DELETE']) {
    expect(await statusOf(method, `/api/v1/tokens/${id}`, { cookie: ada.cookie })).toBe(404);
    expect(await statusOf(method, `/api/v1/tokens/${id}`, {})).toBe(401);
  }
});

it('no token is made on a read-only server, but each can be revoked', async () => {
  const { id } = await make({ scopes: ['read'] });
  api.setEnv({ FRESHET_READ_ONLY: '1' });
  const cookie = bo.cookie;
  expect(await statusOf('POST', '/api/v1/tokens', { cookie, body: { name: 'x', scopes: ['read'] } })).toBe(403);
  expect(await statusOf('DELETE', `/api/v1/tokens/${id}`, { cookie })).toBe(204);
});
