// Reads the audit log, the newest first, page by page or all of it.
import { and, desc, lt } from 'drizzle-orm';
import { auditLog } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { type AuditFilter, auditCondition } from './audit-filter';
import { type AuditLogEntry, toEntry } from './entry';

const PAGE = 100;
/** Entries that an export reads at a time, and so holds in memory. */
const EXPORTED = 500;

export interface AuditPage {
  items: AuditLogEntry[];
  next_cursor: string | null;
}

/** Throws `unauthenticated`, `forbidden`, and `invalid` for a cursor that is none. */
export async function listAudit(
  ctx: Pick<Context, 'actor' | 'db'>,
  filter: AuditFilter,
  options: { limit?: number | undefined; cursor?: string | undefined } = {},
): Promise<AuditPage> {
  const limit = options.limit ?? PAGE;
  const rows = await read(ctx, filter, limit + 1, readCursor(options.cursor));
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last ? String(last.id) : null };
}

/**
 * Everything that the filter leaves, in pieces of bounded size; the next piece is read when it is asked for. Throws
 * `unauthenticated` and `forbidden` with the first piece.
 */
export async function* exportAudit(
  ctx: Pick<Context, 'actor' | 'db'>,
  filter: AuditFilter,
): AsyncGenerator<AuditLogEntry[], void> {
  for (let before: number | null = null; ; ) {
    const piece: AuditLogEntry[] = await read(ctx, filter, EXPORTED, before);
    if (piece.length > 0) yield piece;
    if (piece.length < EXPORTED) return;
    before = piece.at(-1)?.id ?? null;
  }
}

async function read(
  ctx: Pick<Context, 'actor' | 'db'>,
  filter: AuditFilter,
  limit: number,
  before: number | null,
): Promise<AuditLogEntry[]> {
  const rows = await ctx.db
    .select()
    .from(auditLog)
    .where(and(auditCondition(ctx, filter), before === null ? undefined : lt(auditLog.id, before)))
    .orderBy(desc(auditLog.id))
    .limit(limit);
  return rows.map(toEntry);
}

function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw new AppError('invalid', 'The cursor is not one that this list gave.');
  return Number(cursor);
}
