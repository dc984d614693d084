// A branch that a query looks at: its repository's name, the commit that is shown, how fresh that is.
import { type SQL, sql } from 'drizzle-orm';
import { may } from '@/lib/access/may';
import type { Role, Share } from '@/lib/access/roles';
import { repoSubject, standingTo } from '@/lib/access/standing-to';
import type { Actor } from '@/lib/context';
import { isStale } from '@/lib/repos/is-stale';
import { type Standing, standingOf } from '@/lib/repos/standing';
import type { SearchTransaction } from '../snapshot/snapshot';
import { NAME } from './repo-conditions';

export interface ScopedRef {
  repoId: string;
  /** `org/name` */
  repo: string;
  ref: string;
  /** What `files` shows of this branch. */
  commit: string;
  indexedAt: Date;
  /** Files of this branch. */
  files: number;
  checkedAt: Date | null;
  isStale: boolean;
  standing: Standing;
}

/** What `toRef` reads of `repos r`, `orgs o` and `indexed_refs ir`. */
export function refColumns(actor: Actor): SQL {
  const { role, share } = standingTo(actor, sql`r`);
  return sql`r.id as repo_id, ${NAME} as repo, ir.ref, ir.commit_sha, ir.indexed_at, ir.file_count, r.checked_at,
    r.added_at, r.check_seconds, r.status, r.kind, r.failing_since, r.held_back_commit,
    r.org_id, r.is_public, r.added_by, ${role} as role, ${share} as share`;
}

export function toRef(row: RefRow, actor: Actor): ScopedRef {
  const { role, share } = row;
  const asked = { id: row.repo_id, orgId: row.org_id, isPublic: row.is_public, addedBy: row.added_by, role, share };
  const checkedAt = row.checked_at === null ? null : new Date(row.checked_at);
  const indexedAt = new Date(row.indexed_at);
  const stands = {
    kind: row.kind,
    status: row.status,
    indexedAt,
    checkedAt,
    addedAt: new Date(row.added_at),
    checkSeconds: row.check_seconds,
    failingSince: row.failing_since === null ? null : new Date(row.failing_since),
    heldBackCommit: row.held_back_commit,
  };
  return {
    repoId: row.repo_id,
    repo: row.repo,
    ref: row.ref,
    commit: row.commit_sha,
    indexedAt,
    files: row.file_count,
    checkedAt,
    isStale: isStale(stands),
    standing: standingOf(stands, { mayKnowWhy: may(actor, 'repo.inspect', repoSubject(asked)) }),
  };
}

export function compareRefs(a: ScopedRef, b: ScopedRef): number {
  return a.repo < b.repo ? -1 : a.repo > b.repo ? 1 : a.ref < b.ref ? -1 : 1;
}

/** Branches that a search has read, by `refKey`: each is read once, within its snapshot. */
export type SeenRefs = Map<string, ScopedRef>;

export function seenRefs(refs: ScopedRef[]): SeenRefs {
  return new Map(refs.map((ref) => [refKey(ref), ref]));
}

/** The branches of `pairs`, by `refKey`, whatever a scope lists; others may be among them. */
export async function refsOf(
  tx: SearchTransaction,
  { seen, actor }: { seen: SeenRefs; actor: Actor },
  pairs: Iterable<{ repoId: string; ref: string }>,
): Promise<SeenRefs> {
  const missing = new Map([...pairs].filter((pair) => !seen.has(refKey(pair))).map((pair) => [refKey(pair), pair]));
  if (missing.size === 0) return seen;
  const asked = JSON.stringify([...missing.values()].map(({ repoId, ref }) => ({ repo_id: repoId, ref })));
  const rows = await tx.execute<RefRow>(sql`
    select ${refColumns(actor)}
    from jsonb_to_recordset(${asked}::jsonb) as asked (repo_id uuid, ref text)
    join indexed_refs ir on ir.repo_id = asked.repo_id and ir.ref = asked.ref
    join repos r on r.id = ir.repo_id
    join orgs o on o.id = r.org_id`);
  for (const row of rows) {
    const ref = toRef(row, actor);
    seen.set(refKey(ref), ref);
  }
  return seen;
}

export function refKey({ repoId, ref }: { repoId: string; ref: string }): string {
  return `${repoId} ${ref}`;
}

/** So many branches are read whole if their names are wanted: a page shows most of them. */
const MAX_READ_WHOLE = 64;

/** The names (`org/name`) of the repositories of `pairs`, by their ids. */
export async function repoNames(
  tx: SearchTransaction,
  scope: { seen: SeenRefs; actor: Actor },
  pairs: { repoId: string; ref: string }[],
): Promise<Map<string, string>> {
  const names = new Map([...scope.seen.values()].map((ref) => [ref.repoId, ref.repo]));
  const unknown = pairs.filter(({ repoId }) => !names.has(repoId));
  if (unknown.length === 0) return names;
  const keys = new Set(unknown.map(refKey));
  if (keys.size <= MAX_READ_WHOLE) {
    const refs = await refsOf(tx, scope, unknown);
    for (const { repoId, repo } of refs.values()) names.set(repoId, repo);
    return names;
  }
  const rows = await tx.execute<{ id: string; repo: string }>(sql`
    select r.id, ${NAME} as repo from repos r join orgs o on o.id = r.org_id
    where ${isOneOf(sql`r.id`, [...new Set(unknown.map(({ repoId }) => repoId))])}`);
  for (const { id, repo } of rows) names.set(id, repo);
  return names;
}

export interface RefRow extends Record<string, unknown> {
  repo_id: string;
  repo: string;
  ref: string;
  commit_sha: string;
  indexed_at: string;
  file_count: number;
  checked_at: string | null;
  added_at: string;
  check_seconds: number | null;
  status: string;
  kind: string;
  failing_since: string | null;
  held_back_commit: string | null;
  org_id: string;
  is_public: boolean;
  added_by: string | null;
  role: Role | null;
  share: Share | null;
}

/** `ids` are UUIDs from the database: nothing in them needs quoting inside an array literal. */
export function isOneOf(column: SQL, ids: string[]): SQL {
  return ids.length === 1 ? sql`${column} = ${ids[0]}::uuid` : sql`${column} = any(${`{${ids.join(',')}}`}::uuid[])`;
}
