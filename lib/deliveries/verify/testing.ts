// Deliveries and their hosts as rows: for tests.
import { randomUUID } from 'node:crypto';
import type { Db } from '@/db/client';
import { deliveries, deliveryOutcomes, deliveryRuns, deliveryTargets, orgs, repos, targets } from '@/db/schema';

export type HostValues = Partial<typeof deliveryTargets.$inferInsert>;

export interface AddedDelivery {
  orgId: string;
  repoId: string;
  deliveryId: string;
  /** Ids of its targets by their names. */
  hosts: Record<string, string>;
}

/** Adds `acme/{name}` with a delivery to hosts of these names, as `values` say of each. */
export async function addDelivery(
  db: Db,
  name: string,
  hosts: Record<string, HostValues>,
  options: {
    delivery?: Partial<typeof deliveries.$inferInsert>;
    target?: Partial<typeof targets.$inferInsert>;
    repo?: Partial<typeof repos.$inferInsert>;
    org?: string;
  } = {},
): Promise<AddedDelivery> {
  const orgName = options.org ?? 'acme';
  await db.insert(orgs).values({ name: orgName }).onConflictDoNothing();
  const [org] = (await db.select().from(orgs)).filter((one) => one.name === orgName);
  const orgId = org?.id ?? '';
  const [repo] = await db
    .insert(repos)
    .values({ orgId, name, status: 'ready', defaultBranch: 'main', checkedAt: new Date(), ...options.repo })
    .returning({ id: repos.id });
  const repoId = repo?.id ?? '';
  const [delivery] = await db
    .insert(deliveries)
    .values({ repoId, ...options.delivery })
    .returning({ id: deliveries.id });
  const deliveryId = delivery?.id ?? '';
  const ids: Record<string, string> = {};
  for (const [host, values] of Object.entries(hosts)) {
    const [target] = await db
      .insert(targets)
      .values({
        orgId,
        name: host,
        userName: 'web',
        host: `${randomUUID()}.example`,
        path: '/srv/site',
        keyCiphertext: Buffer.from('sealed'),
        publicKey: 'ssh-ed25519 AAAA',
        ...options.target,
      })
      .returning({ id: targets.id });
    const targetId = target?.id ?? '';
    ids[host] = targetId;
    await db.insert(deliveryTargets).values({ deliveryId, targetId, ...values });
  }
  return { orgId, repoId, deliveryId, hosts: ids };
}

/** Adds a run that has ended, with what became of each host. */
export async function addRun(
  db: Db,
  { deliveryId }: Pick<AddedDelivery, 'deliveryId'>,
  values: Partial<typeof deliveryRuns.$inferInsert>,
  outcomes: Record<string, Partial<typeof deliveryOutcomes.$inferInsert>> = {},
): Promise<string> {
  const [run] = await db
    .insert(deliveryRuns)
    .values({ deliveryId, trigger: 'sync', status: 'delivered', endedAt: new Date(), ...values })
    .returning({ id: deliveryRuns.id });
  const runId = run?.id ?? '';
  for (const [targetId, of] of Object.entries(outcomes)) {
    await db.insert(deliveryOutcomes).values({ runId, targetId, ...of });
  }
  return runId;
}
