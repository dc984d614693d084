// What is known of a repository's secrets: the newest scan or another one, what it found, and what is no secret.
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { secretExceptions, secretFindings, secretScans, secretSettings, users } from '@/db/schema';
import { may } from '@/lib/access/may';
import { repoSubject } from '@/lib/access/standing-to';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { cutPage, readCursor } from '@/lib/repos/page-cursor';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { openCount } from './marks';
import { type Secrets, toException, toFinding, toScan } from './scan';
import { whichScanner } from './scanners/choose-scanner';

const LISTED_SCANS = 20;
const MOST_EXCEPTIONS = 1000;
const PAGE = 100;
export const MOST_ON_A_PAGE = 200;
const position = z.tuple([z.number().int()]);

export interface SecretsQuery {
  /** Another scan than the newest. */
  scan?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** Throws what `visibleRepo` throws, `not_found` for a scan that it has not, `invalid` for a foreign cursor. */
export async function readSecrets(
  ctx: Pick<Context, 'actor' | 'db'>,
  repoId: string,
  query: SecretsQuery = {},
): Promise<Secrets> {
  const repo = await visibleRepo(ctx, repoId, 'repo.see-deliveries');
  // Before the scans: if none is wanted any more, what it found is among them.
  const [settings] = await ctx.db.select().from(secretSettings).where(eq(secretSettings.repoId, repo.id));
  const scans = await ctx.db
    .select(SCAN)
    .from(secretScans)
    .where(eq(secretScans.repoId, repo.id))
    .orderBy(desc(secretScans.endedAt), asc(secretScans.id))
    .limit(LISTED_SCANS);
  const scan = await chosen(ctx, repo.id, query.scan);
  const findings = scan ? await findingsOf(ctx, scan.id, query) : { items: [], nextCursor: null };
  const exceptions = await ctx.db
    .select({ row: secretExceptions, createdByName: users.email })
    .from(secretExceptions)
    .leftJoin(users, eq(users.id, secretExceptions.createdBy))
    .where(eq(secretExceptions.repoId, repo.id))
    .orderBy(desc(secretExceptions.createdAt), asc(secretExceptions.id))
    .limit(MOST_EXCEPTIONS);
  return {
    scans_every_sync: settings?.scansEverySync ?? false,
    config_path: settings?.configPath ?? null,
    is_marked: settings?.isMarked ?? false,
    is_scanning: (settings?.wantedAt ?? null) !== null,
    scanner: await whichScanner(),
    scan: scan && toScan(scan),
    findings: findings.items.map(toFinding),
    next_cursor: findings.nextCursor,
    scans: scans.map(toScan),
    you_may: YOU_MAY.filter((right) => may(ctx.actor, RIGHTS[right], repoSubject(repo))),
    exceptions: exceptions.map(({ row, createdByName }) => toException({ ...row, createdByName })),
  };
}

const YOU_MAY = ['scan', 'manage'] as const;
const RIGHTS = { scan: 'repo.deliver', manage: 'repo.manage-deliveries' } as const;

const SCAN = {
  id: secretScans.id,
  repoId: secretScans.repoId,
  commit: secretScans.commit,
  sinceCommit: secretScans.sinceCommit,
  scope: secretScans.scope,
  subfolder: secretScans.subfolder,
  scanner: secretScans.scanner,
  scannerVersion: secretScans.scannerVersion,
  configPath: secretScans.configPath,
  key: secretScans.key,
  status: secretScans.status,
  error: secretScans.error,
  foundCount: secretScans.foundCount,
  filesScanned: secretScans.filesScanned,
  startedAt: secretScans.startedAt,
  endedAt: secretScans.endedAt,
  openCount,
};

/** The one that was asked for, else the newest of all files, else the newest. */
async function chosen(ctx: Pick<Context, 'db'>, repoId: string, id: string | undefined) {
  const isAsked = id === undefined ? undefined : isId(id) ? eq(secretScans.id, id) : sql`false`;
  const [scan] = await ctx.db
    .select(SCAN)
    .from(secretScans)
    .where(and(eq(secretScans.repoId, repoId), isAsked))
    .orderBy(sql`(scope = 'tree' and subfolder is null) desc`, desc(secretScans.endedAt), asc(secretScans.id))
    .limit(1);
  if (!scan && id !== undefined) throw new AppError('not_found', 'There is no such scan. Old ones are not kept.');
  return scan ?? null;
}

async function findingsOf(ctx: Pick<Context, 'db'>, scanId: string, query: SecretsQuery) {
  const limit = Math.min(query.limit ?? PAGE, MOST_ON_A_PAGE);
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, position);
  const rows = await ctx.db
    .select({
      id: secretFindings.id,
      scanId: secretFindings.scanId,
      repoId: secretFindings.repoId,
      fingerprint: secretFindings.fingerprint,
      rule: secretFindings.rule,
      title: secretFindings.title,
      path: secretFindings.path,
      line: secretFindings.line,
      commit: secretFindings.commit,
      foundAt: secretFindings.foundAt,
      isExcepted: sql<boolean>`exists (select 1 from secret_exceptions e
        where e.repo_id = secret_findings.repo_id and e.fingerprint = secret_findings.fingerprint)`,
    })
    .from(secretFindings)
    .where(and(eq(secretFindings.scanId, scanId), after && gt(secretFindings.id, after[0])))
    .orderBy(asc(secretFindings.id))
    .limit(limit + 1);
  return cutPage(rows, limit, (row) => [row.id]);
}
