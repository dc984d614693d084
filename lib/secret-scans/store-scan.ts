// What is written down of a scan, and how it is judged: a finding that is an exception by now counts for nothing.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { type ScanStatus, secretFindings, secretScans } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { MOST_FINDINGS, markRepo, newestWhole } from './marks';
import type { RawFinding, Scanner } from './scanners/scanner';

/** Scans that are kept of a repository. */
const KEPT = 50;
const ROWS = 500;

export interface ScanInput {
  repoId: string;
  dir: string;
  commit: string;
  /** A folder of the commit; null: all of it. */
  subfolder: string | null;
  /** Null: the files of the commit. Else the commits that lead to it and that none of these reaches. */
  since: readonly string[] | null;
  /** A configuration for gitleaks within the repository; null: the usual one, if it has it. */
  configPath: string | null;
}

export interface EndedScan extends ScanInput {
  scanner: Scanner;
  key: string;
  startedAt: Date;
  result: { files: number; findings: RawFinding[] } | AppError;
}

interface Stored {
  scanId: string;
  status: ScanStatus;
}

/** The newest scan that found the same for certain, which is confirmed by now; null if there is none. */
export async function confirmEqual(db: Db, repoId: string, key: string): Promise<Stored | null> {
  const [row] = await db
    .update(secretScans)
    .set({ endedAt: sql`now()` })
    .where(
      eq(
        secretScans.id,
        sql`(select same.id from secret_scans same
          where same.repo_id = ${repoId}::uuid and same.key = ${key} and same.status <> 'failed'
          order by same.ended_at desc, same.id limit 1)`,
      ),
    )
    .returning({ scanId: secretScans.id, status: secretScans.status });
  return row ?? null;
}

export async function storeScan(ctx: Context, scan: EndedScan): Promise<Stored> {
  const { repoId, commit, subfolder, scanner, configPath, key, startedAt, result } = scan;
  const failure = result instanceof AppError ? result : null;
  const { files, findings } = result instanceof AppError ? { files: 0, findings: [] } : result;
  const status: ScanStatus = failure ? 'failed' : findings.length > 0 ? 'found' : 'clean';
  return await ctx.db.transaction(async (tx) => {
    const since = await firstFound(tx, repoId);
    const [row] = await tx
      .insert(secretScans)
      .values({
        repoId,
        commit,
        sinceCommit: scan.since?.[0] ?? null,
        scope: scan.since === null ? 'tree' : 'commits',
        subfolder,
        scanner: scanner.name,
        scannerVersion: scanner.version,
        configPath,
        key,
        status,
        error: failure?.message ?? null,
        foundCount: findings.length,
        filesScanned: files,
        startedAt,
      })
      .returning({ id: secretScans.id });
    const scanId = row?.id ?? '';
    const kept = findings.slice(0, MOST_FINDINGS).map(({ entry, fingerprint, rule, title, line }) => ({
      scanId,
      repoId,
      fingerprint,
      rule,
      title,
      path: entry.path,
      line,
      commit: entry.commit,
      foundAt: since.get(fingerprint) ?? startedAt,
    }));
    for (let at = 0; at < kept.length; at += ROWS) await tx.insert(secretFindings).values(kept.slice(at, at + ROWS));
    await tx.execute(sql`
      delete from secret_scans where repo_id = ${repoId}::uuid and id not in (
        select id from secret_scans where repo_id = ${repoId}::uuid order by ended_at desc, id limit ${KEPT})
        -- By this one the repository is marked.
        and id is distinct from (${newestWhole(repoId)})`);
    if (status !== 'failed' && scan.since === null && subfolder === null) await markRepo(tx, repoId);
    return { scanId, status };
  });
}

/** When each was first found, as far as scans are kept. */
async function firstFound(tx: Pick<Db, 'select'>, repoId: string): Promise<Map<string, Date>> {
  const rows = await tx
    .select({ fingerprint: secretFindings.fingerprint, at: sql<string>`min(${secretFindings.foundAt})` })
    .from(secretFindings)
    .where(eq(secretFindings.repoId, repoId))
    .groupBy(secretFindings.fingerprint);
  return new Map(rows.map(({ fingerprint, at }) => [fingerprint, new Date(at)]));
}
