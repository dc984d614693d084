// Hosts and deliveries for tests: real servers, and what is written down of them.
import { readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll } from 'vitest';
import { orgs, targets } from '@/db/schema';
import { startTargetHost, type TargetHost } from '@/e2e/servers/target-host';
import { removeFolder } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { SYSTEM, world } from '@/lib/sync/testing';
import { addDelivery } from './add-delivery';
import type { Delivery } from './delivery';
import type { NewDelivery } from './delivery-input';
import { type DeliveryRun, hasRunEnded } from './delivery-run';
import { getDelivery } from './list-deliveries';
import { runDelivery } from './run/request-delivery';
import { getDeliveryRun } from './visible-delivery';

const ended: (() => Promise<void>)[] = [];
let ending = false;

/** A host that lasts as long as the file's tests. */
export async function startHost(): Promise<TargetHost> {
  if (!ending) {
    ending = true;
    afterAll(async () => {
      for (const end of ended.splice(0)) await end();
    });
  }
  const folder = await makeTemporaryFolder();
  const host = await startTargetHost({ folder });
  const key = await keyOf();
  await host.authorize(key.publicKey);
  ended.push(async () => {
    await host.close();
    await removeFolder(folder);
  });
  return host;
}

let key: ReturnType<typeof makeSshKey> | undefined;
const keyOf = () => {
  key ??= makeSshKey('test');
  return key;
};

export interface TargetValues {
  name: string;
  folder?: string;
  mode?: 'releases' | 'in_place';
  group?: string;
  keep?: number;
}

/** Writes a target of `org` down; the live path is `folder` (or `live`) in the host's home. Returns its id. */
export async function addTargetRow(org: string, host: TargetHost, values: TargetValues): Promise<string> {
  const { folder = 'live', ...others } = values;
  const { db, env } = world.as(SYSTEM);
  const [row] = await db.select({ id: orgs.id }).from(orgs).where(eq(orgs.name, org));
  const { publicKey, privateKey } = await keyOf();
  const [added] = await db
    .insert(targets)
    .values({
      orgId: row?.id ?? '',
      userName: host.user,
      host: host.host,
      port: host.port,
      path: path.join(host.root, folder),
      keyCiphertext: encryptToken(privateKey, loadSecret(env)),
      publicKey,
      ...others,
    })
    .returning();
  return added?.id ?? '';
}

export async function deliveryOf(repoId: string, input: Omit<NewDelivery, 'repo_id'>): Promise<Delivery> {
  return await addDelivery(world.as(SYSTEM), { repo_id: repoId, ...input });
}

/** Delivers now; returns the run as it ended. */
export async function deliverNow(id: string, input: Parameters<typeof runDelivery>[2] = {}): Promise<DeliveryRun> {
  const run = await runDelivery(world.as(SYSTEM), id, input, 'manual');
  return await runOver(run.id);
}

/** As soon as it has ended. */
export async function runOver(id: string): Promise<DeliveryRun> {
  return await runThat(id, hasRunEnded);
}

/** As soon as `is` holds for it. */
export async function runThat(id: string, is: (run: DeliveryRun) => boolean): Promise<DeliveryRun> {
  for (;;) {
    const run = await getDeliveryRun(world.as(SYSTEM), id);
    if (is(run)) return run;
    await sleep(20);
  }
}

/** As soon as nothing of it is under way or wanted; the newest run then. */
export async function restingDelivery(id: string): Promise<Delivery> {
  for (;;) {
    const { db } = world.as(SYSTEM);
    const [busy] = await db.$client`
      select 1 from deliveries where id = ${id} and (active_run_id is not null or dirty)`;
    if (!busy) return await getDelivery(world.as(SYSTEM), id);
    await sleep(20);
  }
}

/** Of each host: what is live there. */
export async function liveText(host: TargetHost, file: string, folder = 'live'): Promise<string> {
  return await readFile(path.join(host.root, folder, file), 'utf8');
}

/** The release that the live link leads to. */
export async function liveRelease(host: TargetHost, folder = 'live'): Promise<string> {
  return path.basename(await readlink(path.join(host.root, folder)));
}
