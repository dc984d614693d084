// Organisations and who is in them, over the API: made, changed, deleted; people let in, promoted, let go; the last owner.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orgMembers, orgs, repos } from '@/db/schema';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let ada: { id: string; cookie: string };
let bo: { id: string; cookie: string };
let root: { id: string; cookie: string };

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.reset();
  root = await api.signIn('root@x.example', { isAdmin: true });
  ada = await api.signIn('ada@x.example');
  bo = await api.signIn('bo@x.example');
  // Not the first one any more: what is made from now on is closed.
  await call('POST', '/api/v1/orgs', { body: { slug: 'first' }, cookie: root.cookie });
});

const make = (body: object, as = ada) => call('POST', '/api/v1/orgs', { body, cookie: as.cookie });
const put = (person: { id: string }, role: string, as = ada) =>
  call('PUT', `/api/v1/orgs/acme/members/${person.id}`, { body: { role }, cookie: as.cookie });
const drop = (person: { id: string }, as = ada) =>
  call('DELETE', `/api/v1/orgs/acme/members/${person.id}`, { cookie: as.cookie });
const roles = async () => {
  const rows = await api.db
    .select({ id: orgMembers.userId, role: orgMembers.role })
    .from(orgMembers)
    .innerJoin(orgs, eq(orgs.id, orgMembers.orgId))
    .where(eq(orgs.name, 'acme'));
  return Object.fromEntries(rows.map(({ id, role }) => [id, role]));
};

describe('an organisation', () => {
  it('is made by anybody who has an account, who owns it, and is there for nobody else', async () => {
    const made = await make({ slug: 'acme', name: 'Acme & Co', description: 'Rivers.' });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe('/api/v1/orgs/acme');
    const org = await made.json();
    expect(org).toMatchObject({
      slug: 'acme',
      name: 'Acme & Co',
      description: 'Rivers.',
      is_open: false,
      repo_count: 0,
      your_role: 'owner',
      you_may: [
        'see_members',
        'add_repositories',
        'manage',
        'use_credentials',
        'manage_credentials',
        'see_targets',
        'manage_targets',
        'own',
      ],
    });
    expect(Number.isInteger(org.number)).toBe(true);
    expect((await call('GET', '/api/v1/orgs/ACME', { cookie: ada.cookie })).status).toBe(200);
    const elsewhere = await call('GET', '/api/v1/orgs/acme', { cookie: bo.cookie });
    expect(elsewhere.status).toBe(404);
    expect(await elsewhere.json()).toEqual(
      await (await call('GET', '/api/v1/orgs/nowhere', { cookie: bo.cookie })).json(),
    );
    const listed = async (cookie: string) =>
      (await (await call('GET', '/api/v1/orgs', { cookie })).json()).items.map((one: { slug: string }) => one.slug);
    expect(await listed(ada.cookie)).toEqual(['acme', 'first']);
    expect(await listed(bo.cookie)).toEqual(['first']);
    expect(await listed(root.cookie)).toEqual(['acme', 'first']);
    expect(await listed('')).toEqual([]);
  });

  it('is listed page by page', async () => {
    for (const slug of ['b', 'a', 'C']) await make({ slug });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { slug: string }[]; next_cursor: string | null } = await (
        await call('GET', `/api/v1/orgs?limit=1${cursor && `&cursor=${cursor}`}`, { cookie: ada.cookie })
      ).json();
      seen.push(...page.items.map(({ slug }) => slug));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(['a', 'b', 'C', 'first']);
  });

  it('has a name that no other has in any case, and that no address of the server has', async () => {
    expect((await make({ slug: 'acme' })).status).toBe(201);
    expect((await make({ slug: 'Acme' }, bo)).status).toBe(409);
    for (const slug of ['api', 'R', 'settings', '_next', 'a/b', '..', 'x.git', '', 'new']) {
      expect((await make({ slug })).status, slug).toBe(400);
    }
    expect((await make({ slug: 'other', name: 'two\nlines' })).status).toBe(400);
  });

  it('is open if it is the first, or if somebody says so', async () => {
    expect(await (await call('GET', '/api/v1/orgs/first', { cookie: bo.cookie })).json()).toMatchObject({
      is_open: true,
      your_role: 'member',
    });
    expect(await (await make({ slug: 'acme', is_open: true })).json()).toMatchObject({ is_open: true });
    const change = { body: { is_open: false }, cookie: ada.cookie };
    expect((await call('GET', '/api/v1/orgs/acme', { cookie: bo.cookie })).status).toBe(200);
    expect((await call('PATCH', '/api/v1/orgs/acme', change)).status).toBe(200);
    expect((await call('GET', '/api/v1/orgs/acme', { cookie: bo.cookie })).status).toBe(404);
  });

  it('is deleted by an owner once it is empty', async () => {
    await make({ slug: 'acme' });
    const [org] = await api.db.select().from(orgs).where(eq(orgs.name, 'acme'));
    await api.db.insert(repos).values({ orgId: org?.id ?? '', name: 'rivers' });
    const remove = () => call('DELETE', '/api/v1/orgs/acme', { cookie: ada.cookie });
    expect((await remove()).status).toBe(409);
    await api.db.update(repos).set({ deletedAt: new Date() });
    expect((await remove()).status).toBe(409);
    await api.db.delete(repos);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
  });

  it('is made on the way by whoever adds the first repository to it', async () => {
    const add = (org: string, as: { cookie: string }, more = {}) =>
      call('POST', '/api/v1/repos', {
        body: { url: `https://127.0.0.1/x/${org}${JSON.stringify(more).length}.git`, org, ...more },
        cookie: as.cookie,
      });
    expect((await add('acme', ada)).status).toBe(201);
    expect(await roles()).toEqual({ [ada.id]: 'owner' });
    const refused = await add('acme', bo);
    expect(refused.status).toBe(409);
    expect((await refused.json()).detail).toMatch(/taken by another organisation/);
    expect((await add('brooks', bo, { org_is_open: true })).status).toBe(201);
    expect((await add('brooks', ada, { name: 'more' })).status).toBe(201);
    expect((await add('api', bo)).status).toBe(400);
  });
});

