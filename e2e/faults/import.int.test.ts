// kill -9 in the middle of an import, and of a connection's sync: the same again makes it whole.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { tidyAway } from '@/lib/files/remove-folder';
import { bundleChild } from '../servers/bundle-child';
import { type CodeHost, manyRepos, startCodeHost } from '../servers/code-hosts/code-host';
import type { ImportDone, ImportOrders } from './import-child';

const COUNT = 30;
let file: string;
let dataDir: string;
let database: TestDatabase | undefined;
let host: CodeHost;

beforeAll(async () => {
  [file, dataDir, host] = await Promise.all([
    bundleChild('e2e/faults/import-child.ts'),
    copyDataDir(),
    startCodeHost(),
  ]);
  if (isNativeTest()) database = await openTestDatabase();
});
afterAll(async () => {
  await host.close();
  await database?.close();
  await tidyAway(dataDir);
});

/** Runs a process; it is killed when it has told of `killAfter` repositories. Null if it was. */
async function run(orders: ImportOrders, killAfter = Number.POSITIVE_INFINITY): Promise<ImportDone | null> {
  const child = spawn(process.execPath, [file, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      FRESHET_DATA_DIR: dataDir,
      FRESHET_ALLOWED_HOSTS: '127.0.0.1',
      DATABASE_URL: database?.url ?? '',
    },
  });
  const ended = once(child, 'close');
  let told = 0;
  let done: ImportDone | null = null;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{"outcome"')) done = JSON.parse(line) as ImportDone;
    else if (line === 'one more') told += 1;
    if (told >= killAfter) child.kill('SIGKILL');
  });
  await ended;
  return done;
}

it('an import that was killed is whole after the same import', async () => {
  const entries = Array.from({ length: COUNT }, (_, i) => ({
    id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    name: `acme/river-${String(i).padStart(2, '0')}`,
    url: `https://127.0.0.1/acme/river-${i}`,
  }));
  const list = JSON.stringify(entries);
  expect(await run({ list }, 7)).toBeNull();
  const done = await run({ list });
  expect(done?.names).toEqual(entries.map(({ name }) => name.slice('acme/'.length)));
  const { created, unchanged, updated, skipped } = (done?.outcome ?? {}) as Record<string, number>;
  expect({ updated, skipped }).toEqual({ updated: 0, skipped: [] });
  // What the killed one had written down was all there, and nothing of it twice.
  expect(unchanged).toBeGreaterThanOrEqual(6);
  expect((created ?? 0) + (unchanged ?? 0)).toBe(COUNT);
  expect((await run({ list }))?.outcome).toMatchObject({ created: 0, updated: 0, unchanged: COUNT });
});

it('the sync of a connection that was killed goes on', async () => {
  host.repos = manyRepos(COUNT);
  const connectionId = await addConnection();
  // Its own event is the first that it hands over.
  expect(await run({ connectionId }, 8)).toBeNull();
  const done = await run({ connectionId });
  expect(done?.outcome).toMatchObject({ status: 'succeeded' });
  expect(done?.names.filter((name) => name.startsWith('repo-'))).toEqual(host.repos.map(({ name }) => name));
  expect((await run({ connectionId }))?.outcome).toEqual({ status: 'unchanged', changes: 0 });
});

async function addConnection(): Promise<string> {
  const { openDatabase, closeDatabase } = await import('@/db/client');
  const { parseEnv } = await import('@/lib/env');
  const { addConnection: add } = await import('@/lib/connections/add-connection');
  const { log } = await import('@/lib/log');
  const env = parseEnv({
    FRESHET_DATA_DIR: dataDir,
    FRESHET_ALLOWED_HOSTS: '127.0.0.1',
    DATABASE_URL: database?.url ?? '',
  });
  const db = database?.db ?? (await openDatabase(env, { isDurable: false }));
  const ctx = { actor: { kind: 'system' as const }, db, env, log, send: async () => {} };
  const { id } = await add(ctx, { host: host.url, source_type: 'gitea', owner: 'acme', org: 'mirrors' });
  if (!database) await closeDatabase();
  return id;
}
