// The one shape of a target that the API and the pages share: all but its private key.
import { z } from 'zod';
import { targetMode, type targets } from '@/db/schema';
import { PUBLISHED_KEYS } from '@/lib/git/ssh/published-keys';
import { sshHost } from '@/lib/git/ssh/ssh-options';
import { toldOfKey } from '@/lib/host-keys/host-key';
import { addressOf } from '@/lib/ssh/host-place';

const keySchema = z.object({
  type: z.string().meta({ example: 'ssh-ed25519' }),
  fingerprint: z.string().meta({ description: 'SHA256:…, as ssh-keygen -l says it.' }),
});

export const targetFindingSchema = z
  .object({
    what: z.enum(['connection', 'shell', 'rsync', 'rights', 'disk', 'link']),
    is_ok: z.boolean(),
    text: z.string().meta({ description: 'What was found, and what to do where it will not do.' }),
  })
  .meta({ id: 'TargetFinding' });

export const targetSchema = z
  .object({
    id: z.uuid(),
    org: z.string(),
    name: z.string(),
    address: z.string().meta({ description: 'user@host:port', example: 'deploy@web1.example.com:22' }),
    path: z.string().meta({ description: 'The live path on the host.', example: '/srv/site' }),
    group: z.string().nullable(),
    mode: z.enum(targetMode.enumValues).meta({
      description: 'releases: a folder for each delivery and a link to the live one; in_place: the live folder itself.',
    }),
    keep: z.int().meta({ description: 'Releases that stay there, the live one among them.' }),
    is_enabled: z.boolean(),
    public_key: z.string().meta({ description: 'What the account on the host has to let in.' }),
    host_key: keySchema
      .extend({
        pending: keySchema
          .extend({ since: z.iso.datetime() })
          .nullable()
          .meta({ description: 'Another key that the host showed, which is refused until it is accepted.' }),
      })
      .nullable()
      .meta({ description: 'By which key the host is known; null before the first contact.' }),
    findings: z.array(targetFindingSchema).nullable().meta({ description: 'Of the last test; null: never tested.' }),
    tested_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Target' });
export type Target = z.infer<typeof targetSchema>;

/** A row without its key, with the name of its organisation and what is known of its host. */
export type TargetRow = Omit<typeof targets.$inferSelect, 'keyCiphertext'> & {
  org: string;
  hostKeyId: string | null;
  hostKey: string | null;
  pendingKey: string | null;
  pendingSince: Date | null;
};

export function toTarget(row: TargetRow): Target {
  return {
    id: row.id,
    org: row.org,
    name: row.name,
    address: addressOf(row),
    path: row.path,
    group: row.group,
    mode: row.mode,
    keep: row.keep,
    is_enabled: row.isEnabled,
    public_key: row.publicKey,
    host_key: hostKeyOf(row),
    findings: row.findings,
    tested_at: row.testedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}

function hostKeyOf(row: TargetRow): Target['host_key'] {
  const known = row.hostKey ?? PUBLISHED_KEYS[sshHost(row)]?.[0];
  if (known === undefined) return null;
  const pending =
    row.pendingKey && row.pendingSince ? { ...toldOfKey(row.pendingKey), since: row.pendingSince.toISOString() } : null;
  return { ...toldOfKey(known), pending };
}

/** What the audit log tells of one. */
export function toldOfTarget(
  row: Pick<
    TargetRow,
    'name' | 'userName' | 'host' | 'port' | 'path' | 'group' | 'mode' | 'keep' | 'isEnabled' | 'publicKey'
  >,
) {
  const { name, path, group, mode, keep, isEnabled, publicKey } = row;
  return { name, address: addressOf(row), path, group, mode, keep, is_enabled: isEnabled, public_half: publicKey };
}
