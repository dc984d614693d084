// Object ids and ref names, checked before they come near git.
import { AppError } from '@/lib/errors';

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}

/** Returns a full object id (40 or 64 lower-case hex digits) or throws AppError `invalid`. */
export function objectId(text: string): string {
  if (OBJECT_ID.test(text)) return text;
  throw new AppError('invalid', 'A commit or object id must be 40 or 64 hexadecimal digits.', { kind: 'internal' });
}
