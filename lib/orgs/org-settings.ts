// What people may set on an organisation: one set of rules for making and for changing.
import { z } from 'zod';

/** What the server's own addresses begin with: an organisation's repositories have addresses beside them. */
const RESERVED = new Set(
  'api board connections deliveries forms icon.svg apple-icon.png favicon.ico invite metrics new orgs r repos runs search settings setup sign-in status symbols targets'.split(
    ' ',
  ),
);

export const orgSlug = z
  .string()
  .regex(
    /^(?!\.{1,2}$)(?!_)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/i,
    'needs 1 to 100 letters, digits, dots, dashes or underscores, no underscore at the beginning and no .git at the end',
  )
  .refine((slug) => !RESERVED.has(slug.toLowerCase()), 'is a name that this server needs for itself')
  .meta({ description: 'How addresses name it; unique whatever the case. It does not change.' });

const displayName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'has a control character');
const description = z
  .string()
  .trim()
  .max(500)
  .regex(/^\P{Cc}*$/u, 'has a control character');
const isOpen = z.boolean().meta({ description: 'Everybody who has an account is a member of it.' });

export const newOrgSchema = z
  .strictObject({
    slug: orgSlug,
    name: displayName.optional().meta({ description: 'What people call it. Default: the slug.' }),
    description: description.optional(),
    is_open: isOpen.optional().meta({ description: 'Default: no, but for the first organisation of a server.' }),
  })
  .meta({ id: 'NewOrg' });
export type NewOrg = z.infer<typeof newOrgSchema>;

export const orgChangesSchema = z
  .strictObject({
    name: displayName.nullable().optional().meta({ description: 'null: the slug.' }),
    description: description.optional(),
    is_open: isOpen.optional(),
    quota_bytes: z
      .int()
      .positive()
      .nullable()
      .optional()
      .meta({
        description:
          'What its repositories may take on the disk; null: what the server says for all (FRESHET_ORG_QUOTA_BYTES). ' +
          'For administrators of the server.',
      }),
  })
  .meta({ id: 'OrgChanges' });
export type OrgChanges = z.infer<typeof orgChangesSchema>;