describe('members', () => {
  beforeEach(async () => {
    await make({ slug: 'acme' });
  });

  it('are added by e-mail or id, changed and removed, and a right is gone as soon as the role is', async () => {
    const add = (email: string) =>
      call('POST', '/api/v1/orgs/acme/members', { body: { email, role: 'viewer' }, cookie: ada.cookie });
    expect((await add('nobody@x.example')).status).toBe(404);
    const added = await add(' BO@x.example');
    expect(added.status).toBe(201);
    expect(await added.json()).toMatchObject({ person_id: bo.id, email: 'bo@x.example', role: 'viewer' });
    const list = await call('GET', '/api/v1/orgs/acme/members', { cookie: bo.cookie });
    expect((await list.json()).items).toMatchObject([
      { email: 'ada@x.example', role: 'owner' },
      { email: 'bo@x.example', role: 'viewer' },
    ]);
    expect((await put(bo, 'member', bo)).status).toBe(403);
    expect(await (await put(bo, 'member')).json()).toMatchObject({ role: 'member' });
    expect((await drop(bo)).status).toBe(204);
    expect((await call('GET', '/api/v1/orgs/acme/members', { cookie: bo.cookie })).status).toBe(404);
    expect((await drop(bo)).status).toBe(404);
    expect((await put({ id: 'nobody' }, 'member')).status).toBe(404);
  });

  it('who are admins let people in, and touch no owner', async () => {
    await put(bo, 'admin');
    expect((await put(root, 'member', bo)).status).toBe(200);
    expect((await put(root, 'owner', bo)).status).toBe(403);
    expect((await put(bo, 'owner', bo)).status).toBe(403);
    expect((await put(ada, 'viewer', bo)).status).toBe(403);
    expect((await drop(ada, bo)).status).toBe(403);
    expect(await roles()).toMatchObject({ [ada.id]: 'owner', [bo.id]: 'admin' });
  });

  it('may leave, but for the last owner', async () => {
    await put(bo, 'viewer');
    expect((await drop(bo, bo)).status).toBe(204);
    expect((await drop(ada)).status).toBe(409);
    expect((await put(ada, 'admin')).status).toBe(409);
    expect(await roles()).toEqual({ [ada.id]: 'owner' });
  });

  it('two owners who remove or demote each other at once leave one', async () => {
    for (let round = 0; round < 5; round++) {
      await call('PUT', `/api/v1/orgs/acme/members/${ada.id}`, { body: { role: 'owner' }, cookie: root.cookie });
      await call('PUT', `/api/v1/orgs/acme/members/${bo.id}`, { body: { role: 'owner' }, cookie: root.cookie });
      const statuses = await Promise.all(
        (round % 2 === 0 ? [drop(bo, ada), drop(ada, bo)] : [put(bo, 'viewer', ada), put(ada, 'viewer', bo)]).map(
          async (answer) => (await answer).status,
        ),
      );
      expect(
        statuses.filter((status) => status < 300),
        String(statuses),
      ).toHaveLength(1);
      expect(Object.values(await roles()).filter((role) => role === 'owner')).toHaveLength(1);
    }
  });

  it('two owners who both leave at once leave one', async () => {
    await put(bo, 'owner');
    const statuses = (await Promise.all([drop(ada), drop(bo, bo)])).map(({ status }) => status).sort();
    expect(statuses).toEqual([204, 409]);
  });

  it('whose only owner is disabled keep the one who can sign in', async () => {
    await put(bo, 'owner');
    await call('PATCH', `/api/v1/people/${bo.id}`, { body: { is_disabled: true }, cookie: root.cookie });
    expect((await drop(ada)).status).toBe(409);
  });

  it('who are deleted pass on what they owned alone to the administrator', async () => {
    await put(bo, 'owner');
    await call('DELETE', `/api/v1/people/${bo.id}`, { cookie: root.cookie });
    expect(await roles()).toEqual({ [ada.id]: 'owner' });
    await call('DELETE', `/api/v1/people/${ada.id}`, { cookie: root.cookie });
    expect(await roles()).toEqual({ [root.id]: 'owner' });
  });
});

