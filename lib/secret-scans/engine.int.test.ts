import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { added, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';
import { changeSecretSettings } from './change-settings';
import { addException } from './exceptions';
import { markOf } from './marks';
import { readSecrets } from './read-secrets';
import { scanNow, sweepScans } from './request-scan';
import type { Secrets } from './scan';
import { closeSecretlint } from './scanners/secretlint';
import { fakeGitleaks, setPath, withoutGitleaks, withSecret } from './testing';

openWorld();
afterAll(closeSecretlint);
beforeEach(async () => setPath(await withoutGitleaks(), { only: true }));

const ctx = () => world.as(SYSTEM);

/** Waits until no scan is wanted. */
async function scannedAt(id: string): Promise<Secrets> {
  for (;;) {
    const secrets = await readSecrets(ctx(), id);
    if (!secrets.is_scanning) return secrets;
    await sleep(20);
  }
}

it('scans with every sync where that is set, and marks the repository until the secret is gone', async () => {
  const { id, git } = await added('engine/every', { 'a.txt': 'a\n' });
  await sync(id);
  expect(await readSecrets(ctx(), id)).toMatchObject({ scan: null, is_scanning: false });

  await changeSecretSettings(ctx(), id, { scans_every_sync: true });
  // What is there is looked at at once.
  expect(await scannedAt(id)).toMatchObject({ scan: { status: 'clean', commit: await git.tip() }, is_marked: false });

  await git.commit({ 'key.txt': withSecret() });
  await sync(id);
  const found = await scannedAt(id);
  expect(found).toMatchObject({ scan: { status: 'found', commit: await git.tip() }, is_marked: true });
  expect(await markOf(ctx(), id)).toBe(true);

  // Nothing moved, and a minute passed: it is not scanned again.
  await sync(id);
  expect(await sweepScans(ctx())).toBe(0);
  expect((await scannedAt(id)).scans).toHaveLength(found.scans.length);

  await git.commit({ 'key.txt': null });
  await sync(id);
  expect(await scannedAt(id)).toMatchObject({ scan: { status: 'clean' }, is_marked: false });
});

it('scans when somebody asks, keeps the mark while scans fail, and goes by exceptions at once', async () => {
  const { id } = await added('engine/asked', { 'a.txt': withSecret() });
  expect(await scanNow(ctx(), id)).toMatchObject({ is_scanning: true });
  const { findings } = await scannedAt(id);
  expect(await markOf(ctx(), id)).toBe(true);
  setPath([await fakeGitleaks('exit 1')]);
  await scanNow(ctx(), id);
  const failed = await scannedAt(id);
  expect(failed.scans.map((one) => one.status)).toEqual(['failed', 'found']);
  expect(failed).toMatchObject({ is_marked: true, scanner: { name: 'gitleaks', version: '8.99.0' } });
  await addException(ctx(), id, { fingerprint: findings[0]?.fingerprint ?? '', reason: 'an example' });
  expect(await markOf(ctx(), id)).toBe(false);
});

it('is begun by the sweep if whoever asked died before the engine had heard of it', async () => {
  const { id } = await added('engine/died', { 'a.txt': 'a\n' });
  await expect(scanNow({ ...ctx(), send: () => Promise.reject(new Error('killed')) }, id)).rejects.toThrow('killed');
  expect(await readSecrets(ctx(), id)).toMatchObject({ scan: null, is_scanning: true });
  // Several processes sweep.
  expect(await Promise.all([sweepScans(ctx()), sweepScans(ctx())])).toEqual([1, 1]);
  expect((await scannedAt(id)).scans).toHaveLength(1);
});

it('refuses where there is nothing to scan yet', async () => {
  const { id } = await added('engine/empty', { 'a.txt': 'a\n' });
  await ctx().db.$client`update repos set head_commit = null where id = ${id}`;
  await expect(scanNow(ctx(), id)).rejects.toMatchObject({ code: 'conflict' });
});
