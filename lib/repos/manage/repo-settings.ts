// What people may set on a repository: one set of rules for adding and for changing.
import { z } from 'zod';
import { sourceTypeSchema } from '@/lib/repos/source/check-remote';

export const repoName = z
  .string()
  .regex(
    /^(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/i,
    'needs 1 to 100 letters, digits, dots, dashes or underscores, and no .git at the end',
  );

/** Printable: what could break a header, a log line or a terminal is refused. */
export const repoToken = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[\x21-\x7e]+$/, 'needs printable ASCII characters without spaces');

export const credentialId = z.guid();

export const indexedBranches = z
  .array(
    z
      .string()
      .min(1)
      .max(255)
      .regex(/^[^\p{Cc} ~^:?*[\\]+$/u, 'is not the short name of a branch'),
  )
  .min(1)
  .max(50)
  .refine((names) => new Set(names).size === names.length, 'names a branch twice');

/** As git wants the name of a branch, in printable characters. */
export const branchName = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^(?!-)(?!.*(?:\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)))[^\p{Cc}\s~^:?*[\\./][^\p{Cc}\s~^:?*[\\]*(?<![./])$/u,
    'is not a name that git takes for a branch',
  )
  .refine((name) => name !== '@' && name !== 'HEAD', 'is not a name that git takes for a branch');

export const repoDescription = z
  .string()
  .max(500)
  .regex(/^[^\p{Cc}]*$/u, 'needs one line of text')
  .transform((text) => text.trim());

export const syncInterval = z
  .union([
    z.literal(0),
    z
      .int()
      .min(45)
      .max(30 * 86_400),
  ])
  .meta({ description: 'Seconds between checks; null follows how often upstream moves, 0 never checks by itself.' });

/** What may be changed on a repository that exists. */
export const repoChangesSchema = z
  .strictObject({
    org: repoName.optional(),
    name: repoName.optional(),
    url: z.string().max(2048).optional().meta({ description: 'Without a new token, another host drops the old one.' }),
    source_type: sourceTypeSchema.optional(),
    path: z.string().max(4096).optional().meta({ description: 'Another folder for a local repository.' }),
    again: z
      .boolean()
      .optional()
      .meta({ description: 'Take the new url or path although another repository here has that source.' }),
    token: repoToken.nullable().optional().meta({ description: 'null removes it. It is never shown again.' }),
    credential_id: credentialId
      .nullable()
      .optional()
      .meta({ description: 'A stored credential of its organisation, in place of a token. null: none.' }),
    description: repoDescription.optional(),
    default_branch: branchName.optional().meta({ description: 'Of a repository hosted here; it has to have it.' }),
    allows_forced_pushes: z.boolean().optional().meta({ description: 'Of a repository hosted here.' }),
    is_public: z.boolean().optional(),
    branches: indexedBranches.nullable().optional().meta({ description: 'null: the default branch alone.' }),
    sync_interval_seconds: syncInterval.nullable().optional(),
    holds_back_losses: z.boolean().optional(),
  })
  .meta({ id: 'RepoChanges' });
export type RepoChanges = z.infer<typeof repoChangesSchema>;

/** What a repository is made from: the url of a source, the path of a folder, or nothing: then it is pushed to. */
export const newRepoSchema = z
  .strictObject({
    url: z
      .string()
      .max(2048)
      .optional()
      .meta({
        description:
          'https, http or ssh; without credentials. A folder is given as path. Without either, an empty repository is ' +
          'made that is hosted here and takes pushes: it needs org and name.',
      }),
    source_type: sourceTypeSchema.optional(),
    path: z
      .string()
      .max(4096)
      .optional()
      .meta({ description: 'Folder of a local repository, under FRESHET_LOCAL_ROOTS. It is only ever read.' }),
    org: repoName.optional().meta({
      description: 'Default: the last but one part of the URL. It is made if there is none, and you are its owner.',
    }),
    org_is_open: z.boolean().optional().meta({
      description:
        'If the organisation is made: everybody who has an account is a member of it. Default: no, but for the first one.',
    }),
    name: repoName.optional().meta({ description: 'Default: the last part of the URL.' }),
    again: z
      .boolean()
      .optional()
      .meta({ description: 'Add it although its source is here already; it needs a name of its own.' }),
    kind: z.enum(['mirror', 'clone', 'hosted', 'local']).optional().meta({
      description: 'Of a url: mirror, the default, or clone, whose files are also checked out on the server.',
    }),
    description: repoDescription.optional(),
    is_bare: z
      .boolean()
      .optional()
      .meta({ description: 'For one hosted here; false also keeps its default branch checked out. Default: true.' }),
    default_branch: branchName.optional().meta({ description: 'For one hosted here. Default: main.' }),
    allows_forced_pushes: z
      .boolean()
      .optional()
      .meta({ description: 'For one hosted here: its default branch may be forced and deleted. Default: false.' }),
    is_public: z.boolean().optional(),
    token: repoToken.optional().meta({ description: 'For a private source. Stored encrypted, never shown.' }),
    credential_id: credentialId
      .optional()
      .meta({ description: 'A stored credential of the organisation, in place of a token.' }),
    branches: indexedBranches.optional(),
    sync_interval_seconds: syncInterval.nullable().optional(),
    holds_back_losses: z.boolean().optional(),
  })
  .meta({ id: 'NewRepo' });
export type NewRepo = z.infer<typeof newRepoSchema>;
