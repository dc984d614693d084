// The marker that open pages of results ask for: another one as soon as there may be something else to find.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { repos } from '@/db/schema';
import { addTestRepo, type TestRepo } from '@/lib/search/testing';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let open: TestRepo;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  open = await addTestRepo(api.db, 'acme/rivers', { 'a.txt': 'rhine' });
});

const TARGET = '/api/v1/search/marker';
const markerOf = async (cookie?: string) =>
  (await call('GET', TARGET, cookie ? { cookie } : {})).headers.get('etag') ?? '';

/** `indexed_at` as a publish writes it, a moment after all before it. */
let at = Date.UTC(2026, 0, 1);
async function publish(repo: TestRepo, ref: string, text: string): Promise<void> {
  await repo.publish(ref, { 'a.txt': text });
  at += 1000;
  await api.db
    .$client`update indexed_refs set indexed_at = ${new Date(at).toISOString()} where repo_id = ${repo.id} and ref = ${ref}`;
}

it('stays while nothing moves, and answers 304 to who has it', async () => {
  const marker = await markerOf();
  expect(marker).toMatch(/^"[\w-]{22}"$/);
  expect(await markerOf()).toBe(marker);
  const same = await call('GET', TARGET, { headers: { 'if-none-match': marker } });
  expect([same.status, await same.text()]).toEqual([304, '']);
});

it('is another one after a push, another branch, another repository, and after one is gone', async () => {
  const seen = new Set([await markerOf()]);
  const moved = async (change: () => Promise<unknown>) => {
    await change();
    const marker = await markerOf();
    expect(seen.has(marker)).toBe(false);
    seen.add(marker);
    expect((await call('GET', TARGET, { headers: { 'if-none-match': [...seen][0] ?? '' } })).status).toBe(200);
  };
  await moved(() => publish(open, 'main', 'rhône'));
  await moved(() => publish(open, 'next', 'rhône'));
  await moved(() => addTestRepo(api.db, 'acme/lakes', { 'a.txt': 'como' }));
  await moved(() => api.db.update(repos).set({ isPublic: false }).where(eq(repos.id, open.id)));
});

it('tells visitors nothing of what they may not see', async () => {
  const hidden = await addTestRepo(api.db, 'acme/hidden', { 'a.txt': 'secret' }, { isPublic: false });
  const { cookie } = await api.signIn('ada@x.example');
  const [visitors, persons] = [await markerOf(), await markerOf(cookie)];
  await publish(hidden, 'main', 'another secret');
  expect(await markerOf()).toBe(visitors);
  expect(await markerOf(cookie)).not.toBe(persons);
});
