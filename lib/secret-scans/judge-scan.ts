// What a scan comes to by now: its findings less the exceptions, in words for those who wait for it.
import { and, asc, eq, sql } from 'drizzle-orm';
import { secretFindings, secretScans } from '@/db/schema';
import type { Context } from '@/lib/context';
import { openCount } from './marks';
import { plainWords } from './scanners/scanner';

/** Findings that are named one by one. */
const NAMED = 20;
const SHORT_ID = 10;

export interface Verdict {
  status: 'clean' | 'found' | 'failed';
  /** What was scanned by what, and what stands where. Never a secret. */
  text: string;
}

/** Judges by what is an exception now. A scan that is not there any more has failed. */
export async function judgeScan(ctx: Pick<Context, 'db'>, scanId: string): Promise<Verdict> {
  const [scan] = await ctx.db
    .select({
      status: secretScans.status,
      error: secretScans.error,
      scope: secretScans.scope,
      commit: secretScans.commit,
      files: secretScans.filesScanned,
      found: secretScans.foundCount,
      by: sql<string>`secret_scans.scanner || ' ' || secret_scans.scanner_version`,
      open: openCount,
    })
    .from(secretScans)
    .where(eq(secretScans.id, scanId));
  if (!scan || scan.status === 'failed') {
    return { status: 'failed', text: `It could not be scanned for secrets. ${scan?.error ?? 'The scan is gone.'}` };
  }
  const what = scan.scope === 'tree' ? `the files of ${short(scan.commit)}` : `the commits up to ${short(scan.commit)}`;
  const excepted = scan.found - scan.open;
  if (scan.open === 0) {
    const but = excepted > 0 ? ` but ${excepted} that ${excepted === 1 ? 'is an exception' : 'are exceptions'}` : '';
    return { status: 'clean', text: `${scan.by} found no secret${but} in ${what}.` };
  }
  const named = await ctx.db
    .select()
    .from(secretFindings)
    .where(
      and(
        eq(secretFindings.scanId, scanId),
        sql`not exists (select 1 from secret_exceptions e
          where e.repo_id = secret_findings.repo_id and e.fingerprint = secret_findings.fingerprint)`,
      ),
    )
    .orderBy(asc(secretFindings.id))
    .limit(NAMED);
  const lines = named.map(({ rule, path, line, commit }) => {
    const at = line === null ? '' : `, line ${line}`;
    return `- ${rule} in ${plainWords(path, 300)}${at}${commit === null ? '' : `, commit ${short(commit)}`}`;
  });
  const more = scan.open - named.length;
  if (more > 0) lines.push(`- and ${more} more`);
  const count = scan.open === 1 ? 'a secret' : `${scan.open} secrets`;
  return { status: 'found', text: `${scan.by} found ${count} in ${what}:\n${lines.join('\n')}` };
}

function short(commit: string): string {
  return commit.slice(0, SHORT_ID);
}
