// Verifies the hosts of one delivery, for people and programs, within their request.
import { z } from 'zod';
import { type Context, requireWriter } from '@/lib/context';
import { visibleDelivery } from '@/lib/deliveries/visible-delivery';
import { AppError } from '@/lib/errors';
import { checkNow } from './check-now';
import type { Verification } from './verification';

const MOST_TARGETS = 500;
/** Milliseconds for all of it; what was not looked at by then is `unknown`. */
const LIMIT_MS = 60_000;
const DEEP_LIMIT_MS = 10 * 60_000;

const deep = z
  .boolean()
  .optional()
  .meta({ description: 'Compare the files themselves as well, and name those that differ. Default: no.' });

export const verifyDeliverySchema = z
  .strictObject({
    deep,
    target_ids: z
      .array(z.uuid())
      .min(1)
      .max(MOST_TARGETS)
      .optional()
      .meta({ description: 'Only these hosts of it. Default: all that are enabled.' }),
  })
  .meta({ id: 'VerifyDelivery' });
export type VerifyDelivery = z.infer<typeof verifyDeliverySchema>;

/**
 * Reads what each host has, side by side, and writes down how it stands; nothing is written there. Ends within a minute,
 * the deep check within ten. Throws what `visibleDelivery` throws, and `invalid` for a host that is none of its own.
 */
export async function verifyDelivery(
  ctx: Context,
  id: string,
  input: VerifyDelivery,
  options: { signal?: AbortSignal } = {},
): Promise<Verification> {
  requireWriter(ctx);
  const delivery = await visibleDelivery(ctx, id, 'repo.deliver');
  const own = new Set(delivery.hosts.map((host) => host.target_id));
  if (input.target_ids?.some((target) => !own.has(target))) {
    throw new AppError('invalid', 'One of the hosts is not among those of this delivery.');
  }
  const isDeep = input.deep ?? false;
  const verification = await checkNow(ctx, delivery.id, {
    deep: isDeep,
    targetIds: input.target_ids,
    limitMs: isDeep ? DEEP_LIMIT_MS : LIMIT_MS,
    signal: options.signal,
  });
  if (verification === null) throw new AppError('not_found', 'There is no such delivery.');
  return verification;
}
