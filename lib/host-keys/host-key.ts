// The one shape of an ssh host's key that the API and the pages share.
import { z } from 'zod';
import type { hostKeys } from '@/db/schema';
import { PUBLISHED_KEYS } from '@/lib/git/ssh/published-keys';
import { fingerprintOf } from '@/lib/git/ssh/ssh-key';

const keySchema = z.object({
  type: z.string().meta({ example: 'ssh-ed25519' }),
  fingerprint: z.string().meta({ description: 'SHA256:…, as ssh-keygen -l says it.' }),
});

export const hostKeySchema = z
  .object({
    id: z.uuid().nullable().meta({ description: 'null for a host that is known only by the keys it publishes.' }),
    host: z.string().meta({ description: 'As in known_hosts: host, or [host]:port.' }),
    keys: z.array(keySchema).meta({ description: 'The keys that it may show.' }),
    is_published: z.boolean().meta({ description: 'Known before the first connection, by the keys it publishes.' }),
    first_seen_at: z.iso.datetime().nullable(),
    accepted_at: z.iso.datetime().nullable().meta({ description: 'When somebody last accepted another key for it.' }),
    pending: keySchema
      .extend({ since: z.iso.datetime() })
      .nullable()
      .meta({ description: 'Another key that it showed, which is refused until it is accepted.' }),
  })
  .meta({ id: 'HostKey' });
export type HostKey = z.infer<typeof hostKeySchema>;

type Row = typeof hostKeys.$inferSelect;

export function toHostKey(row: Row): HostKey {
  const published = PUBLISHED_KEYS[row.host] ?? [];
  return {
    id: row.id,
    host: row.host,
    keys: [...(row.key ? [row.key] : []), ...published].map(toldOfKey),
    is_published: published.length > 0,
    first_seen_at: row.firstSeenAt.toISOString(),
    accepted_at: row.acceptedAt?.toISOString() ?? null,
    pending:
      row.pendingKey && row.pendingSince
        ? { ...toldOfKey(row.pendingKey), since: row.pendingSince.toISOString() }
        : null,
  };
}

/** A host that never showed anything else than it publishes. */
export function publishedHostKey(host: string): HostKey {
  return {
    id: null,
    host,
    keys: (PUBLISHED_KEYS[host] ?? []).map(toldOfKey),
    is_published: true,
    first_seen_at: null,
    accepted_at: null,
    pending: null,
  };
}

export function toldOfKey(key: string): z.infer<typeof keySchema> {
  const [type = '', blob = ''] = key.split(' ');
  return { type, fingerprint: fingerprintOf(blob) };
}
