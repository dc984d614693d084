// What may be said about a delivery: the schemas that the API, the forms and the verbs share.
import { z } from 'zod';
import { pathInRepoSchema } from '@/lib/git/path-in-repo';
import { excludePatternSchema, modesSchema, ownerSchema, subfolderSchema } from '@/lib/release/spec';

const MOST_TARGETS = 200;
const MOST_PATTERNS = 200;
const MAX_HOOK = 2000;
const SHORTEST_CHECK = 60;
const LONGEST_CHECK = 31 * 86_400;

const ref = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine((text) => !/[\p{Cc}\s]/u.test(text) && !text.startsWith('-'), 'needs the name of a branch or tag')
  .nullable()
  .meta({ description: 'Branch or tag, a branch first; null: the default branch.' });
const targetIds = z
  .array(z.uuid())
  .max(MOST_TARGETS)
  .meta({ description: 'Targets of the repository’s organisation. A target is in one delivery at most.' });
const group = z.string().trim().min(1).max(100).nullable().meta({
  description: 'All enabled targets of this group, whenever a run begins, instead of target_ids; null: none.',
});
const hook = z
  .string()
  .trim()
  .min(1)
  .max(MAX_HOOK)
  .refine((text) => !text.includes('\0'), 'holds a NUL')
  .nullable()
  .meta({ description: 'A shell command for each host once the new tree is live. Only administrators may set it.' });

const rules = {
  ref,
  subfolder: subfolderSchema.nullable().meta({ description: 'Only what is below it, as its root; null: everything.' }),
  excludes: z.array(excludePatternSchema).max(MOST_PATTERNS).meta({ description: 'Patterns as rsync reads them.' }),
  exclude_dot_git: z.boolean().meta({
    description: 'Leave what is called .git on the hosts alone; nothing of that name is ever sent. Default: yes.',
  }),
  delete: z.boolean().meta({ description: 'What is gone here is gone on the hosts as well. Default: yes.' }),
  owner: ownerSchema.nullable().meta({ description: 'user, user:group or :group; null: whoever signs in there.' }),
  modes: modesSchema.nullable().meta({ description: 'Modes as rsync’s --chmod reads them; null: as in git.' }),
  hook,
  is_enabled: z.boolean().meta({ description: 'false: no run of it begins. Default: true.' }),
  after_sync: z.boolean().meta({ description: 'A run after each sync that brought something. Default: no.' }),
  fallback_to_local: z.boolean().meta({
    description:
      'If upstream is away, deliver the last good state and say so. Off, the run waits for the next sync that works. ' +
      'Default: no.',
  }),
  block_on_secrets: z.boolean().meta({
    description: 'Send nothing while secrets are found in it, or cannot be looked for. Default: yes.',
  }),
  scans_commits: z.boolean().meta({
    description: 'Also look through the commits that are new since the last delivery. Default: no.',
  }),
  config_path: pathInRepoSchema
    .nullable()
    .meta({ description: 'A gitleaks configuration in the repository; null: .gitleaks.toml, if it has one.' }),
  repair: z
    .boolean()
    .meta({ description: 'Deliver again to hosts that differ from what they should have. Default: no.' }),
  verify_interval_seconds: z
    .int()
    .min(SHORTEST_CHECK)
    .max(LONGEST_CHECK)
    .nullable()
    .meta({ description: 'Seconds between checks of the hosts; null: only when asked.' }),
};

export const newDeliverySchema = z
  .strictObject({ repo_id: z.uuid(), target_ids: targetIds.optional(), group: group.optional(), ...optional(rules) })
  .refine((input) => !(input.group && input.target_ids?.length), {
    message: 'takes a group or single targets, not both',
    path: ['group'],
  })
  .refine((input) => Boolean(input.group) || Boolean(input.target_ids?.length), {
    message: 'needs at least one target, or a group',
    path: ['target_ids'],
  })
  .meta({ id: 'NewDelivery' });
export type NewDelivery = z.infer<typeof newDeliverySchema>;

export const deliveryChangesSchema = z
  .strictObject({ target_ids: targetIds.min(1).optional(), group: group.optional(), ...optional(rules) })
  .refine((input) => !(input.group && input.target_ids), {
    message: 'takes a group or single targets, not both',
    path: ['group'],
  })
  .meta({
    id: 'DeliveryChanges',
    description: 'target_ids takes it out of its group; a group takes the place of single targets.',
  });
export type DeliveryChanges = z.infer<typeof deliveryChangesSchema>;

export const runDeliverySchema = z
  .strictObject({
    target_ids: z
      .array(z.uuid())
      .min(1)
      .max(MOST_TARGETS)
      .optional()
      .meta({ description: 'Only these hosts of it. Default: all.' }),
    force: z.boolean().optional().meta({ description: 'Send again what is already there. Default: no.' }),
  })
  .meta({ id: 'RunDelivery' });
export type RunDelivery = z.infer<typeof runDeliverySchema>;

export const rollBackSchema = z
  .strictObject({
    target_id: z.uuid(),
    release: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'The name of a release that is kept there. Default: the one before the live one.' }),
  })
  .meta({ id: 'RollBack' });
export type RollBack = z.infer<typeof rollBackSchema>;

type Optional<T extends Record<string, z.ZodType>> = { [K in keyof T]: z.ZodOptional<T[K]> };

function optional<T extends Record<string, z.ZodType>>(shape: T): Optional<T> {
  return Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.optional()])) as Optional<T>;
}
