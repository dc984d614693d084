// The database is tidied while it is used.
import { describe, expect, it } from 'vitest';
import { isNativeTest } from '@/db/testing';
import { openWorld, SYSTEM, world } from '@/lib/sync/testing';
import { maintainAfterRun, maintainIdleDatabase } from './maintain-database';

openWorld();

describe('the database', () => {
  it('is tidied without waiting for whoever holds a table', async () => {
    if (!isNativeTest()) return;
    await world.as(SYSTEM).db.$client.begin(async (tx) => {
      await tx`lock table embeddings in share update exclusive mode`;
      await maintainAfterRun(world.as(SYSTEM), 100 * 1024 * 1024);
    });
  });

  it('is tidied after a large run and in idle times', async () => {
    await expect(maintainAfterRun(world.as(SYSTEM), 100 * 1024 * 1024)).resolves.toBeUndefined();
    await expect(maintainIdleDatabase(world.as(SYSTEM))).resolves.toBeInstanceOf(Array);
  });
});
