// What one caller holds of streams, searches, downloads and password checks, and what is left for the others. What is
// held is held by the test, so nothing depends on time.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rawFile } from '@/app/_http/raw-file';
import { syncRuns } from '@/db/schema';
import { authenticate } from '@/lib/accounts/authenticate';
import type { BlobFile } from '@/lib/browse/read-blob';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { search } from '@/lib/search/search';
import { similarCode } from '@/lib/search/similar';
import { addTestRepo, contextOf } from '@/lib/search/testing';
import { networkCaller, workShare } from '@/lib/shares';
import { addPerson, PASSWORD } from './_browser';
import { type ApiWorld, call, startApi } from './_testing';

let api: ApiWorld;
let repoId: string;
let runId: string;
const CROWD = '203.0.113.7';
const OTHER = '198.51.100.1';

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.reset();
  ({ id: repoId } = await addTestRepo(api.db, 'acme/rivers', { 'a.txt': 'the rhine\nthe rhône\n' }));
  const [run] = await api.db.insert(syncRuns).values({ repoId, trigger: 'manual' }).returning();
  runId = run?.id ?? '';
});

const visitor = (network: string): Actor => ({ kind: 'anonymous', network });
const person = (userId: string): Actor => ({ kind: 'user', userId, isAdmin: false });
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

describe('streams of events', () => {
  const listen = (address: string, options: { cookie?: string; signal?: AbortSignal } = {}) =>
    call('GET', `/api/v1/runs/${runId}/events`, { headers: { 'x-forwarded-for': address }, ...options });

  it('one network opens its share; another, and people of the same network, open theirs', async () => {
    const { cookie } = await api.signIn('ada@x.example');
    const { perVisitor } = workShare('streams').limits;
    const gone = new AbortController();
    const open = { signal: gone.signal };
    for (let i = 0; i < perVisitor; i++) expect((await listen(CROWD, open)).status).toBe(200);
    const refused = await listen(CROWD, open);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await refused.json()).toMatchObject({ code: 'limit', retryable: true });
    expect((await listen(`${CROWD}:5123`, open)).status).toBe(429);
    expect((await listen(OTHER, open)).status).toBe(200);
    expect((await listen(CROWD, { ...open, cookie })).status).toBe(200);
    gone.abort();
    await until(() => workShare('streams').state('visitors').taken === 0);
    const again = new AbortController();
    expect((await listen(CROWD, { signal: again.signal })).status).toBe(200);
    again.abort();
  });

  it('all visitors together leave some for people', async () => {
    const { cookie } = await api.signIn('ada@x.example');
    const { places, keptForPeople, perVisitor } = workShare('streams').limits;
    const gone = new AbortController();
    const open = { signal: gone.signal };
    const visitors = places - keptForPeople;
    for (let i = 0; i < visitors; i++) {
      expect((await listen(`203.0.113.${Math.floor(i / perVisitor)}`, open)).status).toBe(200);
    }
    expect((await listen(OTHER, open)).status).toBe(429);
    expect((await listen(OTHER, { ...open, cookie })).status).toBe(200);
    gone.abort();
    await until(() => workShare('streams').state('people').taken === 0);
  });
});

