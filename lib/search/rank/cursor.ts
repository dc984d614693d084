// Where a page ended: the last result's score and name. A cursor carries no rights, so a forged one gains nothing.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { compareRanked, type Ranked } from './rank';

const position = z.tuple([
  z.number().int(),
  z.string().max(300),
  z.string().max(5000),
  z.string().max(1000),
  z.string().length(12),
]);

type Position = Pick<Ranked, 'score' | 'repo' | 'path' | 'ref'>;

/** The cursor after `last`. `query` ties it to what was searched. */
export function writeCursor(last: Position, query: string): string {
  return Buffer.from(JSON.stringify([last.score, last.repo, last.path, last.ref, digest(query)])).toString('base64url');
}

/** Throws `invalid` for text that is no cursor and for the cursor of another query. */
export function readCursor(cursor: string, query: string): Position {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    value = undefined;
  }
  const parsed = position.safeParse(value);
  if (!parsed.success || parsed.data[4] !== digest(query)) {
    throw new AppError('invalid', 'This cursor does not belong to this search. Start again from its first page.');
  }
  const [score, repo, path, ref] = parsed.data;
  return { score, repo, path, ref };
}

/**
 * Cuts a page out of ordered results. It begins after the cursor's position whether or not that result is still there,
 * so a publish between two pages repeats nothing that kept its score.
 */
export function cutPage<T extends Ranked>(ordered: T[], limit: number, cursor: string | undefined, query: string) {
  const after = cursor === undefined ? null : readCursor(cursor, query);
  const from = after ? ordered.findIndex((result) => compareRanked(after, result) < 0) : 0;
  const page = from < 0 ? [] : ordered.slice(from, from + limit);
  const last = page.at(-1);
  const hasMore = from >= 0 && from + limit < ordered.length;
  return { page, nextCursor: hasMore && last ? writeCursor(last, query) : null };
}

function digest(query: string): string {
  return createHash('sha256').update(query).digest('base64url').slice(0, 12);
}
