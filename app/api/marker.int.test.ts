// The marker that open pages of results ask for: another one as soon as there may be something else to find.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { repos } from '@/db/schema';
import { recentMarker } from '@/lib/search/searchable-marker';
import { addTestRepo, contextOf, type TestRepo } from '@/lib/search/testing';
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

it('is kept for a moment for those who search, by the same rule for all who may read the same', async () => {
  const visitor = contextOf(api.db);
  const admin = contextOf(api.db, { kind: 'operator' });
  const clock = vi.spyOn(performance, 'now');
  try {
    // It took 10 ms to make.
    clock.mockReturnValueOnce(0).mockReturnValue(10);
    const marker = await recentMarker(visitor);
    expect(marker).toBe(((await markerOf()) ?? '').replaceAll('"', ''));
    await publish(open, 'main', 'rhône');
    clock.mockReturnValue(499);
    expect(await recentMarker({ ...visitor, actor: { kind: 'anonymous', network: '192.0.2.0/24' } })).toBe(marker);
    expect(await recentMarker(admin)).not.toBe(marker);
    clock.mockReturnValue(500);
    expect(await recentMarker(visitor)).not.toBe(marker);
  } finally {
    clock.mockRestore();
  }
});
