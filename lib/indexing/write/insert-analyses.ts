// Writes analysed files, their symbols and chunks in one transaction; a row that Postgres refuses is found and set aside.
import postgres, { type TransactionSql } from 'postgres';
import type { Context } from '@/lib/context';
import { unread } from '@/lib/indexing/analyze/analysis';
import { holdBlobOrder } from '@/lib/indexing/blob-order';
import type { AnalyzedBlob } from './analyze-group';

/**
 * Rows of one statement: powers of two, so that a connection prepares eight statements and not one for every size of
 * a batch. Many rows a statement are the quickest way in: COPY breaks PGlite, and unnest has to escape whole files.
 */
const MAX_ROWS = 128;
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
    await ctx.db.$client.begin((tx) => insert(tx, repoId, analyzed));
  } catch (error) {
    if (!(error instanceof postgres.PostgresError) || !REFUSED.test(error.code)) throw error;
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

async function insert(tx: TransactionSql, repoId: string, analyzed: AnalyzedBlob[]): Promise<void> {
  // What a crash of the database would lose here is indexed again: the step's end is committed with a flush.
  await tx`set local synchronous_commit = off`;
  await holdBlobOrder(tx, repoId);
  const ids = new Map<string, string>();
  for (let at = 0; at < analyzed.length; ) {
    const size = sizeOf(analyzed.length - at);
    const rows = analyzed.slice(at, at + size).map((blob) => toRow(repoId, blob));
    const inserted = await tx<{ id: string; sha: string; path_class: string }[]>`
      insert into blobs ${tx(rows)} on conflict do nothing returning id::text, sha, path_class`;
    for (const row of inserted) ids.set(`${row.sha} ${row.path_class}`, row.id);
    at += size;
  }
  await insertSymbols(tx, repoId, analyzed, ids);
  await insertChunks(tx, analyzed, ids);
}

function sizeOf(left: number): number {
  return Math.min(MAX_ROWS, 2 ** Math.floor(Math.log2(left)));
}

function toRow(repoId: string, { sha, pathClass, sizeBytes, analysis }: AnalyzedBlob) {
  return {
    repo_id: repoId,
    sha,
    path_class: pathClass,
    size_bytes: sizeBytes,
    language: analysis.language,
    is_binary: analysis.isBinary,
    is_generated: analysis.isGenerated,
    is_vendored: analysis.isVendored,
    is_documentation: analysis.isDocumentation,
    skipped: analysis.skipped,
    line_count: analysis.lineCount,
    content: analysis.content,
    tsv: analysis.tsv,
    more_words: analysis.moreWords,
  };
}

/** Symbols of the contents that were new. */
async function insertSymbols(
  tx: TransactionSql,
  repoId: string,
  analyzed: AnalyzedBlob[],
  ids: Map<string, string>,
): Promise<void> {
  const rows = analyzed.flatMap(({ sha, pathClass, analysis: { symbols } }) => {
    const id = ids.get(`${sha} ${pathClass}`);
    return symbols && id !== undefined ? [{ repo_id: repoId, blob_id: id, ...symbols }] : [];
  });
  for (let at = 0; at < rows.length; ) {
    const size = sizeOf(rows.length - at);
    await tx`insert into blob_symbols ${tx(rows.slice(at, at + size))}`;
    at += size;
  }
}

/** Chunks of the contents that were new; those of the others are there with them. */
async function insertChunks(tx: TransactionSql, analyzed: AnalyzedBlob[], ids: Map<string, string>): Promise<void> {
  const blobIds: string[] = [];
  const startLines: number[] = [];
  const endLines: number[] = [];
  const hashes: string[] = [];
  for (const { sha, pathClass, analysis } of analyzed) {
    const id = ids.get(`${sha} ${pathClass}`);
    if (id === undefined) continue;
    for (const { startLine, endLine, hash } of analysis.chunks) {
      blobIds.push(id);
      startLines.push(startLine);
      endLines.push(endLine);
      hashes.push(hash);
    }
  }
  if (blobIds.length === 0) return;
  await tx`
    insert into chunks (blob_id, start_line, end_line, hash)
    select * from unnest(${blobIds}::bigint[], ${startLines}::int[], ${endLines}::int[], ${hashes}::uuid[])`;
}
