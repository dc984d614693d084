// The shape of an invite that the API and the pages share.
import { z } from 'zod';
import type { invites } from '@/db/schema';

export const inviteSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    is_admin: z.boolean(),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'Invite' });
export type Invite = z.infer<typeof inviteSchema>;

/** The id is the token's hash: it names the invite and opens nothing. */
export function toInvite(row: typeof invites.$inferSelect): Invite {
  return {
    id: row.tokenHash,
    email: row.email ?? '',
    is_admin: row.isAdmin,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
  };
}
