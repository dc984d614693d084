// Runs queries that could take for ever: each ends at a limit, on both databases.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { isStatementTimeout } from '@/db/errors';
import { AppError } from './errors';

export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/**
 * Runs `run` in a transaction whose every statement may take `limitMs` at most.
 * Throws AppError `limit` when one took longer.
 */
export async function bounded<T>(db: Db, limitMs: number, run: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${Math.max(1, Math.round(limitMs))}`));
      return run(tx);
    });
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    throw new AppError('limit', `This took longer than ${limitMs / 1000} seconds and was stopped. Ask for less.`, {
      cause: error,
    });
  }
}
