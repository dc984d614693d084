// Who may manage people, webhooks and notifications.
import { may, SERVER } from '@/lib/access/may';
import { type Actor, type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';

/** Throws `unauthenticated` for visitors and `forbidden` for people who are no administrators. */
export function requireAdmin(ctx: Pick<Context, 'actor'>, what = 'people'): void {
  const { actor } = ctx;
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to do this.');
  if (!may(actor, 'server.administer', SERVER)) throw new AppError('forbidden', `Only administrators manage ${what}.`);
}

/** True if the caller administers the server; a token has to have that scope, and be narrowed to nothing. */
export function administers(actor: Actor): boolean {
  return may(actor, 'server.administer', SERVER);
}

/** As `requireAdmin`, for a change: also `forbidden` on a read-only server. */
export function requireAdminWriter(ctx: Pick<Context, 'actor' | 'env'>, what?: string): void {
  requireWriter(ctx);
  requireAdmin(ctx, what);
}
