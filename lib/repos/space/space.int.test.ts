import { randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { claimMirror, mirrorDir } from '@/lib/git/mirror-dir';
import { getOrg } from '@/lib/orgs/get-org';
import { updateOrg } from '@/lib/orgs/update-org';
import { readStorage } from '@/lib/status/read-storage';
import { added, delayRetries, found, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';
import { removeStrayFolders } from '@/lib/sync/upkeep/stray-folders';
import { addHosted } from '../manage/add/add-hosted';
import { addRepo } from '../manage/add/add-repo';
import { roomFor } from './room';

openWorld();
const noise = (bytes: number) => Array.from({ length: bytes / 32 }, () => randomUUID()).join('\n');
const ctx = () => world.as(SYSTEM);

it('counts what a repository takes when a sync ends, and adds it up', async () => {
  const { id, git } = await added('count/one', { 'a.txt': 'small\n' });
  const before = (await sync(id)).disk_bytes;
  expect(before).toBeGreaterThan(0);
  await git.commit({ 'b.txt': noise(64_000) });
  const after = (await sync(id)).disk_bytes;
  expect(after).toBeGreaterThan(before + 20_000);
  expect((await getOrg(ctx(), 'count')).disk_bytes).toBe(after);
  const storage = await readStorage(ctx());
  expect(storage.orgs.find(({ slug }) => slug === 'count')).toMatchObject({ disk_bytes: after, repo_count: 1 });
  expect(storage.free_bytes).toBeGreaterThan(0);
});

it('holds an organisation to its quota: what does not fit is refused, and what is there stays', async () => {
  delayRetries();
  const { id, git } = await added('full/one', { 'a.txt': 'kept words\n' });
  const { disk_bytes: taken } = await sync(id);
  await updateOrg(ctx(), 'full', { quota_bytes: taken });
  const other = await createRepo(world.upstreams, 'full/two', { 'a.txt': 'two\n' });
  const add = () => addRepo(ctx(), { url: `${world.git.url}/${other.name}` });
  await expect(add()).rejects.toMatchObject({
    code: 'limit',
    message: expect.stringContaining('The organisation full'),
  });
  await expect(addHosted(ctx(), { org: 'full', name: 'three' })).rejects.toMatchObject({ code: 'limit' });

  await git.commit({ 'b.txt': noise(256_000) });
  const failed = await sync(id);
  expect(failed).toMatchObject({ status: 'error', error_kind: 'too_large' });
  expect(failed.error).toContain('quota');
  expect(await found('kept')).toEqual(['full/one:a.txt']);

  await updateOrg(ctx(), 'full', { quota_bytes: null });
  expect(await sync(id)).toMatchObject({ status: 'ready', error: null });
  const two = await add();
  await world.settle(two.id);
  expect((await roomFor(ctx(), two.id)).full).toBeNull();
});

it('holds everything to the quota of the server', async () => {
  const { quotas } = world.env;
  onTestFinished(() => void Object.assign(world.env, { quotas }));
  Object.assign(world.env, { quotas: { org: undefined, server: 1 } });
  await expect(addHosted(ctx(), { org: 'late', name: 'one' })).rejects.toThrow('FRESHET_SERVER_QUOTA_BYTES');
});

it('removes folders of no repository after a grace time, and never what is not ours', async () => {
  const { orphanMs } = world.env;
  onTestFinished(() => void Object.assign(world.env, { orphanMs }));
  const { id } = await added('kept/one', { 'a.txt': 'here\n' });
  const root = path.dirname(mirrorDir(world.env.dataDir, id));
  const orphan = mirrorDir(world.env.dataDir, randomUUID());
  await claimMirror(orphan, 'sha1');
  const foreign = mirrorDir(world.env.dataDir, randomUUID());
  await mkdir(foreign);
  await writeFile(path.join(foreign, 'somebody'), 'keeps this here');
  await mkdir(path.join(root, 'notes'));

  expect(await removeStrayFolders(ctx())).toBe(0);
  expect((await readStorage(ctx())).orphans).toMatchObject([{ folder: path.basename(orphan) }]);
  const names = await readdir(root);
  expect(names).toEqual(
    expect.arrayContaining([orphan, foreign, mirrorDir(world.env.dataDir, id)].map((f) => path.basename(f))),
  );

  Object.assign(world.env, { orphanMs: 0 });
  expect(await removeStrayFolders(ctx())).toBe(1);
  const left = await readdir(root);
  expect(left).not.toContain(path.basename(orphan));
  expect(left).toEqual(expect.arrayContaining([path.basename(foreign), 'notes', `${id}.git`]));
  expect((await readStorage(ctx())).orphans).toEqual([]);
});
