// Who may see how all repositories are: those who may see them all.
import { type Context, seesEverything } from '@/lib/context';
import { AppError } from '@/lib/errors';

/** Throws `unauthenticated` for visitors. */
export function requireSignedIn(ctx: Pick<Context, 'actor'>): void {
  if (!seesEverything(ctx.actor)) throw new AppError('unauthenticated', 'Sign in to see this.');
}
