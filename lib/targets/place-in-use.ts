// Recognises the refusal of a second target under one name or at one place.
import { databaseCode } from '@/db/errors';
import { AppError } from '@/lib/errors';

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

function constraintOf(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    for (const field of ['constraint_name', 'constraint'] as const) {
      const name = (at as unknown as Record<string, unknown>)[field];
      if (typeof name === 'string') return name;
    }
  }
  return null;
}
