// Who may see how repositories are, each of those that they may see: everybody but visitors.
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';

/** Throws `unauthenticated` for visitors, and `forbidden` for a token without the scope. */
export function requireSignedIn(ctx: Pick<Context, 'actor'>): void {
  if (ctx.actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to see this.');
  requireMay(ctx, 'status.see', SERVER);
}
