// Recognises the refusal of a second credential under one name.
import { databaseCode } from '@/db/errors';
import { AppError } from '@/lib/errors';

const UNIQUE_VIOLATION = '23505';

/** Turns a violation of the unique name into a `conflict`; returns every other error as it is. */
export function nameInUse(error: unknown, org: string, name: string): unknown {
  if (databaseCode(error) !== UNIQUE_VIOLATION) return error;
  return new AppError('conflict', `${org} has a credential called ${name} already. Give this one another name.`, {
    cause: error,
  });
}
