// Finds the repositories in which secrets were found that nobody has been told of, and those that are rid of them.
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import type { Told } from './mark-deliveries';
import type { SecretNews } from './message/delivery-news';

interface Row extends Record<string, unknown> {
  repo_id: string;
  org: string;
  name: string;
  is_marked: boolean;
  told_at: string | null;
}

/** Marks what it returns as told. */
export async function markSecrets(tx: Pick<Context['db'], 'execute'>): Promise<Told<SecretNews>[]> {
  const rows = await tx.execute<Row>(sql`
    with found as (
      select s.repo_id, s.is_marked, s.notified_at as told_at
      from secret_settings s join repos on repos.id = s.repo_id and repos.deleted_at is null
      where s.is_marked <> (s.notified_at is not null)
      for update of s skip locked
    )
    update secret_settings s set notified_at = case when found.is_marked then now() end
    from found, repos, orgs
    where s.repo_id = found.repo_id and repos.id = found.repo_id and orgs.id = repos.org_id
    returning s.repo_id, orgs.name as org, repos.name, found.is_marked, found.told_at`);
  return rows.map((row) => ({
    kind: row.is_marked ? ('found' as const) : ('gone' as const),
    repo: { id: row.repo_id, org: row.org, name: row.name },
    since: row.told_at === null ? null : new Date(row.told_at).toISOString(),
    toldAt: row.told_at === null ? null : new Date(row.told_at),
  }));
}
