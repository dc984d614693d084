// The one shape of a stored credential that the API and the pages share: all but its secret.
import { z } from 'zod';
import { credentialKind, type credentials } from '@/db/schema';

export const credentialSchema = z
  .object({
    id: z.uuid(),
    org: z.string(),
    name: z.string(),
    kind: z.enum(credentialKind.enumValues),
    user: z.string().nullable().meta({ description: 'Who a password belongs to; null for the other kinds.' }),
    public_key: z.string().nullable().meta({
      description: 'Of an ssh key that was made here: what the other side has to let in. null for the other kinds.',
    }),
    used_by: z
      .int()
      .nonnegative()
      .meta({ description: 'How many things sign in with it. It cannot be deleted while any does.' }),
    created_at: z.iso.datetime(),
    rotated_at: z.iso.datetime().nullable().meta({ description: 'When its secret was last replaced.' }),
  })
  .meta({ id: 'Credential' });
export type Credential = z.infer<typeof credentialSchema>;

/** A row without its secret, with the name of its organisation. */
export type CredentialRow = Omit<typeof credentials.$inferSelect, 'secretCiphertext'> & { org: string; usedBy: number };

export function toCredential(row: CredentialRow): Credential {
  return {
    id: row.id,
    org: row.org,
    name: row.name,
    kind: row.kind,
    user: row.userName,
    public_key: row.publicKey,
    used_by: row.usedBy,
    created_at: row.createdAt.toISOString(),
    rotated_at: row.rotatedAt?.toISOString() ?? null,
  };
}

/** What the audit log tells of one. */
export function toldOfCredential(row: Pick<CredentialRow, 'name' | 'kind' | 'userName' | 'publicKey'>) {
  return { name: row.name, kind: row.kind, user: row.userName, public_half: row.publicKey };
}
