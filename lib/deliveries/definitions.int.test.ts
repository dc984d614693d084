// What may be said about deliveries: whose hosts, whose hook, and what becomes of them with their repository.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { deliveries, deliveryRuns, orgMembers, orgs, repos, targets, users } from '@/db/schema';
import type { Actor } from '@/lib/context';
import { openWorld, SYSTEM, world } from '@/lib/sync/testing';
import { addDelivery } from './add-delivery';
import { changeDelivery } from './change-delivery';
import { deleteDelivery } from './delete-delivery';
import { newDeliverySchema } from './delivery-input';
import { getDelivery, listDeliveries } from './list-deliveries';
import { listPlaces } from './list-places';
import { runDelivery } from './run/request-delivery';
import { sweepDeliveries } from './run/sweep-deliveries';

openWorld();
const ctx = () => world.as(SYSTEM);
const db = () => ctx().db;

async function addOrg(): Promise<{ org: string; orgId: string; addRepo: () => Promise<string> }> {
  const org = `org-${randomUUID().slice(0, 8)}`;
  const [row] = await db().insert(orgs).values({ name: org }).returning();
  const orgId = row?.id ?? '';
  const addRepo = async () => {
    const [repo] = await db()
      .insert(repos)
      .values({ orgId, name: randomUUID(), url: 'https://127.0.0.1/x', status: 'ready', headCommit: 'a'.repeat(40) })
      .returning();
    return repo?.id ?? '';
  };
  return { org, orgId, addRepo };
}

async function addTarget(orgId: string, group: string | null = null): Promise<string> {
  const [row] = await db()
    .insert(targets)
    .values({
      orgId,
      name: randomUUID(),
      userName: 'web',
      host: '127.0.0.1',
      path: `/srv/${randomUUID()}`,
      group,
      keyCiphertext: Buffer.from('sealed'),
      publicKey: 'ssh-ed25519 AAAA',
    })
    .returning();
  return row?.id ?? '';
}

it('gives a place to one delivery, by itself or by its group', async () => {
  const { org, orgId, addRepo } = await addOrg();
  const other = await addOrg();
  const [one, two, third] = [await addTarget(orgId, 'web'), await addTarget(orgId, 'web'), await addTarget(orgId)];
  const repo = await addRepo();
  const foreign = await addTarget(other.orgId);
  await expect(addDelivery(ctx(), { repo_id: repo, target_ids: [foreign] })).rejects.toMatchObject({ code: 'invalid' });

  const asked = await Promise.allSettled(
    [1, 2].map(async () => await addDelivery(ctx(), { repo_id: await addRepo(), target_ids: [third] })),
  );
  expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);

  const grouped = await addDelivery(ctx(), { repo_id: repo, group: 'web' });
  expect(grouped.hosts.map(({ target_id }) => target_id).sort()).toEqual([one, two].sort());
  for (const input of [{ target_ids: [one] }, { group: 'web' }]) {
    await expect(addDelivery(ctx(), { repo_id: repo, ...input })).rejects.toMatchObject({ code: 'conflict' });
  }
  // Whoever joins the group is one of its hosts, whoever leaves it is free.
  const joined = await addTarget(orgId, 'web');
  await db().update(targets).set({ group: null }).where(eq(targets.id, two));
  const hosts = (await getDelivery(ctx(), grouped.id)).hosts.map(({ target_id }) => target_id);
  expect(hosts.sort()).toEqual([one, joined].sort());
  const places = await listPlaces(ctx(), org);
  expect(places.find(({ id }) => id === two)?.delivery_id).toBeNull();
  expect(places.find(({ id }) => id === joined)?.delivery_id).toBe(grouped.id);
  await addDelivery(ctx(), { repo_id: repo, target_ids: [two] });

  const taken = await changeDelivery(ctx(), grouped.id, { target_ids: [one] });
  expect(taken).toMatchObject({ group: null, target_ids: [one] });
  await deleteDelivery(ctx(), grouped.id);
  expect((await listDeliveries(ctx(), { repo })).items).toHaveLength(1);
});

