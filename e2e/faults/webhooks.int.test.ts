// kill -9 right after a webhook was answered, before the database has it: the next process syncs what it was about.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { journalDir, listJournal } from '@/lib/webhooks/journal';
import { type GitServer, startGitServer } from '../servers/git-http';
import { createRepo } from '../servers/git-repo';
import { type Product, startProduct } from './start-product';

let folder: string;
let dataDir: string;
let database: TestDatabase | undefined;
let git: GitServer;
const products: Product[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'freshet-webhooks-'));
  dataDir = await copyDataDir();
  if (isNativeTest()) database = await openTestDatabase();
  git = await startGitServer({ root: folder });
});
afterEach(async () => {
  for (const product of products.splice(0)) await product.kill();
});
afterAll(async () => {
  await git.close();
  await database?.close();
  await rm(folder, { recursive: true, force: true });
  // The database process of one that was killed ends a moment later, and writes until then.
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

function start(): Product {
  const product = startProduct({
    FRESHET_DATA_DIR: dataDir,
    FRESHET_ALLOWED_HOSTS: '127.0.0.1',
    DATABASE_URL: database?.url ?? '',
  });
  products.push(product);
  return product;
}

it('a webhook that was answered by a process that dies of kill -9 is acted on by the next', async () => {
  const upstream = await createRepo(folder, 'acme/rivers', { 'a.txt': 'calm\n' });
  const victim = start();
  const id = await victim.ask<string>({ do: 'add', url: `${git.url}/${upstream.name}` });
  await victim.ask({ do: 'settle', ids: [id] });
  const commit = await upstream.commit({ 'a.txt': 'storm\n' });
  await expect(
    victim.ask({ do: 'answer webhook and die', base: git.url, owner: 'acme', name: 'rivers' }),
  ).rejects.toThrow('the process has ended');
  expect((await listJournal(journalDir(dataDir))).filter(({ bytes }) => bytes > 0)).toHaveLength(1);

  const next = start();
  await next.open;
  expect(await next.ask({ do: 'settle', ids: [id] })).toMatchObject([{ status: 'ready', head_commit: commit }]);
  expect(await listJournal(journalDir(dataDir))).toEqual([]);
});