describe('searches', () => {
  /** Begins that many at once for one caller, and notes each that ends. */
  function crowd(actor: Actor, count: number, ended: string[], name: string) {
    return Array.from({ length: count }, () =>
      search(contextOf(api.db, actor), { q: 'rhine' }).then(
        (found) => ended.push(found.count === 1 ? name : 'wrong'),
        (error) => ended.push(codeOf(error)),
      ),
    );
  }

  it('another caller’s and a person’s come in their turn, whatever waits before them', async () => {
    const ended: string[] = [];
    const { places, waitingPerCaller } = workShare('search').limits;
    const all = crowd(visitor(CROWD), waitingPerCaller, ended, 'crowd');
    all.push(...crowd(visitor(OTHER), 1, ended, 'other'), ...crowd(person('p'), 1, ended, 'person'));
    await Promise.all(all);
    expect(ended).toHaveLength(waitingPerCaller + 2);
    // Those that ran already, then the person, then the callers by turns.
    expect(ended.indexOf('person')).toBeLessThanOrEqual(places + 1);
    expect(ended.indexOf('other')).toBeLessThanOrEqual(2 * places + 2);
  });

  it('the rest of the database waits for those that run, and for none that wait', async () => {
    const ended: string[] = [];
    const { places, waitingPerCaller } = workShare('search').limits;
    const all = crowd(visitor(CROWD), waitingPerCaller, ended, 'crowd');
    await until(() => workShare('search').state('visitors').waiting > 0);
    await api.db.execute(sql`select 1`);
    expect(ended.length).toBeLessThanOrEqual(2 * places);
    await Promise.all(all);
  });

  it('one caller is refused beyond its part of the queue, and the API says so with 429', async () => {
    const ended: string[] = [];
    const { perVisitor, waitingPerCaller } = workShare('search').limits;
    const caller = networkCaller(CROWD);
    const held = await Promise.all(Array.from({ length: perVisitor }, () => workShare('search').take(caller)));
    const all = crowd(visitor(`${CROWD}/32`), waitingPerCaller + 5, ended, 'crowd');
    await until(() => ended.length === 5);
    const target = '/api/v1/search?q=rhine';
    const refused = await call('GET', target, { headers: { 'x-forwarded-for': `[::ffff:${CROWD}]:99` } });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    const fine = call('GET', target, { headers: { 'x-forwarded-for': OTHER } });
    for (const giveBack of held) giveBack();
    expect((await fine).status).toBe(200);
    await Promise.all(all);
    expect(ended.filter((what) => what === 'limit')).toHaveLength(5);
    expect(ended.filter((what) => what === 'crowd')).toHaveLength(waitingPerCaller);
  });

  it('what a client that has gone was waiting for is not searched', async () => {
    const held = await Promise.all(
      Array.from({ length: workShare('search').limits.perVisitor }, () =>
        workShare('search').take(networkCaller(CROWD)),
      ),
    );
    const gone = new AbortController();
    const headers = { 'x-forwarded-for': CROWD };
    const lost = Array.from({ length: 20 }, () =>
      call('GET', '/api/v1/search?q=rhine', { headers, signal: gone.signal }),
    );
    await until(() => workShare('search').state('visitors').waiting === 20);
    gone.abort();
    expect((await Promise.all(lost)).map(({ status }) => status)).toEqual(lost.map(() => 499));
    expect(workShare('search').state('visitors').waiting).toBe(0);
    for (const giveBack of held) giveBack();
  });

  it('similar code waits in the same queue', async () => {
    const caller = { key: 'network x', isPerson: false };
    const { perVisitor } = workShare('search').limits;
    const held = await Promise.all(Array.from({ length: perVisitor }, () => workShare('search').take(caller)));
    const input = { repoId, path: 'a.txt', startLine: 1, endLine: 2 };
    const waits = similarCode(contextOf(api.db, visitor('x')), input);
    await until(() => workShare('search').state('visitors').waiting === 1);
    for (const giveBack of held) giveBack();
    expect((await waits).results).toEqual([]);
  });
});

describe('downloads', () => {
  const file = (mebibytes: number): BlobFile => ({
    repo_id: repoId,
    ref: 'main',
    commit: 'c'.repeat(40),
    path: 'film.bin',
    sha: 'd'.repeat(40),
    mode: 33188,
    size_bytes: mebibytes * 1024 ** 2,
    language: null,
    is_binary: true,
    is_too_large: false,
    content: null,
    bytes: Buffer.alloc(mebibytes * 1024 ** 2, 7),
  });
  const get = (actor: Actor, mebibytes: number, options: { method?: string; signal?: AbortSignal } = {}) =>
    rawFile(file(mebibytes), { actor, request: new Request('http://localhost/', options) });
  const taken = () => workShare('downloads').state('visitors').taken;

  it('one network that does not read what it asked for leaves room for the others', async () => {
    const { perVisitor } = workShare('downloads').limits;
    const gone = new AbortController();
    for (let held = 0; held < perVisitor; held += 32) await get(visitor('a'), 32, { signal: gone.signal });
    await expect(get(visitor('a'), 1)).rejects.toMatchObject({ code: 'limit', retryAfterSeconds: 10 });
    const fine = await get(visitor('b'), 3);
    expect((await fine.arrayBuffer()).byteLength).toBe(3 * 1024 ** 2);
    expect(taken()).toBe(perVisitor);
    gone.abort();
    expect(taken()).toBe(0);
    await (await get(visitor('a'), 1)).body?.cancel();
    expect(taken()).toBe(0);
  });

  it('a file that was read whole, or not at all, takes no room any more', async () => {
    const read = await get(visitor('a'), 2);
    expect(new Uint8Array(await read.arrayBuffer()).every((byte) => byte === 7)).toBe(true);
    const empty = { ...file(0), bytes: Buffer.alloc(0) };
    const request = new Request('http://localhost/');
    expect(await (await rawFile(empty, { actor: visitor('a'), request })).text()).toBe('');
    expect((await get(visitor('a'), 40, { method: 'HEAD' })).headers.get('content-length')).toBe(
      String(40 * 1024 ** 2),
    );
    expect(taken()).toBe(0);
  });
});

it('a network that has its share of password checks waits alone', async () => {
  await addPerson(api, 'ada@x.example');
  const share = workShare('passwords');
  const held = await share.take(networkCaller(CROWD));
  const signIn = (address: string) => authenticate(api.db, { email: 'ada@x.example', password: PASSWORD, address });
  const waits = signIn(`${CROWD}:4711`);
  await until(() => share.state('visitors').waiting === 1);
  expect(await signIn(OTHER)).toMatchObject({ sessionVersion: 1 });
  held();
  expect(await waits).toMatchObject({ sessionVersion: 1 });
});