it('lets only administrators of the server say what is run on hosts', async () => {
  const { orgId, addRepo } = await addOrg();
  const [person] = await db()
    .insert(users)
    .values({ email: `${randomUUID()}@x.example` })
    .returning();
  await db()
    .insert(orgMembers)
    .values({ orgId, userId: person?.id ?? '', role: 'owner' });
  const actor: Actor = { kind: 'user', userId: person?.id ?? '', isAdmin: false };
  const asOwner = { ...ctx(), actor };
  const input = { repo_id: await addRepo(), target_ids: [await addTarget(orgId)] };
  await expect(addDelivery(asOwner, { ...input, hook: 'id' })).rejects.toMatchObject({ code: 'forbidden' });
  const { id } = await addDelivery(asOwner, input);
  await expect(changeDelivery(asOwner, id, { hook: 'id' })).rejects.toMatchObject({ code: 'forbidden' });
  await changeDelivery({ ...ctx(), actor: { ...actor, isAdmin: true } }, id, { hook: 'id' });
  // What an administrator set may be kept, and taken away.
  expect(await changeDelivery(asOwner, id, { hook: 'id', after_sync: true })).toMatchObject({ hook: 'id' });
  expect(await changeDelivery(asOwner, id, { hook: null })).toMatchObject({ hook: null });
});

it.each([
  ['a pattern that is a rule', { excludes: ['- *.log'] }],
  ['an owner with a command', { owner: 'web;id' }],
  ['modes that are an option', { modes: '--rsh=x' }],
  ['a folder that leads out', { subfolder: '../etc' }],
  ['a configuration that leads out', { config_path: '/etc/passwd' }],
  ['a branch that is an option', { ref: '--upload-pack=x' }],
  ['a group beside targets', { group: 'web' }],
])('refuses %s', (_, input) => {
  const whole = { repo_id: randomUUID(), target_ids: [randomUUID()], ...input };
  expect(newDeliverySchema.safeParse(whole).success).toBe(false);
});

it('runs nothing of a repository that is archived, deleted or moved away, and of one that is switched off', async () => {
  const { orgId, addRepo } = await addOrg();
  const other = await addOrg();
  const repo = await addRepo();
  const { id } = await addDelivery(ctx(), { repo_id: repo, target_ids: [await addTarget(orgId)] });
  const refused = async (code: string, words: RegExp) =>
    await expect(runDelivery(ctx(), id, {}, 'api')).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words),
    });

  await db().update(repos).set({ status: 'archived' }).where(eq(repos.id, repo));
  await refused('conflict', /is archived/);
  await db().update(repos).set({ status: 'ready', orgId: other.orgId }).where(eq(repos.id, repo));
  await refused('invalid', /another organisation/);
  await db().update(repos).set({ orgId }).where(eq(repos.id, repo));
  await changeDelivery(ctx(), id, { is_enabled: false });
  await refused('conflict', /switched off/);
  await changeDelivery(ctx(), id, { is_enabled: true });

  // A run that is under way as its repository is deleted holds nothing.
  const [run] = await db().insert(deliveryRuns).values({ deliveryId: id, trigger: 'api' }).returning();
  await db()
    .update(deliveries)
    .set({ activeRunId: run?.id ?? null, dirty: true })
    .where(eq(deliveries.id, id));
  await db().update(repos).set({ deletedAt: new Date() }).where(eq(repos.id, repo));
  await expect(runDelivery(ctx(), id, {}, 'api')).rejects.toMatchObject({ code: 'not_found' });
  await sweepDeliveries(ctx());
  const [left] = await db()
    .select()
    .from(deliveryRuns)
    .where(eq(deliveryRuns.id, run?.id ?? ''));
  expect(left?.status).toBe('cancelled');
});

it('frees a delivery whose run is gone or lost, and begins what was wanted', async () => {
  const { orgId, addRepo } = await addOrg();
  const { id } = await addDelivery(ctx(), { repo_id: await addRepo(), target_ids: [await addTarget(orgId)] });
  await db()
    .update(deliveries)
    .set({ activeRunId: randomUUID(), dirty: true, afterSync: true })
    .where(eq(deliveries.id, id));
  expect(await sweepDeliveries({ ...ctx(), send: async () => {} })).toBe(1);
  const { active_run_id: active } = await getDelivery(ctx(), id);
  expect(active).not.toBeNull();
  // All its hosts are gone: the run ends by itself.
  await db()
    .update(deliveryRuns)
    .set({ status: 'running', digest: 'd'.repeat(64) })
    .where(eq(deliveryRuns.id, active ?? ''));
  await db().delete(targets).where(eq(targets.orgId, orgId));
  await sweepDeliveries(ctx());
  expect((await getDelivery(ctx(), id)).last_run).toMatchObject({ id: active, status: 'failed' });
});
