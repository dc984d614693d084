// Refuses a second target under one name or at one place, and one within the place of another.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { databaseCode } from '@/db/errors';
import { AppError } from '@/lib/errors';
import type { HostPlace } from '@/lib/ssh/host-place';

const UNIQUE_VIOLATION = '23505';

/** Turns a violation of a unique index into a `conflict`; returns every other error as it is. */
export function placeInUse(error: unknown, org: string): unknown {
  if (databaseCode(error) !== UNIQUE_VIOLATION) return error;
  const isPlace = constraintOf(error) === 'targets_place_key';
  return new AppError(
    'conflict',
    isPlace
      ? 'There is a target at this path of this host already: two would take each other’s releases away. Give this one another path.'
      : `${org} has a target of this name already. Give this one another name.`,
    { cause: error },
  );
}

/**
 * Throws `conflict` if the path lies below that of another target of the same host, or among its releases, or around it: what
 * the outer one is delivered would take away what the inner one has. `id`: of the target itself, if it is there already.
 */
export async function requireOwnPlace(
  tx: Pick<Db, 'execute'>,
  { host, port, path }: Pick<HostPlace, 'host' | 'port'> & { path: string },
  id: string | null,
): Promise<void> {
  const [other] = await tx.execute(sql`
    select 1 from targets t
    where lower(t.host) = lower(${host}::text) and t.port = ${port}::int and t.id is distinct from ${id}::uuid and (
      starts_with(${path}::text, t.path || '/') or starts_with(t.path, ${path}::text || '/')
      or starts_with(${path}::text || '/', t.path || '.releases/')
      or starts_with(t.path || '/', ${path}::text || '.releases/'))
    limit 1`);
  if (!other) return;
  throw new AppError(
    'conflict',
    'This path lies within that of another target of this host, or around it: what the outer one is delivered would take away what the inner one has. Give this one a path beside it.',
  );
}

function constraintOf(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    for (const field of ['constraint_name', 'constraint'] as const) {
      const name = (at as unknown as Record<string, unknown>)[field];
      if (typeof name === 'string') return name;
    }
  }
  return null;
}
