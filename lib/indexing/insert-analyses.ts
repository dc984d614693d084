// Writes analysed files and their chunks in one transaction; a row that Postgres refuses is found and set aside.
import { DrizzleQueryError, sql } from 'drizzle-orm';
import postgres from 'postgres';
import type { Db } from '@/db/client';
import { blobs, chunks } from '@/db/schema';
import type { Context } from '@/lib/context';
import { unread } from './analyze';
import type { AnalyzedBlob } from './analyze-group';

/** Postgres takes 65,534 parameters a statement. */
const CHUNKS_PER_INSERT = 5000;
/** SQLSTATEs of values that Postgres cannot take: data exceptions, program limits, a literal that does not parse. */
const REFUSED = /^(22|54|42601)/;

/**
 * Inserts what is new of `analyzed`, skipping contents that are there. Marks rows that Postgres refuses as `unreadable`
 * in `analyzed`. Throws any other database error.
 */
export async function insertAnalyses(
  ctx: Pick<Context, 'db' | 'log'>,
  repoId: string,
  analyzed: AnalyzedBlob[],
): Promise<void> {
  if (analyzed.length === 0) return;
  try {
    await ctx.db.transaction((tx) => insert(tx, repoId, analyzed));
  } catch (failure) {
    const error = withoutContent(failure);
    if (!isRefusal(error)) throw error;
    const [only] = analyzed;
    if (analyzed.length === 1 && only) {
      if (only.analysis.skipped === 'unreadable') throw error;
      ctx.log.warn({ path: only.path, sha: only.sha, err: error }, 'the database refused a file: it is not searchable');
      only.analysis = unread('unreadable');
      return await insertAnalyses(ctx, repoId, [only]);
    }
    const middle = analyzed.length >> 1;
    await insertAnalyses(ctx, repoId, analyzed.slice(0, middle));
    await insertAnalyses(ctx, repoId, analyzed.slice(middle));
  }
}

async function insert(
  tx: Parameters<Parameters<Db['transaction']>[0]>[0],
  repoId: string,
  analyzed: AnalyzedBlob[],
): Promise<void> {
  // What a crash of the database would lose here is indexed again: the step's end is committed with a flush.
  await tx.execute(sql`set local synchronous_commit = off`);
  const rows = analyzed.map(({ sha, pathClass, sizeBytes, analysis: { chunks: _, ...kept } }) => ({
    repoId,
    sha,
    pathClass,
    sizeBytes,
    ...kept,
  }));
  const inserted = await tx
    .insert(blobs)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: blobs.id, sha: blobs.sha, pathClass: blobs.pathClass });
  const ids = new Map(inserted.map((row) => [`${row.sha} ${row.pathClass}`, row.id]));
  const chunkRows = analyzed.flatMap(({ sha, pathClass, analysis }) => {
    const blobId = ids.get(`${sha} ${pathClass}`);
    return blobId === undefined ? [] : analysis.chunks.map((chunk) => ({ blobId, ...chunk }));
  });
  for (let i = 0; i < chunkRows.length; i += CHUNKS_PER_INSERT) {
    await tx.insert(chunks).values(chunkRows.slice(i, i + CHUNKS_PER_INSERT));
  }
}

/** Drizzle's own error repeats every parameter, whole files here; what caused it does not. */
function withoutContent(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause ? error.cause : error;
}

function isRefusal(error: unknown): boolean {
  return error instanceof postgres.PostgresError && REFUSED.test(error.code);
}
