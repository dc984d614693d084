// A push mirror must not lead back to where its repository comes from, by itself or through others: each would overwrite
// what the other brought, without end.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import { remotePolicy, validateRemote } from '@/lib/git/runner/remote-policy';
import { parseRemoteUrl } from '@/lib/git/runner/remote-url';
import { sourceKey } from '@/lib/repos/source-key';

export interface Pusher {
  /** Of the repository that is pushed. */
  repoId: string;
  org: string;
  name: string;
  /** Its source; null if it has none. */
  url: string | null;
}

/** Throws AppError `invalid` (kind `policy`) if `target` is the repository's own source, in whatever spelling. */
export async function refuseOwnSource(env: Env, { url }: Pick<Pusher, 'url'>, target: ValidatedRemote): Promise<void> {
  if (url === null) return;
  if (pathOf(url) !== pathOf(target.url)) return;
  const source = parseRemoteUrl(url);
  // Another port of the same protocol is another server.
  if (source.protocol === target.protocol && source.port !== target.port) return;
  const isSameName = source.host.toLowerCase() === target.host.toLowerCase();
  // Two names of one server.
  const isSame = isSameName || (await shareAddress(env, url, target));
  if (!isSame) return;
  throw new AppError(
    'invalid',
    'This address is where the repository itself comes from: pushing there would overwrite its own source. Name another one.',
    { kind: 'policy' },
  );
}

/**
 * Throws AppError `conflict` (kind `policy`) if pushes from here to `targetKey` come back, through repositories here that
 * take from there and push on.
 */
export async function refuseCircle(
  db: Pick<Db, 'execute'>,
  env: Pick<Env, 'publicUrl'>,
  pusher: Pick<Pusher, 'repoId'>,
  targetKey: string,
): Promise<void> {
  const host = env.publicUrl === undefined ? null : new URL(env.publicUrl).hostname.toLowerCase();
  // What a repository is known by: its source, and its own address on this server.
  const rows = await db.execute<{ name: string | null }>(sql`
    with recursive places as (
      select r.id, r.source_key as key from repos r where r.deleted_at is null and r.source_key is not null
      union all
      select r.id, ${host}::text || '/' || lower(o.name || '/' || r.name) from repos r join orgs o on o.id = r.org_id
      where r.deleted_at is null and ${host}::text is not null
    ), reached (key) as (
      select ${targetKey}::text
      union
      select m.source_key from reached join places p on p.key = reached.key join push_mirrors m on m.repo_id = p.id
    )
    select o.name || '/' || r.name as name from places p join repos r on r.id = p.id join orgs o on o.id = r.org_id
    where p.id = ${pusher.repoId}::uuid and p.key in (select key from reached) limit 1`);
  if (rows.length === 0) return;
  throw new AppError(
    'conflict',
    'What is pushed there comes back here: repositories on this server take from that address and push on to where this ' +
      'one comes from. Remove one of the push mirrors in between, or name another address.',
    { kind: 'policy' },
  );
}

function pathOf(url: string): string {
  const key = sourceKey(url) ?? '';
  return key.slice(key.indexOf('/'));
}

/** One that cannot be resolved now is another one: it cannot be pushed to either. */
async function shareAddress(env: Env, url: string, target: ValidatedRemote): Promise<boolean> {
  const source = await validateRemote(url, remotePolicy(env)).catch(() => null);
  return source?.addresses.some((address) => target.addresses.includes(address)) ?? false;
}
