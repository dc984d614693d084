// Changes what people may set on a repository.
import path from 'node:path';
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { requireMay } from '@/lib/access/require-may';
import { repoSubject } from '@/lib/access/standing-to';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { localPolicy } from '@/lib/git/local/local-folders';
import { findLocalRepository } from '@/lib/git/local/local-repository';
import { orgForRepo } from '@/lib/orgs/org-for-repo';
import { getRepo } from '@/lib/repos/get-repo';
import { leaveName } from '@/lib/repos/old-names';
import type { Repo, RepoRow } from '@/lib/repos/repo';
import { checkRemote } from '@/lib/repos/source/check-remote';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { setDefaultBranch } from './default-branch';
import { nameTaken } from './name-taken';
import type { RepoChanges } from './repo-settings';
import { isSameSource, refuseSameSource } from './same-source';
import { credentialGone, signInAfter } from './sign-in-after';
import { toldOf } from './told-of';

type Settings = Omit<Partial<typeof repos.$inferInsert>, 'nextCheckAt'> & { nextCheckAt?: Date | SQL | null };

/**
 * Applies `changes` and returns the repository. Another source or other branches start a run, or make one follow the
 * run under way. Throws `unauthenticated`, `forbidden`, `not_found`, `conflict` (the name is taken, or that of
 * the organisation; or the new source is here already) and `invalid`.
 */
export async function updateRepo(ctx: Context, id: string, changes: RepoChanges): Promise<Repo> {
  requireWriter(ctx);
  const before = await visibleRepo(ctx, id);
  requireMayChange(ctx, before, changes);
  refuseArchived(before, changes);
  const source = await changedSource(ctx, before, changes);
  if (!changes.again && !(await isSameSource(before, { ...before, ...source }))) {
    await refuseSameSource(ctx, { ...before, ...source }, { id });
  }
  const settings: Settings = {
    ...source,
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(changes.description === undefined ? {} : { description: changes.description }),
    ...(changes.default_branch === undefined ? {} : { defaultBranch: changes.default_branch }),
    ...(changes.allows_forced_pushes === undefined ? {} : forcedPushes(before, changes.allows_forced_pushes)),
    ...(changes.is_public === undefined ? {} : { isPublic: changes.is_public }),
    ...(changes.branches === undefined ? {} : { indexedBranches: changes.branches }),
    ...(changes.holds_back_losses === undefined ? {} : { holdsBackLosses: changes.holds_back_losses }),
    ...(changes.sync_interval_seconds === undefined ? {} : newInterval(changes.sync_interval_seconds)),
  };
  if (changes.default_branch !== undefined) await setDefaultBranch(ctx, before, changes.default_branch);
  await apply(ctx, before, settings, changes);
  const isOther =
    source.url !== undefined ||
    source.localPath !== undefined ||
    changes.branches !== undefined ||
    changes.default_branch !== undefined;
  if (isOther && (before.kind === 'hosted' || (before.url ?? before.localPath) !== null))
    return (await requestSync(ctx, id, { trigger: 'repair' })).repo;
  return await getRepo(ctx, id);
}

function forcedPushes({ kind, org, name }: RepoRow, isAllowed: boolean): Settings {
  if (kind === 'hosted') return { allowsForcedPushes: isAllowed };
  throw new AppError('invalid', `${org}/${name} takes no pushes, so allows_forced_pushes does not fit.`);
}

/** Where it is and who sees it are for those who may do that; all else is a setting. */
function requireMayChange(ctx: Context, before: RepoRow, { org, is_public, again: _, ...settings }: RepoChanges): void {
  const subject = repoSubject(before);
  if (is_public !== undefined) requireMay(ctx, 'repo.share', subject);
  if (org !== undefined) requireMay(ctx, 'repo.delete', subject);
  if (Object.keys(settings).length > 0 || (org ?? is_public) === undefined) requireMay(ctx, 'repo.manage', subject);
}

/** What would ask for a run, or change what is pushed to, is for those that are not archived. */
function refuseArchived({ status, org, name }: RepoRow, changes: RepoChanges): void {
  const asked = (['url', 'path', 'branches', 'default_branch'] as const).find((key) => changes[key] !== undefined);
  if (status !== 'archived' || asked === undefined) return;
  throw new AppError('invalid', `${org}/${name} is archived. Take it out of the archive to change its ${asked}.`);
}

