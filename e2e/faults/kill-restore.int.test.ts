// kill -9 during a restore: the place says that it is half restored until it is restored again, and then all is there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectNative } from '@/db/client';
import { isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { bundleChild } from '@/e2e/servers/bundle-child';
import { makeBackup } from '@/lib/backup/make-backup';
import { refuseUnfinished } from '@/lib/backup/unfinished';
import { listFolder } from '@/lib/files/plain-file';
import { addHosted } from '@/lib/repos/manage/add/add-hosted';
import { added, openWorld, SYSTEM, world } from '@/lib/sync/testing';

/** The embedded database takes seconds to start: there, two moments stand for all. */
const KILLS = isNativeTest() ? 8 : 2;

openWorld();
let folder: string;
let child: string;
let backup: string;
let rows: number;
let database: TestDatabase | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'freshet-kill-restore-'));
  child = await bundleChild('e2e/faults/restore-child.ts');
  if (isNativeTest()) database = await openTestDatabase();
  await added('acme/rivers', { 'a.txt': 'alpha\n' });
  await addHosted(world.as(SYSTEM), { org: 'acme', name: 'own' });
  backup = path.join(folder, 'backup');
  rows = (await makeBackup(world.env, backup)).rows;
});
afterAll(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

const dataDir = () => path.join(folder, 'data');

/** Runs one restore; null if it was killed. */
async function restore(afterMs?: number): Promise<{ code: number | null; said: string; ms: number }> {
  const began = performance.now();
  const running = spawn(process.execPath, [child, backup, ...(afterMs === undefined ? [] : [String(afterMs)])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'test', FRESHET_DATA_DIR: dataDir(), DATABASE_URL: database?.url ?? '' },
  });
  const [out, err, [code]] = await Promise.all([text(running.stdout), text(running.stderr), once(running, 'close')]);
  return { code, said: out + err, ms: performance.now() - began };
}

async function countRows(): Promise<number> {
  const db = connectNative(database?.url ?? '', 1);
  const [row] = await db.$client<{ n: number }[]>`select count(*)::int as n from repos`;
  await db.$client.end();
  return row?.n ?? -1;
}

it('leaves a place that nobody serves, until it is restored again', async () => {
  const whole = await restore();
  expect(whole, whole.said).toMatchObject({ code: 0 });
  expect(JSON.parse(whole.said)).toMatchObject({ rows, repositories: 1 });
  await rm(dataDir(), { recursive: true });
  await database?.reset();
  for (let kill = 1; kill <= KILLS; kill++) {
    const { code } = await restore((whole.ms * kill) / (KILLS + 1));
    const names = (await listFolder(dataDir())).map(({ name }) => name);
    // Killed before it began, in the middle, or on a quick day only after it had ended.
    if (code === null && names.length > 0) await expect(refuseUnfinished(dataDir())).rejects.toThrow('half restored');
    if (code === 0) {
      await rm(dataDir(), { recursive: true });
      await database?.reset();
    }
  }
  const last = await restore();
  expect(last, last.said).toMatchObject({ code: 0 });
  await refuseUnfinished(dataDir());
  if (database) expect(await countRows()).toBe(2);
  expect(await listFolder(path.join(dataDir(), 'mirrors'))).toHaveLength(1);
});