describe('an invitation', () => {
  const invite = (orgs: object[]) =>
    call('POST', '/api/v1/invites', { body: { email: 'joan@x.example', orgs }, cookie: root.cookie });

  it('may name organisations, and what the person is to be there', async () => {
    await make({ slug: 'acme' });
    expect((await invite([{ slug: 'nowhere', role: 'member' }])).status).toBe(400);
    expect(
      (
        await invite([
          { slug: 'acme', role: 'member' },
          { slug: 'ACME', role: 'owner' },
        ])
      ).status,
    ).toBe(400);
    const { link } = await (await invite([{ slug: 'Acme', role: 'admin' }])).json();
    const token = new URL(link).searchParams.get('token');
    const joined = await call('POST', '/api/v1/invites/accept', { body: { token, password: 'a long enough word' } });
    expect(joined.status).toBe(201);
    expect(await roles()).toEqual({ [ada.id]: 'owner', [(await joined.json()).id]: 'admin' });
  });

  it('without them leaves somebody with what is open', async () => {
    await make({ slug: 'acme' });
    const { link } = await (await invite([])).json();
    const token = new URL(link).searchParams.get('token');
    const joined = await call('POST', '/api/v1/invites/accept', { body: { token, password: 'a long enough word' } });
    const cookie = joined.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { items } = await (await call('GET', '/api/v1/orgs', { cookie })).json();
    expect(items).toMatchObject([{ slug: 'first', your_role: 'member' }]);
  });
});
