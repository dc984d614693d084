// kill -9 in the middle of a delivery, with one host done and one at work, or while secrets are looked for: the next process
// ends it, and nothing twice.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import type { DeliveryRun } from '@/lib/deliveries/delivery-run';
import { tidyAway } from '@/lib/files/remove-folder';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { type GitServer, startGitServer } from '../servers/git/git-http';
import { createRepo } from '../servers/git/git-repo';
import { startTargetHost, type TargetHost } from '../servers/target-host';
import { makeProduct, type Product, startProduct } from './start-product';

let file: string;
let folder: string;
let dataDir: string;
let database: TestDatabase | undefined;
let git: GitServer;
let hosts: TargetHost[];
const products: Product[] = [];

beforeAll(async () => {
  file = await makeProduct();
  folder = await mkdtemp(path.join(os.tmpdir(), 'freshet-kill-delivery-'));
  dataDir = await copyDataDir();
  if (isNativeTest()) database = await openTestDatabase();
  git = await startGitServer({ root: path.join(folder, 'upstreams') });
  hosts = await Promise.all(['one', 'two'].map((name) => startTargetHost({ folder: path.join(folder, name) })));
});
afterEach(async () => {
  for (const product of products.splice(0)) await product.kill();
});
afterAll(async () => {
  for (const host of hosts) await host.close();
  await git.close();
  await database?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  // The database process of one that was killed ends a moment later, and writes until then.
  await tidyAway(dataDir);
});

function start(env: Record<string, string> = {}): Product {
  const product = startProduct(file, {
    FRESHET_DATA_DIR: dataDir,
    FRESHET_ALLOWED_HOSTS: '127.0.0.1',
    FRESHET_RETRY_SECONDS: '1,1,1',
    DATABASE_URL: database?.url ?? '',
    ...env,
  });
  products.push(product);
  return product;
}

async function runThat(product: Product, id: string, is: (run: DeliveryRun) => boolean): Promise<DeliveryRun> {
  for (;;) {
    const run = await product.ask<DeliveryRun>({ do: 'delivery run', id });
    if (is(run)) return run;
    await sleep(50);
  }
}

it('goes on in the next process, and no host is held by the one that died', async () => {
  const upstream = await createRepo(path.join(folder, 'upstreams'), 'acme/killed', { 'a.txt': 'one\n' });
  const key = await makeSshKey('test');
  const [one, two] = hosts as [TargetHost, TargetHost];
  await Promise.all(hosts.map((host) => host.authorize(key.publicKey)));
  const victim = start();
  const repoId = await victim.ask<string>({ do: 'add', url: `${git.url}/${upstream.name}` });
  await victim.ask({ do: 'settle', ids: [repoId] });
  const places = hosts.map((host, number) => ({
    name: `host${number}`,
    host: host.host,
    port: host.port,
    userName: host.user,
    path: path.join(host.root, 'live'),
  }));
  const delivery = await victim.ask<string>({ do: 'add delivery', repoId, key, places });
  // It signs in there with the tree staged and the host claimed, and gets no answer.
  two.hangNew();
  const id = await victim.ask<string>({ do: 'deliver', id: delivery });
  await runThat(victim, id, ({ outcomes }) => outcomes[0]?.status === 'delivered' && outcomes[1]?.status === 'sending');
  await expect.poll(() => two.connections()).toBeGreaterThan(0);
  await victim.kill();
  await two.serveNew();

  const next = start();
  const run = await runThat(next, id, ({ status }) => !['queued', 'waiting', 'running'].includes(status));
  expect(run).toMatchObject({ status: 'delivered', error: null });
  expect(run.outcomes.map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  for (const host of [one, two]) {
    expect(readFileSync(path.join(host.root, 'live/a.txt'), 'utf8')).toBe('one\n');
    // One release, and nothing half-made beside it.
    expect(readdirSync(path.join(host.root, 'live.releases'))).toHaveLength(1);
  }
  await next.ask({ do: 'sweep' });
  await upstream.commit({ 'a.txt': 'two\n' });
  const after = await next.ask<string>({ do: 'deliver', id: delivery });
  expect(await runThat(next, after, ({ status }) => status === 'delivered')).toMatchObject({ error: null });
});

it('looks for secrets anew after a kill in the middle of it, and believes no half of an answer', async () => {
  const bin = path.join(folder, 'bin');
  const [begun, whole] = ['begun', 'whole'].map((name) => path.join(folder, name)) as [string, string];
  await mkdir(bin);
  // It says that nothing was found, and is not at its end; once it may be, it finds something.
  const finding = { RuleID: 'a-key', Description: '', StartLine: 1, File: 'a.txt', Secret: 'x', Match: 'x' };
  await writeFile(
    path.join(bin, 'gitleaks'),
    [
      '#!/bin/sh',
      'if [ "$1" = version ]; then echo 8.99.0; exit 0; fi',
      `if [ -e '${whole}' ]; then echo '${JSON.stringify([finding])}'; exit 77; fi`,
      `echo '[]'; exec >&-; : >'${begun}'; exec sleep 600`,
      '',
    ].join('\n'),
    { mode: 0o755 },
  );
  const env = { PATH: `${bin}:${process.env.PATH}` };
  const upstream = await createRepo(path.join(folder, 'upstreams'), 'acme/scanned', { 'a.txt': 'one\n' });
  const key = await makeSshKey('test');
  const [host] = hosts as [TargetHost];
  await host.authorize(key.publicKey);
  const victim = start(env);
  const repoId = await victim.ask<string>({ do: 'add', url: `${git.url}/${upstream.name}` });
  await victim.ask({ do: 'settle', ids: [repoId] });
  const place = { name: 'scanned', host: host.host, port: host.port, userName: host.user };
  const places = [{ ...place, path: path.join(host.root, 'scanned') }];
  const delivery = await victim.ask<string>({ do: 'add delivery', repoId, key, places });
  const id = await victim.ask<string>({ do: 'deliver', id: delivery });
  await expect.poll(() => existsSync(begun)).toBe(true);
  await victim.kill();
  await writeFile(whole, '');

  const next = start(env);
  const run = await runThat(next, id, ({ status }) => !['queued', 'waiting', 'running'].includes(status));
  expect(run).toMatchObject({ status: 'blocked', error: expect.stringContaining('a-key in a.txt, line 1') });
  expect(readdirSync(host.root).filter((name) => name.startsWith('scanned'))).toEqual([]);
});
