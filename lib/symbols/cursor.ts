// Where a page of symbols ended. A cursor carries no rights, so a forged one gains nothing.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { compareKeys, keyOf } from './rank';
import type { Candidate, Place } from './symbol';

const position = z.tuple([z.array(z.union([z.int(), z.string().max(5000)])).length(13), z.string().length(12)]);

/** Cuts a page out of ordered symbols. Throws `invalid` for a cursor of other symbols, and for what is none. */
export function cutPage(
  ordered: Candidate[],
  { limit, cursor, query, name, place }: PageOptions,
): { page: Candidate[]; nextCursor: string | null } {
  const digest = createHash('sha256').update(query).digest('base64url').slice(0, 12);
  const after = cursor === undefined ? null : readCursor(cursor, digest);
  const found = after ? ordered.findIndex((symbol) => compareKeys(after, keyOf(symbol, name, place)) < 0) : 0;
  const from = found < 0 ? ordered.length : found;
  const page = ordered.slice(from, from + limit);
  const last = page.at(-1);
  if (!last || from + limit >= ordered.length) return { page, nextCursor: null };
  const next = JSON.stringify([keyOf(last, name, place), digest]);
  return { page, nextCursor: Buffer.from(next).toString('base64url') };
}

interface PageOptions {
  limit: number;
  cursor: string | undefined;
  /** Ties a cursor to what was asked for. */
  query: string;
  name: string;
  place: Place | null;
}

function readCursor(cursor: string, digest: string): (number | string)[] {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    value = undefined;
  }
  const parsed = position.safeParse(value);
  if (!parsed.success || parsed.data[1] !== digest) {
    throw new AppError('invalid', 'This cursor does not belong to this question. Start again from its first page.');
  }
  return parsed.data[0];
}
