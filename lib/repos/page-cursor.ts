// Cursors for paging: what the last row was ordered by, as text that callers hand back unread.
import { z } from 'zod';
import { AppError } from '@/lib/errors';

/** Most rows that one page may hold. */
export const MAX_PAGE = 200;

/** Text in a position: the database refuses NUL, so it must not get that far. */
export const cursorText = z
  .string()
  .max(1000)
  .refine((text) => !text.includes('\0'));

/** Packs a position into a cursor. */
export function writeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Unpacks a cursor. Throws `invalid` for one that this server did not make. */
export function readCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    position = undefined;
  }
  const parsed = schema.safeParse(position);
  if (!parsed.success) throw new AppError('invalid', 'The cursor is not one that this server gave out.');
  return parsed.data;
}

/** Cuts off the one extra row that was asked for, and makes the cursor of the last row left. */
export function cutPage<T>(rows: T[], limit: number, position: (row: T) => unknown) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor(position(last)) : null };
}
