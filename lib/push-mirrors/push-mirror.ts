// The one shape of a push mirror that the API and the pages share, what may be set on it, and how a row becomes it.
import { z } from 'zod';
import { errorKind, type pushMirrors, pushStatus } from '@/db/schema';
import { sourceTypeSchema } from '@/lib/repos/source/check-remote';

/** What is pushed unless somebody says otherwise. */
export const ALL_REFS = ['refs/heads/*', 'refs/tags/*'] as const;
const MAX_REFS = 50;
const SHORTEST_SECONDS = 60;

/** A name or a pattern with one star, so that nothing else can be named: options, other namespaces, two sides. */
const REF = /^refs\/(?:heads|tags)\/(?!.*\*.*\*)(?!.*(?:\.\.|@\{|\/\/|\/$|\.lock$))[^\p{Cc}\s~^:?[\\]{1,200}$/u;

const refs = z
  .array(z.string().regex(REF, 'needs names such as refs/heads/main, or patterns with one star such as refs/tags/v*'))
  .min(1)
  .max(MAX_REFS)
  .nullable()
  .meta({ description: 'Full names or patterns with one star; null: all branches and tags.' });
const prune = z.boolean().meta({ description: 'Delete there what these names had and is gone here. Default: yes.' });
const interval = z
  .int()
  .min(SHORTEST_SECONDS)
  .max(31 * 86_400)
  .nullable()
  .meta({ description: 'Seconds between pushes by the clock; null: none.' });
const afterSync = z.boolean().meta({ description: 'Push after each sync that brought something. Default: yes.' });
const url = z.string().trim().min(1).max(2048).meta({ description: 'https, http or ssh; without credentials in it.' });
const credential = z.uuid().nullable().meta({ description: 'A stored credential of the organisation; null: none.' });

export const newPushMirrorSchema = z
  .strictObject({
    url,
    source_type: sourceTypeSchema.optional(),
    credential_id: credential.optional(),
    refs: refs.optional(),
    prune: prune.optional(),
    interval: interval.optional(),
    after_sync: afterSync.optional(),
  })
  .meta({ id: 'NewPushMirror' });
export type NewPushMirror = z.infer<typeof newPushMirrorSchema>;

export const pushMirrorChangesSchema = z
  .strictObject({
    url: url.optional().meta({
      description:
        'On another host it signs in with nothing, unless a credential is given along. What was pushed stays.',
    }),
    source_type: sourceTypeSchema.optional(),
    credential_id: credential.optional(),
    refs: refs.optional(),
    prune: prune.optional(),
    interval: interval.optional(),
    after_sync: afterSync.optional(),
  })
  .meta({ id: 'PushMirrorChanges' });
export type PushMirrorChanges = z.infer<typeof pushMirrorChangesSchema>;

const instant = z.iso.datetime().nullable();

export const pushMirrorSchema = z
  .object({
    id: z.uuid(),
    repo_id: z.uuid(),
    url: z.string(),
    credential_id: z.uuid().nullable(),
    refs: z.array(z.string()).nullable(),
    prune: z.boolean(),
    interval: z.int().nullable(),
    after_sync: z.boolean(),
    status: z.enum(pushStatus.enumValues).meta({
      description: 'never: nothing was pushed yet; queued, pushing; ok: the last push worked; error: it did not.',
    }),
    attempts: z.int().nonnegative().meta({ description: 'Of the push under way, or of the last one.' }),
    progress: z.object({ done: z.int(), total: z.int() }).nullable().meta({ description: 'Objects written.' }),
    error: z.string().nullable().meta({ description: 'What went wrong last, in plain words.' }),
    error_kind: z.enum(errorKind.enumValues).nullable(),
    details: z.string().nullable().meta({ description: 'What git said last, without secrets.' }),
    next_attempt_at: instant.meta({ description: 'When it is tried again; null if it is not.' }),
    next_push_at: instant.meta({ description: 'When the clock asks for the next push.' }),
    refs_moved: z.int().nonnegative().meta({ description: 'Refs that the last push made, moved or deleted there.' }),
    pushed_at: instant.meta({ description: 'When the remote last had all that was to be there.' }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'PushMirror' });
export type PushMirror = z.infer<typeof pushMirrorSchema>;

export type PushMirrorRow = typeof pushMirrors.$inferSelect;

export function toPushMirror(row: PushMirrorRow): PushMirror {
  return {
    id: row.id,
    repo_id: row.repoId,
    url: row.url,
    credential_id: row.credentialId,
    refs: row.refs,
    prune: row.prune,
    interval: row.intervalSeconds,
    after_sync: row.afterSync,
    status: row.status,
    attempts: row.attempts,
    progress: row.progressTotal === null ? null : { done: row.progressDone, total: row.progressTotal },
    error: row.error,
    error_kind: row.errorKind,
    details: row.details,
    next_attempt_at: row.nextAttemptAt?.toISOString() ?? null,
    next_push_at: row.nextPushAt?.toISOString() ?? null,
    refs_moved: row.refsMoved,
    pushed_at: row.pushedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}

/** What the audit log tells of one. */
export function toldOfMirror(row: PushMirrorRow) {
  return {
    url: row.url,
    signs_in_by: row.credentialId,
    refs: row.refs,
    prune: row.prune,
    interval: row.intervalSeconds,
    after_sync: row.afterSync,
  };
}
