// What people give for a credential: one set of rules for a new one and for one whose secret is replaced.
import { z } from 'zod';
import type { CredentialKind } from '@/db/schema';
import { AppError } from '@/lib/errors';

/** Printable: what could break a header, a log line or a terminal is refused. */
const token = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[\x21-\x7e]+$/, 'needs printable ASCII characters without spaces')
  .meta({ description: 'For kind token. Stored encrypted, never shown.' });
const user = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}:]+$/u, 'has a colon or a control character')
  .meta({ description: 'For kind password: the user name that it goes with.' });
const password = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\p{Cc}]+$/u, 'has a line break or another control character')
  .meta({ description: 'For kind password. Stored encrypted, never shown.' });

export const credentialName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]+$/u, 'needs one line of text')
  .meta({ description: 'What people know it by: no two of an organisation have the same, in any case.' });

export const newCredentialSchema = z
  .strictObject({
    org: z.string().min(1).max(100).meta({ description: 'The organisation whose repositories may use it.' }),
    name: credentialName,
    kind: z.enum(['token', 'password', 'ssh_key']).meta({
      description: 'An ssh_key is made here: answered is its public half, and the private one is never handed out.',
    }),
    token: token.optional(),
    user: user.optional(),
    password: password.optional(),
  })
  .meta({ id: 'NewCredential' });
export type NewCredential = z.infer<typeof newCredentialSchema>;

export const credentialChangesSchema = z
  .strictObject({
    name: credentialName.optional(),
    token: token.optional(),
    user: user.optional(),
    password: password.optional(),
    new_key: z
      .literal(true)
      .optional()
      .meta({ description: 'For kind ssh_key: make a new key. The old one is gone at once.' }),
  })
  .meta({ id: 'CredentialChanges' });
export type CredentialChanges = z.infer<typeof credentialChangesSchema>;

type Given = Pick<CredentialChanges, 'token' | 'user' | 'password' | 'new_key'>;

const FIELDS: Record<CredentialKind, readonly (keyof Given)[]> = {
  token: ['token'],
  password: ['user', 'password'],
  ssh_key: ['new_key'],
};

/** Throws `invalid` for what does not belong to the kind. */
export function refuseOtherFields(kind: CredentialKind, given: Given): void {
  for (const field of ['token', 'user', 'password', 'new_key'] as const) {
    if (given[field] === undefined || FIELDS[kind].includes(field)) continue;
    throw new AppError('invalid', `A credential of kind ${kind} has no ${field}.`);
  }
}