async function apply(ctx: Context, before: RepoRow, settings: Settings, changes: RepoChanges): Promise<void> {
  try {
    await ctx.db.transaction(async (tx) => {
      if (changes.org !== undefined) settings.orgId = await orgForRepo({ ...ctx, db: tx }, changes.org);
      if (Object.keys(settings).length === 0) return;
      const isIt = and(eq(repos.id, before.id), isNull(repos.deletedAt));
      const [old] = await tx.select().from(repos).where(isIt).for('update');
      if (old) refuseForeignCredential(before, old, settings);
      const [row] = await tx.update(repos).set(settings).where(isIt).returning();
      if (!old || !row) return;
      await leaveName(tx, old, row);
      const told = onlyChanges(toldOf(old), toldOf(row));
      // A new token is a change that nothing else tells.
      const isNewToken = changes.token ? { token_replaced: true } : {};
      await recordAudit(tx, ctx, {
        verb: changed(old, row),
        subject: { kind: 'repo', id: row.id, name: `${before.org}/${before.name}` },
        orgId: row.orgId,
        before: told.before,
        after: { ...told.after, ...isNewToken },
      });
    });
  } catch (error) {
    throw await nameTaken(ctx, credentialGone(error), changes.org ?? before.org, changes.name ?? before.name);
  }
}

/** What an organisation signs in with stays with it. */
function refuseForeignCredential({ org, name }: RepoRow, old: typeof repos.$inferSelect, settings: Settings): void {
  const isMoved = settings.orgId !== undefined && settings.orgId !== old.orgId;
  if (!isMoved || old.credentialId === null || settings.credentialId !== undefined) return;
  throw new AppError(
    'conflict',
    `${org}/${name} signs in with a credential of ${org}, which stays there. Take it away (credential_id: null) or give one of the other organisation, together with the move.`,
  );
}

/** By what the audit log tells of it. */
function changed(old: { orgId: string; name: string }, row: { orgId: string; name: string }) {
  if (old.orgId !== row.orgId) return 'repo.transfer';
  return old.name === row.name ? 'repo.change' : 'repo.rename';
}

/** A token is for the host it was given for: if the host changes and no new one comes, the old one goes. */
async function changedSource(
  ctx: Context,
  before: RepoRow,
  changes: RepoChanges,
): Promise<Partial<typeof repos.$inferInsert>> {
  if (changes.path !== undefined) return await changedPath(ctx, before, changes.path);
  const { url, token, credential_id, source_type } = changes;
  if ([url, token, credential_id, source_type].every((value) => value === undefined)) return {};
  const address = changes.url ?? before.url;
  if (!['mirror', 'clone'].includes(before.kind) || address === null) {
    throw new AppError(
      'invalid',
      `${before.org}/${before.name} has no source address, so neither url nor token nor credential fit.`,
    );
  }
  if (before.migration !== null && changes.url !== undefined) throw beingMoved(before.migration.url);
  const type = changes.source_type ?? (changes.url === undefined ? (before.sourceType ?? undefined) : undefined);
  const { protocol, ...remote } = await checkRemote(ctx, address, type);
  const after = { url: remote.url, protocol };
  const signIn = await signInAfter(ctx, changes, { before: before.url, after, org: changes.org ?? before.org });
  return {
    ...(changes.url === undefined ? {} : { url: remote.url, sourceKey: remote.sourceKey }),
    ...(changes.url === undefined && changes.source_type === undefined ? {} : { sourceType: remote.sourceType }),
    ...signIn,
  };
}

/** It would otherwise depend on which of the two comes last. */
export function beingMoved(url: string): AppError {
  return new AppError('conflict', `It is being moved to ${url} at this moment. Wait for that to end, then try again.`);
}

async function changedPath(ctx: Context, before: RepoRow, folder: string) {
  if (before.kind !== 'local') {
    throw new AppError('invalid', `${before.org}/${before.name} is not a local repository, so it has no path.`);
  }
  await findLocalRepository(folder, localPolicy(ctx.env));
  return { localPath: path.resolve(folder) };
}

/** Asked soon, and from then on by the new interval; never if checks are off. */
function newInterval(seconds: number | null): Settings {
  const isOff = seconds === 0;
  return {
    syncIntervalSeconds: seconds,
    nextCheckAt: isOff ? null : sql`now()`,
    ...(isOff || seconds !== null ? { checkSeconds: isOff ? null : seconds } : {}),
  };
}
