// Hands a check of a delivery's hosts to the engine.
import { randomUUID } from 'node:crypto';
import type { Context } from '@/lib/context';

/** Resolves once it is durable. */
export async function sendCheck(
  ctx: Pick<Context, 'send'>,
  { repoId, deliveryId, deep }: { repoId: string; deliveryId: string; deep?: boolean },
): Promise<void> {
  const id = randomUUID();
  const data = { repo_id: repoId, delivery_id: deliveryId, check_id: id, ...(deep ? { deep } : {}) };
  await ctx.send({ name: 'delivery/verify.requested', id, data });
}
