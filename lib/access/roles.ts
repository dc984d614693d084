// What somebody may be in an organisation, and what a repository may be shared for.

import { orgRole, shareKind } from '@/db/schema';

/** From the least to the most: each may do what those before it may. */
export const ROLES = orgRole.enumValues;
export type Role = (typeof ROLES)[number];

/** What a person outside of the organisation may do with a repository that was shared with them, likewise in order. */
export const SHARES = shareKind.enumValues;
export type Share = (typeof SHARES)[number];

/** True if `role` is `least` or more; false for none. */
export function isAtLeast(role: Role | null, least: Role): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** True if what was shared is enough for what `least` asks for; false for nothing. */
export function isSharedFor(share: Share | null, least: Share): boolean {
  return share !== null && SHARES.indexOf(share) >= SHARES.indexOf(least);
}
