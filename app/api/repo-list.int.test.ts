// The list of repositories in its orders and narrowed, page by page, and what is done with many of them at once.
import { eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readSent } from '@/app/_forms/field/sent';
import { SENT_COOKIE } from '@/app/_forms/field/sent-cookie';
import { POST } from '@/app/forms/[form]/route';
import { orgs, repos } from '@/db/schema';
import { type ApiWorld, call, HOST, startApi } from './_testing';

let api: ApiWorld;
let cookie: string;
const ids: Record<string, string> = {};
const day = (n: number) => new Date(Date.UTC(2026, 0, n));

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.reset();
  ({ cookie } = await api.signIn('ada@example.com', { isAdmin: true }));
  const ready = { status: 'ready' as const, isPublic: true };
  const rows = [
    { org: 'acme', name: 'Brooks', ...ready, sizeBytes: 30, indexedAt: day(3), checkedAt: day(9), addedAt: day(1) },
    { org: 'acme', name: 'dams', ...ready, sizeBytes: 10, indexedAt: day(4), checkedAt: day(8), addedAt: day(2) },
    { org: 'acme', name: 'weirs', ...ready, status: 'error' as const, failingSince: day(5), addedAt: day(3) },
    { org: 'Zulu', name: 'dams', ...ready, sizeBytes: 20, indexedAt: day(5), addedAt: day(4), isPublic: false },
    { org: 'Zulu', name: 'held', ...ready, heldBackCommit: 'empty', indexedAt: day(1), addedAt: day(5) },
  ];
  for (const { org, ...row } of rows) {
    const [known] = await api.db.select().from(orgs).where(eq(orgs.name, org));
    const [home] = known ? [known] : await api.db.insert(orgs).values({ name: org }).returning();
    const url = `https://127.0.0.1/${org.toLowerCase()}-upstream/${row.name}`;
    const [made] = await api.db
      .insert(repos)
      .values({ orgId: home?.id ?? '', url, ...row })
      .returning();
    ids[`${org}/${row.name}`] = made?.id ?? '';
  }
});

/** All pages, two at a time. */
async function listed(query = '', as: { cookie?: string } = { cookie }): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const response = await call(
      'GET',
      `/api/v1/repos?limit=2${query && `&${query}`}${cursor && `&cursor=${cursor}`}`,
      as,
    );
    const body = await response.json();
    expect(response.status, JSON.stringify(body)).toBe(200);
    found.push(...body.repos.map((repo: { org: string; name: string }) => `${repo.org}/${repo.name}`));
    cursor = body.next_cursor;
  }
  return found;
}

it('stands in each of its orders, over any number of pages', async () => {
  const byName = ['acme/Brooks', 'acme/dams', 'acme/weirs', 'Zulu/dams', 'Zulu/held'];
  expect(await listed()).toEqual(byName);
  expect(await listed('sort=attention')).toEqual(['acme/weirs', 'Zulu/held', 'acme/Brooks', 'acme/dams', 'Zulu/dams']);
  expect(await listed('sort=updated')).toEqual(['Zulu/dams', 'acme/dams', 'acme/Brooks', 'Zulu/held', 'acme/weirs']);
  expect(await listed('sort=checked')).toEqual(['acme/weirs', 'Zulu/dams', 'Zulu/held', 'acme/dams', 'acme/Brooks']);
  expect(await listed('sort=added')).toEqual([...byName].reverse());
  expect((await listed('sort=size')).slice(0, 3)).toEqual(['acme/Brooks', 'Zulu/dams', 'acme/dams']);
  const page = await (await call('GET', '/api/v1/repos?limit=1', { cookie })).json();
  const other = await call('GET', `/api/v1/repos?limit=1&sort=size&cursor=${page.next_cursor}`, { cookie });
  expect(other.status).toBe(400);
});

it('is narrowed by words, organisation and failures, and never shows what is hidden', async () => {
  expect(await listed('q=DAMS')).toEqual(['acme/dams', 'Zulu/dams']);
  expect(await listed('q=dams+zulu')).toEqual(['Zulu/dams']);
  expect(await listed('q=acme-upstream')).toEqual(['acme/Brooks', 'acme/dams', 'acme/weirs']);
  expect(await listed('q=%25')).toEqual([]);
  expect(await listed('org=ZULU')).toEqual(['Zulu/dams', 'Zulu/held']);
  expect(await listed('failing=1')).toEqual(['acme/weirs', 'Zulu/held']);
  expect(await listed('failing=1&org=acme')).toEqual(['acme/weirs']);
  expect(await listed('q=dams', {})).toEqual(['acme/dams']);
});

