// The one shape of a token that the API and the pages share: everything but the token itself.
import { z } from 'zod';
import type { tokens } from '@/db/schema';
import type { Scope } from '@/lib/context';

export const SCOPES = ['read', 'sync', 'write', 'admin'] as const satisfies readonly Scope[];

export const tokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(['personal', 'organisation']).meta({ description: 'Whose it is.' }),
    hint: z.string().meta({ description: 'How it ends.' }),
    scopes: z.array(z.enum(SCOPES)),
    org: z.string().nullable().meta({ description: 'The organisation that it is for; null: all of its owner’s.' }),
    repo_ids: z.array(z.uuid()).nullable().meta({ description: 'The repositories that it is for; null: no limit.' }),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable().meta({ description: 'To within a minute.' }),
    last_used_from: z.string().nullable().meta({ description: 'A network: 203.0.113.7/32, 2001:db8:1:2::/64.' }),
  })
  .meta({ id: 'Token' });
export type Token = z.infer<typeof tokenSchema>;

/** Turns a row into the shape that leaves the server: without its hash. */
export function toToken(row: typeof tokens.$inferSelect, org: string | null): Token {
  return {
    id: row.id,
    name: row.name,
    kind: row.userId === null ? 'organisation' : 'personal',
    hint: row.hint,
    scopes: [...scopesOf(row.scopes)],
    org,
    repo_ids: row.repoIds,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    last_used_from: row.lastUsedFrom,
  };
}

/** In their order, each once; what is none of ours opens nothing. */
export function scopesOf(words: readonly string[]): readonly Scope[] {
  return SCOPES.filter((scope) => words.includes(scope));
}
