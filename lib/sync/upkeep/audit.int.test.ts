// What drifted is found in a repository that nobody syncs.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { added, found, openWorld, SYSTEM, world } from '@/lib/sync/testing';
import { auditIdle, auditRepo } from './audit';

openWorld();

describe('an audit', () => {
  it('finds and has repaired what drifted in a repository that nobody syncs', async () => {
    const { id } = await added('acme/audited', { 'a.txt': 'dunlin\n', 'b.txt': 'knot\n' });
    const db = world.as(SYSTEM).db.$client;
    await updateRepo(world.as(SYSTEM), id, { sync_interval_seconds: 0 });
    await db`update repos set compared_at = now() - interval '26 hours' where id = ${id}`;
    expect(await auditIdle(world.as(SYSTEM))).toBe(0);
    await db`delete from files where repo_id = ${id} and path = 'a.txt'`;
    expect(await auditRepo(world.as(SYSTEM), id)).toBe('drifted');
    await expect.poll(() => found('dunlin')).toEqual(['acme/audited:a.txt']);
    await world.settle(id);
    await rm(mirrorDir(world.env.dataDir, id), { recursive: true });
    expect(await auditRepo(world.as(SYSTEM), id)).toBe('damaged');
    await world.settle(id);
    await expect.poll(() => existsSync(mirrorDir(world.env.dataDir, id))).toBe(true);
    expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  });
});
