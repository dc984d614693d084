// Whether an address may be a target's at all, before it is written down.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { checkHost } from '@/lib/net/check-host';
import type { HostPlace } from '@/lib/ssh/host-place';

/** Throws `invalid` (kind `policy`) for an address that is refused. A name that has none yet is looked up again when it is used. */
export async function requireMayGoThere({ env }: Pick<Context, 'env'>, place: HostPlace): Promise<void> {
  try {
    await checkHost(place, { allowedHosts: env.allowedHosts });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'policy') throw error;
  }
}
