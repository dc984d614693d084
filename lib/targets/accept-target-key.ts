// Takes the key that a target's host shows now in place of the one that it was known by.
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { acceptHostKey } from '@/lib/host-keys/accept-host-key';
import { getTarget } from './list-targets';
import type { Target } from './target';
import { visibleTarget } from './visible-targets';

/**
 * For administrators of the server, since every repository and target at this host is meant. `fingerprint` is the one that was
 * looked at. Throws `unauthenticated`, `forbidden`, `not_found`, and `conflict` if no key waits or another one does by now.
 */
export async function acceptTargetKey(ctx: Context, id: string, fingerprint: string): Promise<Target> {
  requireWriter(ctx);
  requireMay(ctx, 'server.administer', SERVER);
  const target = await visibleTarget(ctx, id);
  if (target.hostKeyId === null || target.pendingKey === null) {
    throw new AppError('conflict', `${target.host} shows the key that it is known by: there is none to accept.`);
  }
  await acceptHostKey(ctx, target.hostKeyId, fingerprint);
  return await getTarget(ctx, id);
}
