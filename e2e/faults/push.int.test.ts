// kill -9 while a repository is made, while a push comes in, and right after it has landed: nothing is half there.

import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { git, gitOk } from '@/app/_git/testing';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { tidyAway } from '@/lib/files/remove-folder';
import { makeProduct, type Product, startProduct } from './start-product';

let file: string;
let folder: string;
let dataDir: string;
let database: TestDatabase | undefined;
let product: Product;
let work: string;

beforeAll(async () => {
  file = await makeProduct();
  folder = mkdtempSync(path.join(tmpdir(), 'freshet-push-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  dataDir = await copyDataDir();
  if (isNativeTest()) database = await openTestDatabase();
  product = start();
  work = mkdtempSync(path.join(folder, 'work-'));
  await gitOk(work, ['init', '-q', '-b', 'main']);
});
afterEach(async () => {
  await product.kill();
  await database?.close();
  await tidyAway(dataDir);
});

const start = () => startProduct(file, { FRESHET_DATA_DIR: dataDir, DATABASE_URL: database?.url ?? '' });

async function restart(): Promise<void> {
  await product.kill();
  product = start();
  await product.open;
}

async function commit(name: string, content: string | Buffer): Promise<string> {
  await writeFile(path.join(work, name), content);
  await gitOk(work, ['add', '-A']);
  await gitOk(work, ['commit', '-q', '-m', name]);
  return await gitOk(work, ['rev-parse', 'HEAD']);
}

async function push(name: string): Promise<void> {
  const port = await product.ask<number>({ do: 'serve git' });
  await gitOk(work, ['push', '-q', `http://127.0.0.1:${port}/acme/${name}.git`, 'main']);
}

const mirrors = () => readdir(path.join(dataDir, 'mirrors')).catch(() => [] as string[]);
const headOf = (id: string) =>
  readFile(path.join(dataDir, 'mirrors', `${id}.git`, 'refs/heads/main'), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );

it('while a repository is made', async () => {
  for (const [index, diesAfterMs] of [0, 8, 24].entries()) {
    const name = `made${index}`;
    await product.ask({ do: 'create', name, diesAfterMs }).catch(() => undefined);
    await restart();
    await product.ask({ do: 'sweep' });
    const id = await product.ask<string>({ do: 'create', name, diesAfterMs: null }).catch(() => null);
    // Either it is not there, and can be made; or it is there, and whole.
    expect(await commit(`${name}.txt`, `${name}\n`)).toBeTruthy();
    await push(name);
    if (id !== null) expect(await mirrors()).toContain(`${id}.git`);
  }
  expect((await mirrors()).filter((name) => !name.endsWith('.git'))).toEqual([]);
});

it('while a push comes in: nothing of it is there, and the next one goes in', async () => {
  const id = await product.ask<string>({ do: 'create', name: 'cut', diesAfterMs: null });
  const first = await commit('a.txt', 'firstword\n');
  await push('cut');
  await product.ask({ do: 'settle', ids: [id] });
  const port = await product.ask<number>({ do: 'serve git' });
  await commit('large.bin', randomBytes(24 * 1024 * 1024));
  const cut = git(work, ['push', '-q', `http://127.0.0.1:${port}/acme/cut.git`, 'main']);
  const objects = path.join(dataDir, 'mirrors', `${id}.git`, 'objects');
  const quarantine = async () => (await readdir(objects)).filter((name) => name.startsWith('tmp_objdir-'));
  await expect.poll(quarantine, { interval: 1 }).not.toEqual([]);
  await product.kill();
  expect((await cut).code).not.toBe(0);

  product = start();
  expect(await product.ask<number>({ do: 'find', q: 'firstword' })).toBe(1);
  expect([first, null]).toContain(await headOf(id));
  await push('cut');
  for (const name of await quarantine()) {
    // Older than any push may be.
    await utimes(path.join(objects, name), 0, 0);
  }
  await commit('b.txt', 'secondword\n');
  await push('cut');
  expect(await quarantine()).toEqual([]);
  await product.ask({ do: 'settle', ids: [id] });
  expect(await product.ask<number>({ do: 'find', q: 'secondword' })).toBe(1);
});

it('right after a push has landed: it becomes searchable all the same', async () => {
  const id = await product.ask<string>({ do: 'create', name: 'landed', diesAfterMs: null });
  const port = await product.ask<number>({ do: 'serve git' });
  const head = await commit('a.txt', 'landedword\n');
  const pushed = git(work, ['push', '-q', `http://127.0.0.1:${port}/acme/landed.git`, 'main']);
  await expect.poll(() => headOf(id), { interval: 1 }).toBe(head);
  await product.kill();
  await pushed;

  product = start();
  await product.ask({ do: 'let time pass' });
  await product.ask({ do: 'sweep' });
  await product.ask({ do: 'settle', ids: [id] });
  expect(await product.ask<number>({ do: 'find', q: 'landedword' })).toBe(1);
});
