// What people give for a target: one set of rules for a new one and for changes.
import { z } from 'zod';
import { targetMode } from '@/db/schema';
import { targetPathSchema } from '@/lib/release/spec';
import { type HostPlace, hostNameSchema, portSchema, userNameSchema } from '@/lib/ssh/host-place';

const ADDRESS = /^([^@]*)@(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/;
const FORM = 'needs the form user@host or user@host:port, such as deploy@web1.example.com';

/** `user@host` or `user@host:port`, IPv6 in brackets. */
export const addressSchema = z
  .string()
  .trim()
  .max(400)
  .transform((text, issues): HostPlace => {
    const [isIt, userName, host, port = '22'] = ADDRESS.exec(text) ?? [];
    const refuse = (message: string) => {
      issues.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    if (isIt === undefined) return refuse(FORM);
    const user = userNameSchema.safeParse(userName);
    if (!user.success) return refuse(`has a user name that ${user.error.issues[0]?.message}`);
    const name = hostNameSchema.safeParse(host);
    if (!name.success) return refuse(`has a host that ${name.error.issues[0]?.message}`);
    const number = portSchema.safeParse(Number(port));
    if (!number.success) return refuse('has a port that is not between 1 and 65535');
    return { userName: user.data, host: name.data, port: number.data };
  })
  .meta({ description: 'user@host or user@host:port.', example: 'deploy@web1.example.com' });

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cf}]+$/u, 'needs one line of text')
  .meta({ description: 'What people know it by: no two of an organisation have the same, in any case.' });
const group = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[\p{L}\p{N}_][\p{L}\p{N} ._-]*$/u, 'needs letters, digits, spaces, dots, dashes and underscores alone')
  .meta({ description: 'Targets of one group are delivered to together.' });
const keep = z.int().min(2).max(100).meta({
  description: 'Releases that stay on the host: the live one, and those that can be rolled back to.',
});
const privateKey = z.string().trim().min(1).max(16_384).meta({
  description:
    'An ed25519 key without a passphrase, in the format of OpenSSH or PKCS #8. Stored encrypted, never shown.',
});
const mode = z.enum(targetMode.enumValues).meta({
  description:
    'releases: a folder for each delivery beside the live path, which is a link to the live one. in_place: the files of the live folder itself are changed, for software that does not follow links.',
});

export const newTargetSchema = z
  .strictObject({
    org: z.string().min(1).max(100).meta({ description: 'The organisation whose repositories may go there.' }),
    name,
    address: addressSchema,
    path: targetPathSchema.meta({ description: 'The live path on the host.', example: '/srv/site' }),
    group: group.nullable().default(null),
    mode: mode.default('releases'),
    keep: keep.default(5),
    is_enabled: z.boolean().default(true),
    private_key: privateKey.optional().meta({
      description: 'A key of your own: ed25519, without a passphrase. Without it one is made here. Never shown.',
    }),
  })
  .meta({ id: 'NewTarget' });
export type NewTarget = z.output<typeof newTargetSchema>;

export const targetChangesSchema = z
  .strictObject({
    name: name.optional(),
    address: addressSchema.optional(),
    path: targetPathSchema.optional(),
    group: group.nullable().optional(),
    mode: mode.optional(),
    keep: keep.optional(),
    is_enabled: z.boolean().optional(),
    private_key: privateKey.optional(),
    new_key: z.literal(true).optional().meta({ description: 'Make a new key. The old one is gone at once.' }),
  })
  .meta({ id: 'TargetChanges' });
export type TargetChanges = z.output<typeof targetChangesSchema>;
