// What people may set on a connection: one set of rules for making and for changing one.
import { z } from 'zod';
import { repoName } from '@/lib/repos/manage/repo-settings';
import { HOST_TYPES, OWNER } from './hosts/host-address';

const patterns = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^[^\p{C}]+$/u, 'needs printable characters'),
  )
  .max(100);

const changeable = {
  credential_id: z
    .uuid()
    .nullable()
    .optional()
    .meta({
      description:
        'A stored credential of the organisation (a token, or a password) by which the host is asked, and by which its ' +
        'repositories are fetched. null: none.',
    }),
  include: patterns.optional().meta({
    description: 'Names below the owner, in any case; * stands for any characters, ? for one. None: all of them.',
  }),
  exclude: patterns.optional().meta({ description: 'Likewise; what both name is left out.' }),
  forks: z.boolean().optional().meta({ description: 'Take forks as well. Default: no.' }),
  archived: z.boolean().optional().meta({ description: 'Take what is archived there as well. Default: no.' }),
  sync_interval_seconds: z
    .union([
      z.literal(0),
      z
        .int()
        .min(300)
        .max(30 * 86_400),
    ])
    .optional()
    .meta({ description: 'Between syncs with the host. Default: 3600; 0 only when asked.' }),
  grace_hours: z
    .int()
    .min(0)
    .max(24 * 365)
    .optional()
    .meta({ description: 'How long what vanished there stays in step here before it is archived. Default: 24.' }),
};

export const newConnectionSchema = z
  .strictObject({
    host: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .meta({ description: 'Its name or address: github.com, https://git.example.org.' }),
    source_type: z.enum(HOST_TYPES),
    owner: z
      .string()
      .trim()
      .max(255)
      .regex(OWNER, 'is not the name of an organisation, a group or a user')
      .meta({ description: 'An organisation, a user, a workspace or project; a group with its parents (acme/water).' }),
    org: repoName.optional().meta({
      description: 'Where its repositories go; made if there is none. Default: as the owner is called.',
    }),
    ...changeable,
  })
  .meta({ id: 'NewConnection' });
export type NewConnection = z.infer<typeof newConnectionSchema>;

export const connectionChangesSchema = z.strictObject(changeable).meta({ id: 'ConnectionChanges' });
export type ConnectionChanges = z.infer<typeof connectionChangesSchema>;
