// Who may manage people, webhooks and notifications.
import { type Actor, type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';

/** Throws `unauthenticated` for visitors and `forbidden` for people who are no administrators. */
export function requireAdmin(ctx: Pick<Context, 'actor'>, what = 'people'): void {
  const { actor } = ctx;
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to do this.');
  if (!administers(actor)) throw new AppError('forbidden', `Only administrators manage ${what}.`);
}

/** A token administers the server only if it is an administrator's, has that scope and is narrowed to nothing. */
export function administers(actor: Actor): boolean {
  if (actor.kind === 'operator' || actor.kind === 'system') return true;
  if (actor.kind !== 'user' || !actor.isAdmin) return false;
  const { token } = actor;
  return !token || (token.scopes.includes('admin') && token.orgId === null && token.repoIds === null);
}

/** As `requireAdmin`, for a change: also `forbidden` on a read-only server. */
export function requireAdminWriter(ctx: Pick<Context, 'actor' | 'env'>, what?: string): void {
  requireWriter(ctx);
  requireAdmin(ctx, what);
}
