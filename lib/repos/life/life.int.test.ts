// What becomes of a repository: archived, called otherwise, moved, deleted and taken back.
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { auditLog, orgMembers, orgs, users } from '@/db/schema';
import type { Actor } from '@/lib/context';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { deleteOrg } from '@/lib/orgs/delete-org';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';
import { getRepo } from '@/lib/repos/get-repo';
import { listRepos } from '@/lib/repos/list-repos';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { requestDueSyncs } from '@/lib/sync/request/schedule';
import { added, found, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { addRepo } from '../manage/add/add-repo';
import { archiveRepo, unarchiveRepo } from './archive-repo';
import { deleteRepo } from './delete-repo';
import { listBin } from './list-bin';
import { renameRepo, transferRepo } from './move-name';
import { restoreRepo } from './restore-repo';

openWorld();
const system = () => world.as(SYSTEM);
const nameOf = async (name: string) => {
  const [org = '', rest = ''] = name.split('/');
  const repo = await findRepoByName(system(), org, rest);
  return `${repo.org}/${repo.name}`;
};
const rows = async (table: string, id: string) =>
  (await system().db.$client`select 1 from ${system().db.$client(table)} where repo_id = ${id}`).length;

async function person(email: string): Promise<Actor & { userId: string }> {
  const [user] = await system().db.insert(users).values({ email }).returning();
  return { kind: 'user', userId: user?.id ?? '', isAdmin: false };
}

async function organisation(name: string, members: Record<string, 'viewer' | 'member' | 'admin'>): Promise<string> {
  const [org] = await system().db.insert(orgs).values({ name }).returning();
  for (const [userId, role] of Object.entries(members)) {
    await system()
      .db.insert(orgMembers)
      .values({ orgId: org?.id ?? '', userId, role });
  }
  return org?.id ?? '';
}

it('an archived one stays searchable and is left alone, until it is taken out again', async () => {
  const { id, git } = await added('acme/shelf', { 'a.txt': 'aardwolf\n' });
  const release = world.git.hold({ match: 'acme/shelf' });
  await git.commit({ 'a.txt': 'bongo\n' });
  await requestSync(system(), id, { trigger: 'manual' });
  const archived = await archiveRepo(system(), id);
  expect(archived).toMatchObject({ status: 'archived', standing: 'unfollowed', active_run_id: null });
  expect(await archiveRepo(system(), id)).toMatchObject({ status: 'archived' });
  release();
  expect(await found('aardwolf archived:only')).toEqual(['acme/shelf:a.txt']);
  expect(await found('aardwolf archived:no')).toEqual([]);
  await expect(requestSync(system(), id, { trigger: 'manual' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(updateRepo(system(), id, { branches: ['main'] })).rejects.toMatchObject({ code: 'invalid' });
  await requestDueSyncs(system());
  await sweep(system());
  expect(await getRepo(system(), id)).toMatchObject({ status: 'archived', active_run_id: null });
  const runs = await system().db.$client`select status from sync_runs where repo_id = ${id} order by created_at desc`;
  expect(runs[0]).toMatchObject({ status: 'cancelled' });

  await unarchiveRepo(system(), id);
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  expect(await found('bongo')).toEqual(['acme/shelf:a.txt']);
});

it('an old name leads to what has it no more in one step, until another takes it', async () => {
  const { id } = await added('acme/first', { 'a.txt': 'caracal\n' });
  await renameRepo(system(), id, { name: 'second' });
  await renameRepo(system(), id, { name: 'third' });
  for (const name of ['acme/first', 'ACME/Second', 'acme/third']) expect(await nameOf(name)).toBe('acme/third');
  expect(await found('caracal')).toEqual(['acme/third:a.txt']);
  // Back again: the name is its own, and leads nowhere else.
  await renameRepo(system(), id, { name: 'first' });
  expect(await nameOf('acme/third')).toBe('acme/first');
  await renameRepo(system(), id, { name: 'third' });
  const other = await addRepo(system(), { org: 'acme', name: 'first', kind: 'hosted' });
  expect((await findRepoByName(system(), 'acme', 'first')).id).toBe(other.id);
  await deleteRepo(system(), other.id, { purge: true });
  await expect(nameOf('acme/first')).rejects.toMatchObject({ code: 'not_found' });
  await expect(renameRepo(system(), id, { name: 'third' })).resolves.toMatchObject({ name: 'third' });
  const { id: taken } = await added('acme/taken', { 'a.txt': '1\n' });
  await expect(renameRepo(system(), taken, { name: 'THIRD' })).rejects.toMatchObject({ code: 'conflict' });
  await renameRepo(system(), taken, { name: 'Taken' });
  expect(await nameOf('acme/taken')).toBe('acme/Taken');
});

it('is moved by those who may at both ends, and what it was called is no way in for others', async () => {
  const [ada, bo, out] = await Promise.all(['ada', 'bo', 'out'].map((name) => person(`${name}@life.example`)));
  if (!ada || !bo || !out) throw new Error('Nobody was added.');
  await organisation('from', { [ada.userId]: 'admin', [bo.userId]: 'member' });
  await organisation('into', { [ada.userId]: 'member' });
  const repo = await addRepo(world.as(ada), { org: 'from', name: 'thing', kind: 'hosted' });
  await expect(transferRepo(world.as(bo), repo.id, { org: 'into' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(transferRepo(world.as(out), repo.id, { org: 'into' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(transferRepo(world.as(ada), repo.id, { org: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' });
  await system().db.$client`insert into repo_shares (repo_id, user_id, can) values (${repo.id}, ${out.userId}, 'read')`;
  expect(await transferRepo(world.as(ada), repo.id, { org: 'INTO' })).toMatchObject({ org: 'into' });
  expect((await findRepoByName(world.as(ada), 'from', 'thing')).org).toBe('into');
  // Whoever it was shared with keeps it; whoever saw it by the organisation does not.
  expect((await findRepoByName(world.as(out), 'from', 'thing')).org).toBe('into');
  await expect(findRepoByName(world.as(bo), 'from', 'thing')).rejects.toMatchObject({ code: 'not_found' });
  const told = await system().db.select().from(auditLog);
  const moved = told.filter((row) => row.subjectId === repo.id).map((row) => row.verb);
  expect(moved).toEqual(['repo.add', 'repo.transfer']);
});

it('lies in the bin whole, where nobody else sees it, and comes back as it was', async () => {
  const { id, git } = await added('acme/bin', { 'a.txt': 'dibatag\n' });
  await git.commit({ 'a.txt': 'eland\n' });
  const release = world.git.hold({ match: 'acme/bin' });
  await requestSync(system(), id, { trigger: 'manual' });
  await deleteRepo(system(), id);
  release();
  expect(await found('dibatag')).toEqual([]);
  await expect(getRepo(system(), id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(nameOf('acme/bin')).rejects.toMatchObject({ code: 'not_found' });
  expect((await listRepos(system(), { q: 'acme/bin' })).repos).toEqual([]);
  await sweep(system());
  expect(existsSync(mirrorDir(world.env.dataDir, id))).toBe(true);
  expect(await rows('blobs', id)).toBeGreaterThan(0);
  const { items } = await listBin(system());
  expect(items).toMatchObject([{ id, org: 'acme', name: 'bin', file_count: 1 }]);
  expect(Date.parse(items[0]?.purged_after ?? '') - Date.parse(items[0]?.deleted_at ?? '')).toBe(7 * 86_400_000);
  expect((await listBin(world.as({ kind: 'anonymous' }))).items).toEqual([]);

  // Its name is free meanwhile, and whoever takes it is not pushed aside.
  const other = await addRepo(system(), { org: 'acme', name: 'bin', kind: 'hosted' });
  await expect(restoreRepo(system(), id)).rejects.toMatchObject({ code: 'conflict', message: /Rename that one/ });
  await renameRepo(system(), other.id, { name: 'other' });
  await restoreRepo(system(), id);
  expect(await world.settle(id)).toMatchObject({ status: 'ready', org: 'acme', name: 'bin' });
  expect((await findRepoByName(system(), 'acme', 'bin')).id).toBe(id);
  expect(await found('eland')).toEqual(['acme/bin:a.txt']);
  expect((await listBin(system())).items).toEqual([]);
  await expect(restoreRepo(system(), id)).rejects.toMatchObject({ code: 'not_found' });
});

it('comes out of the bin archived if it was', async () => {
  const { id } = await added('acme/kept', { 'a.txt': 'f\n' });
  await archiveRepo(system(), id);
  await deleteRepo(system(), id);
  expect(await restoreRepo(system(), id)).toMatchObject({ status: 'archived', active_run_id: null });
});

it('is gone with its folder when its time is over, or somebody says so', async () => {
  const kept = await added('acme/old', { 'a.txt': 'gaur\n' });
  const purged = await added('acme/now', { 'a.txt': 'gaur\n' });
  await organisation('house', {});
  await transferRepo(system(), kept.id, { org: 'house' });
  await deleteRepo(system(), kept.id);
  await deleteRepo(system(), purged.id);
  await expect(deleteOrg(system(), 'house')).rejects.toMatchObject({ code: 'conflict', message: /in the bin/ });
  const sql = system().db.$client;
  await sql`update repos set deleted_at = deleted_at - interval '7 days' where id = ${kept.id}`;
  await sweep(system());
  await deleteRepo(system(), purged.id, { purge: true });
  for (const { id } of [kept, purged]) {
    await expect(restoreRepo(system(), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect.poll(async () => (await sql`select 1 from repos where id = ${id}`).length).toBe(0);
    await expect.poll(() => existsSync(mirrorDir(world.env.dataDir, id))).toBe(false);
    for (const table of ['blobs', 'files', 'commits', 'branches', 'sync_runs']) expect(await rows(table, id)).toBe(0);
  }
  await deleteOrg(system(), 'house');
  await expect(deleteRepo(system(), purged.id, { purge: true })).rejects.toMatchObject({ code: 'not_found' });
});

it('what asks for runs finds none to sync in the bin', async () => {
  const { id } = await added('acme/quiet', { 'a.txt': 'h\n' });
  await deleteRepo(system(), id);
  await expect(sync(id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(archiveRepo(system(), id)).rejects.toMatchObject({ code: 'not_found' });
});
