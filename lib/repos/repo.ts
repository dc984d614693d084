// The one shape of a repository that the API, the pages and the verbs share, and how a row becomes it.
import { eq, getTableColumns, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { branches, errorKind, orgs, repoKind, repoMigrations, repoStatus, repos, sourceType } from '@/db/schema';
import { may } from '@/lib/access/may';
import type { Role, Share } from '@/lib/access/roles';
import { repoSubject, standingTo } from '@/lib/access/standing-to';
import type { RepoVerb } from '@/lib/access/verbs';
import type { Context } from '@/lib/context';
import { guessSourceType } from '@/lib/git/source-type';
import { isStale } from './is-stale';
import { hostOfKey } from './source-key';
import { STANDINGS, standingOf } from './standing';

const instant = z.iso.datetime();

const YOU_MAY = ['inspect', 'sync', 'push', 'manage', 'share', 'delete'] as const;
const RIGHTS = {
  inspect: 'repo.inspect',
  sync: 'repo.sync',
  push: 'repo.push',
  manage: 'repo.manage',
  share: 'repo.share',
  delete: 'repo.delete',
} as const satisfies Record<(typeof YOU_MAY)[number], RepoVerb>;

export const repoSchema = z
  .object({
    id: z.uuid(),
    org: z.string(),
    name: z.string(),
    description: z.string(),
    url: z
      .string()
      .nullable()
      .meta({ description: 'Source address without credentials; null for local ones and those hosted here.' }),
    source_type: z
      .enum(sourceType.enumValues)
      .nullable()
      .meta({ description: 'What kind of host the source lies on; null for what has no address.' }),
    path: z
      .string()
      .nullable()
      .meta({ description: 'Folder of a local repository, for those who may inspect it; null for all others.' }),
    kind: z.enum(repoKind.enumValues),
    status: z.enum(repoStatus.enumValues),
    standing: z.enum(STANDINGS).meta({
      description:
        'How it stands, in one word, as the status page counts it: fresh, stale, failing, held_back, preparing (being read ' +
        'for the first time), or unfollowed (archived). Who may not inspect it sees what is held back as failing.',
    }),
    error: z.string().nullable().meta({ description: 'What went wrong last, in plain words; null when nothing did.' }),
    error_kind: z.enum(errorKind.enumValues).nullable(),
    error_at: instant.nullable(),
    head_commit: z.string().nullable().meta({ description: 'Tip of the default branch in the mirror.' }),
    default_branch: z.string().nullable(),
    branches: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Branches that are to be searchable; null: the default branch alone.' }),
    missing_branches: z.array(z.string()).meta({ description: 'Those of them that upstream has not.' }),
    added_at: instant,
    indexed_at: instant.nullable(),
    checked_at: instant.nullable().meta({ description: 'When upstream last answered.' }),
    file_count: z.int().nonnegative(),
    size_bytes: z.int().nonnegative(),
    disk_bytes: z
      .int()
      .nonnegative()
      .meta({ description: 'What its copy, with all its history, took on the disk when a sync last ended.' }),
    is_public: z.boolean(),
    is_bare: z
      .boolean()
      .meta({ description: 'False for a clone, and for one hosted here, whose default branch is also checked out.' }),
    allows_forced_pushes: z.boolean().meta({
      description: 'Pushes to one hosted here may force and delete its default branch. Other branches they always may.',
    }),
    has_token: z.boolean().meta({ description: 'A token of its own for the source is stored. It is never shown.' }),
    has_credential: z.boolean().meta({ description: 'It signs in with a stored credential of its organisation.' }),
    credential_id: z
      .uuid()
      .nullable()
      .meta({ description: 'The stored credential that it signs in with, for those who may manage it.' }),
    sync_interval_seconds: z
      .int()
      .nonnegative()
      .nullable()
      .meta({ description: 'Between checks; null follows how often upstream moves, 0 never checks by itself.' }),
    next_check_at: instant.nullable().meta({ description: 'When the schedule asks upstream next.' }),
    is_stale: z.boolean().meta({ description: 'Upstream has not answered for more than twice the interval.' }),
    failure_count: z.int().nonnegative().meta({ description: 'Runs that failed since one last worked.' }),
    failing_since: instant.nullable(),
    holds_back_losses: z.boolean().meta({
      description:
        'An upstream that loses most of its files is held back until somebody confirms it; one that turns to nothing always is.',
    }),
    held_back: z.object({ commit: z.string(), reason: z.string() }).nullable().meta({
      description:
        'What waits to be confirmed; the commit is "empty" if upstream has none. null for those who may not inspect it.',
    }),
    migration: z
      .object({ url: z.string(), source_type: z.enum(sourceType.enumValues), is_forced: z.boolean() })
      .nullable()
      .meta({
        description:
          'The other source that it is being moved to; url is the old one until that has worked. null if there is none, and for those who may not inspect it.',
      }),
    convert_to: z
      .enum(repoKind.enumValues)
      .nullable()
      .meta({ description: 'The kind that its next run makes of it; null if it stays what it is.' }),
    active_run_id: z.uuid().nullable().meta({ description: 'The run that holds this repository now.' }),
    you_may: z.array(z.enum(YOU_MAY)).meta({
      description:
        'What the caller may do to it beside reading: inspect what upstream took away, sync, push, manage its settings, ' +
        'share it, delete it.',
    }),
  })
  .meta({ id: 'Repo' });

export type Repo = z.infer<typeof repoSchema>;

const { tokenCiphertext, ...columns } = getTableColumns(repos);

/** A repository's row without the token, with its organisation's name and how it stands to the person who asks. */
export type RepoRow = Omit<typeof repos.$inferSelect, 'tokenCiphertext'> & {
  org: string;
  hasToken: boolean;
  missingBranches: string[];
  /** The other source that it is being moved to, if it is. */
  migration: Repo['migration'];
  role: Role | null;
  share: Share | null;
};

const missingBranches = sql<string[]>`
  case when ${repos.indexedBranches} is null or ${repos.indexedAt} is null then '{}'::text[] else array(
    select wanted.name from unnest(${repos.indexedBranches}) with ordinality as wanted (name, position)
    where not exists (select 1 from ${branches} b where b.repo_id = ${repos.id} and b.name = wanted.name)
    order by wanted.position) end`;

const migration = sql<Repo['migration']>`(
  select jsonb_build_object('url', m.url, 'source_type', m.source_type, 'is_forced', m.is_forced)
  from ${repoMigrations} m where m.repo_id = ${repos.id})`;

/** The query that every verb starts from; add `where`, `orderBy` and `limit`. */
export function selectRepos({ actor, db }: { actor: Context['actor']; db: Pick<Db, 'select'> }) {
  return db
    .select({
      ...columns,
      org: orgs.name,
      hasToken: sql<boolean>`${tokenCiphertext} is not null`,
      missingBranches,
      migration,
      ...standingTo(actor),
    })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .$dynamic();
}

/**
 * Turns a row of `selectRepos` into the shape that leaves the server: who may not look behind it learns nothing of disks,
 * nor of what is held back.
 */
export function toRepo({ actor }: Pick<Context, 'actor'>, row: RepoRow): Repo {
  const subject = repoSubject(row);
  const mayInspect = may(actor, 'repo.inspect', subject);
  return {
    id: row.id,
    org: row.org,
    name: row.name,
    description: row.description,
    url: row.url,
    source_type:
      row.url === null ? null : (row.sourceType ?? guessSourceType(row.sourceKey ? hostOfKey(row.sourceKey) : '')),
    path: mayInspect ? row.localPath : null,
    kind: row.kind,
    status: row.status,
    standing: standingOf(row, { mayKnowWhy: mayInspect }),
    error: row.error,
    error_kind: row.errorKind,
    error_at: row.errorAt?.toISOString() ?? null,
    head_commit: row.headCommit,
    default_branch: row.defaultBranch,
    branches: row.indexedBranches,
    missing_branches: row.missingBranches,
    added_at: row.addedAt.toISOString(),
    indexed_at: row.indexedAt?.toISOString() ?? null,
    checked_at: row.checkedAt?.toISOString() ?? null,
    file_count: row.fileCount,
    size_bytes: row.sizeBytes,
    disk_bytes: row.diskBytes,
    is_public: row.isPublic,
    is_bare: row.isBare,
    allows_forced_pushes: row.allowsForcedPushes,
    has_token: row.hasToken,
    has_credential: row.credentialId !== null,
    credential_id: may(actor, 'repo.manage', subject) ? row.credentialId : null,
    sync_interval_seconds: row.syncIntervalSeconds,
    next_check_at: row.nextCheckAt?.toISOString() ?? null,
    is_stale: isStale(row),
    failure_count: row.failureCount,
    failing_since: row.failingSince?.toISOString() ?? null,
    holds_back_losses: row.holdsBackLosses,
    held_back:
      row.heldBackCommit === null || !mayInspect
        ? null
        : { commit: row.heldBackCommit, reason: row.heldBackReason ?? '' },
    migration: mayInspect ? row.migration : null,
    convert_to: row.convertTo,
    active_run_id: row.activeRunId,
    you_may: YOU_MAY.filter((right) => may(actor, RIGHTS[right], subject)),
  };
}