async function post(fields: [string, string][], as = cookie) {
  const body = new URLSearchParams([['from', '/repos?q=a'], ...fields]);
  const request = new Request(`http://${HOST}/forms/many-repos`, {
    method: 'POST',
    body,
    headers: {
      cookie: as,
      host: HOST,
      origin: `http://${HOST}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
  });
  const response = await POST(request, { params: Promise.resolve({ form: 'many-repos' }) });
  const sent = response.headers.getSetCookie().find((one) => one.startsWith(SENT_COOKIE)) ?? '';
  const value = /=([^;]*)/.exec(sent)?.[1] ?? '';
  return { location: response.headers.get('location'), sent: await readSent(api.env, decodeURIComponent(value)) };
}

it('those that are ticked are synced or deleted by one form', async () => {
  const { location, sent } = await post([
    ['do', 'sync'],
    ['repo', ids['acme/dams'] ?? ''],
    ['repo', ids['acme/weirs'] ?? ''],
  ]);
  expect(location).toBe('/repos?q=a');
  expect(sent).toMatchObject({ text: '2 queued.', error: null });
  expect((await post([['do', 'sync']])).sent).toMatchObject({ error: 'Tick the repositories first.' });
  const gone = await post([
    ['do', 'delete'],
    ['repo', ids['acme/dams'] ?? ''],
    ['repo', ids['Zulu/dams'] ?? ''],
    ['repo', 'nothing'],
  ]);
  expect(gone.sent).toMatchObject({ text: '2 repositories deleted.' });
  expect((await api.db.select().from(repos).where(isNull(repos.deletedAt))).length).toBe(3);
  expect(
    (
      await post(
        [
          ['do', 'delete'],
          ['repo', ids['acme/Brooks'] ?? ''],
        ],
        '',
      )
    ).location,
  ).toMatch(/^\/sign-in/);
  expect((await api.db.select().from(repos).where(isNull(repos.deletedAt))).length).toBe(3);
});

it('those that are ticked are archived, or moved to an organisation, and each refusal is told', async () => {
  const ticked = ['acme/Brooks', 'acme/dams'].map((name): [string, string] => ['repo', ids[name] ?? '']);
  const archived = await post([['do', 'archive'], ...ticked]);
  expect(archived.sent).toMatchObject({ text: '2 repositories archived.', error: null });
  const rows = await api.db.select().from(repos).where(eq(repos.status, 'archived'));
  expect(rows.map(({ name }) => name).sort()).toEqual(['Brooks', 'dams']);
  // One of that name is there already: it stays where it is.
  const moved = await post([['do', 'transfer'], ['into', 'zulu'], ...ticked]);
  expect(moved.sent?.text).toMatch(/^1 repository moved\. Others were not: There is a repository Zulu\/dams already/);
  expect(await listed('org=zulu')).toEqual(['Zulu/Brooks', 'Zulu/dams', 'Zulu/held']);
  const nowhere = await post([['do', 'transfer'], ['into', 'nowhere'], ...ticked]);
  expect(nowhere.sent?.text).toBe('0 repositories moved. Others were not: There is no such organisation.');
  expect((await post([['do', 'transfer'], ...ticked])).sent).toMatchObject({ field: 'into' });
  const { cookie: bo } = await api.signIn('bo@example.com');
  expect((await post([['do', 'delete'], ...ticked], bo)).sent?.text).toMatch(
    /^0 repositories deleted\. Others were not/,
  );
});

it('the bin is listed page by page, for those who may delete what lies in it', async () => {
  await api.db
    .update(repos)
    .set({ deletedAt: day(1) })
    .where(eq(repos.name, 'dams'));
  await api.db
    .update(repos)
    .set({ deletedAt: day(2) })
    .where(eq(repos.name, 'held'));
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Response = await call('GET', `/api/v1/repos/bin?limit=1${cursor && `&cursor=${cursor}`}`, { cookie });
    const body = await page.json();
    names.push(...body.items.map((repo: { org: string; name: string }) => `${repo.org}/${repo.name}`));
    cursor = body.next_cursor;
  }
  expect(names).toHaveLength(3);
  expect(names[0]).toBe('Zulu/held');
  expect(names.slice(1).sort()).toEqual(['Zulu/dams', 'acme/dams']);
  const { cookie: bo } = await api.signIn('bo@example.com');
  for (const as of [{ cookie: bo }, {}]) {
    expect((await (await call('GET', '/api/v1/repos/bin', as)).json()).items).toEqual([]);
  }
  expect((await call('GET', '/api/v1/repos/bin?cursor=x', { cookie })).status).toBe(400);
});
