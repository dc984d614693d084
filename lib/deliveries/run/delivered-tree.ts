// What a run delivers: its repository as it lies here, and the rules that its tree is sent by.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import type { DeliveryTrigger } from '@/db/schema';
import { openRuns } from './run-lock';

/** A run under way, with what its delivery and its repository say. */
export interface RunPlan extends Record<string, unknown> {
  runId: string;
  deliveryId: string;
  repoId: string;
  orgId: string;
  /** org/name */
  name: string;
  kind: string;
  localPath: string | null;
  defaultBranch: string | null;
  headCommit: string | null;
  trigger: DeliveryTrigger;
  force: boolean;
  ref: string | null;
  commit: string | null;
  digest: string | null;
  subfolder: string | null;
  excludes: string[];
  excludeDotGit: boolean;
  deletes: boolean;
  owner: string | null;
  modes: string | null;
  hook: string | null;
  blocksOnSecrets: boolean;
  scansCommits: boolean;
  secretConfigPath: string | null;
}

/** Null if it has ended, or it or its repository is gone. */
export async function readPlan({ db }: { db: Pick<Db, 'execute'> }, runId: string): Promise<RunPlan | null> {
  const [plan] = await db.execute<RunPlan>(sql`
    select r.id as "runId", d.id as "deliveryId", repos.id as "repoId", repos.org_id as "orgId",
      o.name || '/' || repos.name as name, repos.kind, repos.local_path as "localPath",
      repos.default_branch as "defaultBranch", repos.head_commit as "headCommit", r.trigger, r.force, r.ref, r.commit,
      r.digest, d.subfolder, d.excludes, d.exclude_dot_git as "excludeDotGit", d.deletes, d.owner, d.modes, d.hook,
      d.block_on_secrets as "blocksOnSecrets", d.scans_commits as "scansCommits",
      d.secret_config_path as "secretConfigPath"
    from delivery_runs r join deliveries d on d.id = r.delivery_id join repos on repos.id = d.repo_id
    join orgs o on o.id = repos.org_id
    where r.id = ${runId}::uuid and r.status in ${openRuns} and repos.deleted_at is null`);
  return plan ?? null;
}
