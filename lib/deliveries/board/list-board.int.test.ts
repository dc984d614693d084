import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { branches, orgMembers, repos, targets, users } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Actor } from '@/lib/context';
import { addDelivery, addRun } from '@/lib/deliveries/verify/testing';
import { getDeliveryRun } from '@/lib/deliveries/visible-delivery';
import { WORST_FIRST } from './board-item';
import { countStates, listBoard } from './list-board';

let database: TestDatabase;
const as = (actor: Actor = { kind: 'operator' }) => ({ actor, db: database.db });
const [A, B] = ['a'.repeat(40), 'b'.repeat(40)];
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.reset());

const names = async (filter: Parameters<typeof listBoard>[1] = {}, actor?: Actor) =>
  (await listBoard(as(actor), filter)).items.map((item) => `${item.repo.name} ${item.target.name} ${item.state}`);

describe('the board', () => {
  it('has the worst first, and within one state what was not in sync for longest', async () => {
    const states = [...WORST_FIRST].sort();
    await addDelivery(database.db, 'conf', Object.fromEntries(states.map((state) => [state, { state }])));
    expect((await listBoard(as())).items.map((item) => item.state)).toEqual(WORST_FIRST);
    await addDelivery(database.db, 'site', {
      new: { state: 'unreachable', inSyncAt: ago(1) },
      old: { state: 'unreachable', inSyncAt: ago(100) },
    });
    expect(await names({ state: 'unreachable' })).toEqual([
      'conf unreachable unreachable',
      'site old unreachable',
      'site new unreachable',
    ]);
    expect((await countStates(as())).unreachable).toBe(3);
    expect((await listBoard(as(), { state: 'differs', q: 'conf' })).items).toHaveLength(9);
  });

  it('knows that a host is behind as soon as the branch moves', async () => {
    const { repoId } = await addDelivery(database.db, 'conf', {
      'web-1': { state: 'in_sync', seenCommit: A, commit: A, deliveredAt: ago(5), verifiedAt: ago(1) },
    });
    await database.db.insert(branches).values({ repoId, name: 'main', commitSha: A });
    expect(await names()).toEqual(['conf web-1 in_sync']);
    await database.db.update(branches).set({ commitSha: B });
    const [item] = (await listBoard(as())).items;
    expect(item).toMatchObject({ state: 'behind', behind_by: null, wanted_commit: B, seen_commit: A });
    expect(await countStates(as())).toMatchObject({ behind: 1, in_sync: 0 });
  });

  it('shows hosts of a group that nothing was delivered to yet, and none that left it', async () => {
    const { orgId, hosts } = await addDelivery(
      database.db,
      'conf',
      { 'web-1': { state: 'in_sync' }, 'web-2': { state: 'in_sync' } },
      { delivery: { group: 'web' }, target: { group: 'web' } },
    );
    const values = { userName: 'web', path: '/srv', keyCiphertext: Buffer.from('x'), publicKey: 'x' };
    await database.db.insert(targets).values({ ...values, orgId, name: 'web-3', host: 'web-3.example', group: 'web' });
    await database.db.insert(targets).values({ ...values, orgId, name: 'db-1', host: 'db-1.example', group: 'db' });
    await database.db.update(targets).set({ group: null }).where(sql`id = ${hosts['web-2']}`);
    expect(await names()).toEqual(['conf web-3 never', 'conf web-1 in_sync']);
    expect(await names({ group: 'web', q: 'WEB-3.example acme/conf' })).toEqual(['conf web-3 never']);
  });

  it('is paged without loss, whatever is equal', async () => {
    const many = Array.from({ length: 7 }, (_, n) => [`web-${n}`, { state: 'behind' as const }]);
    await addDelivery(database.db, 'conf', Object.fromEntries(many));
    await addDelivery(database.db, 'site', { off: { state: 'changed' } }, { delivery: { isEnabled: false } });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listBoard(as(), { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((item) => item.target.name));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(8);
    expect(seen.at(-1)).toBe('off');
    await expect(listBoard(as(), { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is of those repositories alone whose deliveries somebody may see, and says how the last run ended', async () => {
    const acme = await addDelivery(database.db, 'conf', { 'web-1': {} });
    await addDelivery(database.db, 'other', { 'web-9': {} }, { org: 'brooks', repo: { isPublic: true } });
    await addRun(database.db, acme, { status: 'partial' });
    const [user] = await database.db
      .insert(users)
      .values({ email: 'ada@example.com', passwordHash: 'x' })
      .returning({ id: users.id });
    const userId = user?.id ?? '';
    const ada: Actor = { kind: 'user', userId, isAdmin: false };
    await database.db.insert(orgMembers).values({ orgId: acme.orgId, userId, role: 'viewer' });
    expect(await names({}, ada)).toEqual([]);
    await database.db.update(orgMembers).set({ role: 'member' });
    const { items } = await listBoard(as(ada));
    expect(items).toMatchObject([{ last_run: { status: 'partial' }, you_may: ['deliver'], state: 'unknown' }]);
    expect((await countStates(as(ada))).unknown).toBe(1);
    const reading = { tokenId: userId, scopes: ['read' as const], orgId: null, repoIds: null };
    expect((await listBoard(as({ ...ada, token: reading }))).items[0]?.you_may).toEqual([]);
    expect(await names({}, { kind: 'anonymous' })).toEqual([]);
  });

  it('says nothing of the hosts of an organisation that a repository has left, and neither do its runs', async () => {
    const acme = await addDelivery(database.db, 'conf', { 'web-1': { state: 'in_sync' } });
    const brooks = await addDelivery(database.db, 'other', { 'web-9': {} }, { org: 'brooks' });
    const run = await addRun(database.db, acme, {}, { [acme.hosts['web-1'] ?? '']: { status: 'delivered', log: 'x' } });
    expect((await getDeliveryRun(as(), run)).outcomes).toHaveLength(1);
    await database.db.update(repos).set({ orgId: brooks.orgId }).where(sql`id = ${acme.repoId}`);
    expect(await names()).toEqual(['other web-9 unknown']);
    expect((await countStates(as())).in_sync).toBe(0);
    expect((await getDeliveryRun(as(), run)).outcomes).toEqual([]);
  });
});
