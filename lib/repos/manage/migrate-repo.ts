// Moves a repository to another source: what is served stays until what is there has been read and is found to be meant.
import { randomUUID } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { type RepoStatus, repoMigrations } from '@/db/schema';
import { insertAudit } from '@/lib/audit/insert-audit';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { getRepo } from '@/lib/repos/get-repo';
import type { Repo, RepoRow } from '@/lib/repos/repo';
import { checkRemote, sourceTypeSchema } from '@/lib/repos/source/check-remote';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type EndedRun, endedColumns, logRunEnd } from '@/lib/sync/log-run-end';
import { requestSync } from '@/lib/sync/request/request-sync';
import { tidyBeside } from '@/lib/sync/run/migration';
import { isBusy, OPEN_SQL } from '@/lib/sync/state';
import { credentialId, repoToken } from './repo-settings';
import { refuseSameSource } from './same-source';
import { type SignIn, signInAfter } from './sign-in-after';
import { beingMoved } from './update-repo';

export const migrateRepoSchema = z
  .strictObject({
    source_url: z
      .string()
      .min(1)
      .max(2048)
      .meta({ description: 'Where it is from now on, as url of a new repository.' }),
    source_type: sourceTypeSchema.optional(),
    token: repoToken.nullable().optional().meta({
      description: 'For the other source. Default: the stored one if the host is the same, else none.',
    }),
    credential_id: credentialId.nullable().optional().meta({
      description: 'A stored credential of its organisation, in place of a token. Default: as for the token.',
    }),
    force: z
      .boolean()
      .optional()
      .meta({
        description:
          'Clone anew beside what is served and put it in its place once it is ready, whatever its history is. Without ' +
          'it, a source that has no commit in common with what is here is refused.',
      }),
    again: z.boolean().optional().meta({ description: 'Take the source although another repository here has it.' }),
  })
  .meta({ id: 'MigrateRepo' });
export type MigrateRepo = z.infer<typeof migrateRepoSchema>;

export interface Migrating {
  repo: Repo;
  /** The run that does it; null while another one has to end first. */
  runId: string | null;
}

/**
 * Starts a run that moves the repository, or has one follow the run under way. If it fails for good, the repository goes
 * on following what it followed. Throws `unauthenticated`, `forbidden`, `not_found`, `conflict` (it is being moved
 * already, or the source is here already) and `invalid`.
 */
export async function migrateRepo(ctx: Context, id: string, input: MigrateRepo): Promise<Migrating> {
  requireWriter(ctx);
  const before = await visibleRepo(ctx, id, 'repo.manage');
  refuseImmovable(before);
  const { protocol, ...remote } = await checkRemote(ctx, input.source_url, input.source_type);
  const after = { url: remote.url, protocol };
  const signIn = await signInAfter(ctx, input, { before: before.url, after, org: before.org });
  if (!input.again) await refuseSameSource(ctx, remote, { id });
  const wanted = { ...remote, isForced: input.force ?? false };
  const migrationId = await write(ctx, before, { ...wanted, signIn });
  try {
    const { runId } = await requestSync(ctx, id, { trigger: 'repair' });
    const [carried] = await ctx.db.$client<{ is_waiting: boolean }[]>`
      select run_id is null and s.stage is not null as is_waiting
      from repo_migrations join sync_runs s on s.id = ${runId} where repo_migrations.id = ${migrationId}`;
    // Of a run under way that has its fetch behind it, the next one does it.
    return { repo: await getRepo(ctx, id), runId: carried?.is_waiting ? null : runId };
  } catch (error) {
    await ctx.db.delete(repoMigrations).where(and(eq(repoMigrations.id, migrationId), isNull(repoMigrations.runId)));
    throw error;
  }
}

function refuseImmovable(repo: RepoRow): void {
  const name = `${repo.org}/${repo.name}`;
  if (repo.kind === 'local') {
    throw new AppError('invalid', `${name} is a folder on this server: change its path instead of moving it.`);
  }
  if (repo.url === null) {
    throw new AppError('invalid', `${name} is hosted here and follows no source, so there is none to move it to.`);
  }
  if (repo.status === 'archived') {
    throw new AppError('invalid', `${name} is archived. Take it out of the archive to move it.`);
  }
}

interface Held {
  status: RepoStatus;
  active_run_id: string | null;
  token_ciphertext: Buffer | null;
  credential_id: string | null;
}

interface Wanted extends Pick<typeof repoMigrations.$inferInsert, 'url' | 'sourceKey' | 'sourceType' | 'isForced'> {
  /** What changes of what is stored. */
  signIn: SignIn;
}

/**
 * Writes down what is wanted, in place of a move that has not begun or waits for its next attempt. Returns its id. From
 * then on the next run does it: after a crash a sweep starts that run.
 */
async function write(ctx: Context, before: RepoRow, { signIn, ...wanted }: Wanted): Promise<string> {
  const { id } = before;
  const migrationId = randomUUID();
  const { ended, replaced } = await ctx.db.$client.begin(async (tx) => {
    const [repo] = await tx<Held[]>`
      select status, active_run_id, token_ciphertext, credential_id from repos where id = ${id} and deleted_at is null for update`;
    if (!repo) throw new AppError('not_found', 'There is no such repository.');
    const [pending] = await tx<{ id: string; url: string; run_id: string | null }[]>`
      select id, url, run_id from repo_migrations where repo_id = ${id}`;
    const waiting = pending?.run_id != null && pending.run_id === repo.active_run_id ? pending.run_id : null;
    if (pending && waiting && isBusy(repo.status)) throw beingMoved(pending.url);
    const values = {
      id: migrationId,
      repo_id: id,
      url: wanted.url,
      source_key: wanted.sourceKey ?? null,
      source_type: wanted.sourceType,
      is_forced: wanted.isForced,
      token_ciphertext: signIn.tokenCiphertext === undefined ? repo.token_ciphertext : signIn.tokenCiphertext,
      credential_id: signIn.credentialId === undefined ? repo.credential_id : signIn.credentialId,
    };
    await tx`delete from repo_migrations where repo_id = ${id}`;
    await tx`insert into repo_migrations ${tx(values)}`;
    await tx`
      update repos set dirty = true, dirty_since = coalesce(dirty_since, now()), dirty_at = now(),
        active_run_id = case when active_run_id = ${waiting}::uuid then null else active_run_id end
      where id = ${id}`;
    const told = insertAudit(tx, ctx, {
      verb: 'repo.migrate',
      subject: { kind: 'repo', id, name: `${before.org}/${before.name}` },
      before: { url: before.url, source_type: before.sourceType },
      after: { url: wanted.url, source_type: wanted.sourceType, force: wanted.isForced },
    });
    await tx`with target as (select org_id from repos where id = ${id}) ${told} from target`;
    const [run] = await tx<EndedRun[]>`
      update sync_runs set status = 'cancelled', ended_at = now()
      where id = ${waiting}::uuid and status in ${tx.unsafe(OPEN_SQL)} returning ${endedColumns(tx)}`;
    return { ended: run, replaced: pending?.id };
  });
  if (replaced !== undefined) await tidyBeside(ctx, id, replaced);
  if (ended) logRunEnd(ctx.log, ended, { reason: 'its repository is to be moved elsewhere' });
  return migrationId;
}
