// Whose sessions a caller may see and end: its own.
import { type Context, refuseTokens } from '@/lib/context';
import { AppError } from '@/lib/errors';

/** The caller's account; null if there are no accounts. Throws `unauthenticated` for visitors, `forbidden` for tokens. */
export function ownId({ actor }: Pick<Context, 'actor'>): string | null {
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to do this.');
  refuseTokens(actor);
  return actor.kind === 'user' ? actor.userId : null;
}
