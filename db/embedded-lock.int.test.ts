// Who gets an embedded database's folder: after crashes, with ids used again, across containers, and in a race.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectEmbedded } from './client';
import { startEmbedded } from './embedded';
import { releaseLock, takeLock } from './embedded-lock.mjs';
import { orgs } from './schema';
import { copyDataDir } from './testing';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A process of the test's own that runs `code`; resolves with its first line. */
async function runs(code: string): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [data] = await once(child.stdout!, 'data');
  return { child, line: String(data).trim() };
}

const lock = (number: number, content: unknown) =>
  writeFileSync(path.join(folder, `lock-${number}`), typeof content === 'string' ? content : JSON.stringify(content));
const locks = () => readdirSync(folder).sort();

test('takes an empty folder, and one whose owner has released it', async () => {
  expect(path.basename(await takeLock(folder))).toBe('lock-1');
  releaseLock(path.join(folder, 'lock-1'));
  expect(path.basename(await takeLock(folder))).toBe('lock-2');
  expect(locks()).toEqual(['lock-2']);
});

test('takes over from an owner whose process id another process has now', async () => {
  await takeLock(folder);
  const [name] = locks();
  const { world } = JSON.parse(readFileSync(path.join(folder, name!), 'utf8'));
  rmSync(path.join(folder, name!));
  lock(7, { owner: { pid: process.pid, started: '1' }, parent: { pid: process.ppid, started: '1' }, world });
  expect(path.basename(await takeLock(folder))).toBe('lock-8');
  expect(locks()).toEqual(['lock-8']);
});

test('refuses while an owner in another container is alive, and takes over once it is silent', async () => {
  const elsewhere = { owner: { pid: 1, started: '1' }, parent: { pid: 0, started: '' }, world: 'another' };
  lock(1, elsewhere);
  let beats = 0;
  const heart = setInterval(() => {
    beats++;
    utimesSync(path.join(folder, 'lock-1'), beats, beats);
  }, 100);
  await expect(takeLock(folder)).rejects.toThrow('another host or in another container');
  clearInterval(heart);
  expect(path.basename(await takeLock(folder))).toBe('lock-2');
});

test('lets one of many have a stale folder', async () => {
  lock(3, 'of a crash');
  const code = `
    const { takeLock } = await import('./db/embedded-lock.mjs');
    await takeLock(${JSON.stringify(folder)}).then(() => console.log('mine'), (e) => console.log('refused: ' + e.message));
    setInterval(() => {}, 1000);`;
  const lines = (await Promise.all([1, 2, 3, 4].map(() => runs(code)))).map(({ line }) => line);
  expect(lines.filter((line) => line === 'mine')).toHaveLength(1);
  expect(lines.filter((line) => line.includes('already uses the data folder'))).toHaveLength(3);
});

test('is free soon after the process that owned the database was killed, with what it had committed', async () => {
  const dataDir = await copyDataDir();
  const { child } = await runs(`
    const { startEmbedded } = await import('./db/embedded.ts');
    const { connectEmbedded } = await import('./db/client.ts');
    const db = connectEmbedded(await startEmbedded(${JSON.stringify(dataDir)}));
    await db.$client\`insert into orgs (name) values ('kept')\`;
    console.log('committed');
    await db.$client\`select count(*) from generate_series(1, 100000000000)\`;`);
  child.kill('SIGKILL');
  const embedded = await startEmbedded(dataDir);
  const db = connectEmbedded(embedded);
  expect((await db.select().from(orgs)).map(({ name }) => name)).toEqual(['kept']);
  await db.$client.end();
  await embedded.close();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});
