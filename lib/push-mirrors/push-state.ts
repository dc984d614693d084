// How a push stands, in the database: begun, how far, ended, failed. Each is one update that only the push which holds the
// mirror can make.
import type { SourceType } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { AppError } from '@/lib/errors';

export interface Begun {
  mirrorId: string;
  repoId: string;
  url: string;
  key: string;
  sourceType: SourceType;
  credentialId: string | null;
  refs: string[] | null;
  prune: boolean;
  sourceUrl: string | null;
  /** It is of another organisation than the repository is by now. */
  isForeignCredential: boolean;
}

/** Progress is written at most this often. */
const EVERY_MS = 500;

/** Begins an attempt; null if the push holds no mirror, or its repository was deleted. */
export async function beginPush({ db }: Pick<Context, 'db'>, pushId: string): Promise<Begun | null> {
  const [begun] = await db.$client<Begun[]>`
    update push_mirrors m set status = 'pushing', attempts = attempts + 1, started_at = now(), next_attempt_at = null,
      progress_done = 0, progress_total = null
    from repos where repos.id = m.repo_id and m.active_push_id = ${pushId} and repos.deleted_at is null
    returning m.id as "mirrorId", m.repo_id as "repoId", m.url, m.source_key as key, m.source_type as "sourceType",
      m.credential_id as "credentialId", m.refs, m.prune, repos.url as "sourceUrl",
      exists (select 1 from credentials c where c.id = m.credential_id and c.org_id <> repos.org_id) as "isForeignCredential"`;
  return begun ?? null;
}

/** A listener for progress that writes now and then. */
export function reportPush({ db }: Pick<Context, 'db'>, pushId: string): (done: number, total: number) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    if (performance.now() - last < EVERY_MS) return;
    last = performance.now();
    db.$client`
      update push_mirrors set progress_done = ${done}, progress_total = ${total} where active_push_id = ${pushId}
    `.catch(() => {});
  };
}

const nextPush = (sql: Context['db']['$client']) => sql`now() + interval_seconds * interval '1 second'`;

/** Ends one that worked. True if another was asked for meanwhile. */
export async function endPush({ db }: Pick<Context, 'db'>, pushId: string, moved: number): Promise<boolean> {
  const [ended] = await db.$client<{ dirty: boolean }[]>`
    update push_mirrors set status = 'ok', active_push_id = null, error = null, error_kind = null, details = null,
      refs_moved = ${moved}, pushed_at = now(), ended_at = now(), next_push_at = ${nextPush(db.$client)},
      progress_done = 0, progress_total = null
    where active_push_id = ${pushId} returning dirty`;
  return ended?.dirty ?? false;
}

/** Writes down a failure; without a next attempt it is the end. True if that is so and another was asked for meanwhile. */
export async function failPush(
  { db }: Pick<Context, 'db'>,
  pushId: string,
  { failure, details, retrySeconds }: { failure: AppError; details: string | null; retrySeconds: number | null },
): Promise<boolean> {
  const sql = db.$client;
  const [ended] = await sql<{ dirty: boolean; active: string | null }[]>`
    update push_mirrors set status = 'error', error = ${failure.message}, error_kind = ${failure.kind ?? 'internal'},
      details = ${details}, progress_done = 0, progress_total = null,
      next_attempt_at = ${retrySeconds === null ? null : sql`now() + ${retrySeconds} * interval '1 second'`},
      ended_at = ${retrySeconds === null ? sql`now()` : null},
      next_push_at = ${nextPush(sql)},
      active_push_id = ${retrySeconds === null ? null : pushId}
    where active_push_id = ${pushId} returning dirty, active_push_id as active`;
  return ended !== undefined && ended.active === null && ended.dirty;
}
