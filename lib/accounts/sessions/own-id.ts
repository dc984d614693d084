// Whose sessions a caller may see and end: its own.
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';

/**
 * The caller's account; null if there are no accounts. Throws `unauthenticated` for visitors, and `forbidden`
 * for a token without the scope.
 */
export function ownId({ actor }: Pick<Context, 'actor'>): string | null {
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to do this.');
  if (actor.kind !== 'user') return null;
  requireMay({ actor }, 'account.use', SERVER);
  return actor.userId;
}
