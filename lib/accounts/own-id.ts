// Whose sessions a caller may see and end: its own.
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { type Context, userIdOf } from '@/lib/context';

/**
 * The caller's account; null if there are no accounts. Throws `unauthenticated` for visitors, and `forbidden` for tokens.
 */
export function ownId({ actor }: Pick<Context, 'actor'>): string | null {
  // Without accounts there is nobody's.
  if (actor.kind === 'operator' || actor.kind === 'system') return null;
  requireMay({ actor }, 'account.use', SERVER);
  return userIdOf(actor);
}
