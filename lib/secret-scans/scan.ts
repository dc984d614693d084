// A scan for secrets and what it found, as the API and the pages show it.
import { z } from 'zod';
import { scanScope, scanStatus, type secretExceptions, type secretFindings, type secretScans } from '@/db/schema';
import { pathInRepoSchema } from '@/lib/git/path-in-repo';

const instant = z.iso.datetime();

export const scanSchema = z
  .object({
    id: z.uuid(),
    commit: z.string(),
    since_commit: z
      .string()
      .nullable()
      .meta({ description: 'For a scan of commits: only those that this one does not reach were looked at.' }),
    scope: z.enum(scanScope.enumValues).meta({
      description: 'The files of a commit, or what the commits before it brought, also if it is gone again.',
    }),
    subfolder: z.string().nullable(),
    scanner: z.string().meta({ description: 'gitleaks or secretlint.' }),
    scanner_version: z.string(),
    config_path: z.string().nullable().meta({
      description:
        'The configuration for gitleaks that the repository brings. gitleaks obeys it, whatever it allows; secretlint does not read it.',
    }),
    status: z.enum(scanStatus.enumValues).meta({
      description:
        'clean: nothing, or nothing but exceptions. found: at least one that is no exception. failed: it could not be ' +
        'looked to the end, which is never taken for clean.',
    }),
    error: z.string().nullable(),
    found_count: z.int().nonnegative().meta({ description: 'Exceptions included.' }),
    open_count: z.int().nonnegative().meta({ description: 'Those that are no exception.' }),
    files_scanned: z.int().nonnegative().meta({ description: 'Those whose result was known already included.' }),
    started_at: instant,
    ended_at: instant,
  })
  .meta({ id: 'SecretScan' });
export type Scan = z.infer<typeof scanSchema>;

export const findingSchema = z
  .object({
    fingerprint: z.string().meta({
      description: 'The same secret, by the same rule, in the same path has the same one in every scan.',
    }),
    rule: z.string(),
    title: z.string(),
    path: z.string(),
    line: z.int().nullable().meta({ description: 'null for binary files.' }),
    commit: z.string().nullable().meta({ description: 'For a scan of commits: the one that brought it.' }),
    found_at: instant.meta({ description: 'When a scan first found it.' }),
    is_excepted: z.boolean(),
  })
  .meta({ id: 'SecretFinding', description: 'Where a secret stands. What it is is kept nowhere.' });
export type Finding = z.infer<typeof findingSchema>;

export const exceptionSchema = z
  .object({
    id: z.uuid(),
    fingerprint: z.string(),
    rule: z.string(),
    path: z.string(),
    reason: z.string(),
    created_by: z.string().nullable().meta({ description: "An account's address; null if it is gone." }),
    created_at: instant,
  })
  .meta({ id: 'SecretException' });
export type Exception = z.infer<typeof exceptionSchema>;

export const secretsSchema = z
  .object({
    scans_every_sync: z.boolean(),
    config_path: z.string().nullable(),
    is_marked: z.boolean().meta({
      description: 'The newest whole scan that worked found a secret in the default branch that is no exception.',
    }),
    is_scanning: z.boolean().meta({ description: 'A scan was asked for and has not ended.' }),
    scanner: z.object({ name: z.string(), version: z.string(), problem: z.string().nullable() }),
    scan: scanSchema.nullable().meta({ description: 'The one that was asked for, else the newest of all files.' }),
    findings: z.array(findingSchema),
    next_cursor: z.string().nullable(),
    scans: z.array(scanSchema).meta({ description: 'The newest twenty, of deliveries too.' }),
    exceptions: z.array(exceptionSchema),
    you_may: z.array(z.enum(['scan', 'manage'])).meta({
      description: 'What the caller may do beside looking: scan now; settings and exceptions.',
    }),
  })
  .meta({ id: 'Secrets' });
export type Secrets = z.infer<typeof secretsSchema>;

export const scanRequestSchema = z
  .object({ commit: z.string(), is_scanning: z.literal(true) })
  .meta({ id: 'SecretScanRequest' });
export type ScanRequest = z.infer<typeof scanRequestSchema>;

export const settingsSchema = z
  .object({ scans_every_sync: z.boolean(), config_path: z.string().nullable() })
  .meta({ id: 'SecretSettings' });
export type SecretSettings = z.infer<typeof settingsSchema>;

export const secretSettingsSchema = z.strictObject({
  scans_every_sync: z.boolean().optional(),
  config_path: pathInRepoSchema.nullable().optional(),
});
export type SecretSettingsChanges = z.infer<typeof secretSettingsSchema>;

export const newExceptionSchema = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{40}$/, 'has to be the fingerprint of a finding'),
  reason: z.string().trim().min(1, 'say why it is no secret').max(1000),
});
export type NewException = z.infer<typeof newExceptionSchema>;

export type ScanRow = typeof secretScans.$inferSelect & { openCount: number };

export function toScan(row: ScanRow): Scan {
  return {
    id: row.id,
    commit: row.commit,
    since_commit: row.sinceCommit,
    scope: row.scope,
    subfolder: row.subfolder,
    scanner: row.scanner,
    scanner_version: row.scannerVersion,
    config_path: row.configPath,
    status: row.status === 'failed' ? 'failed' : row.openCount > 0 ? 'found' : 'clean',
    error: row.error,
    found_count: row.foundCount,
    open_count: row.openCount,
    files_scanned: row.filesScanned,
    started_at: row.startedAt.toISOString(),
    ended_at: row.endedAt.toISOString(),
  };
}

export function toFinding(row: typeof secretFindings.$inferSelect & { isExcepted: boolean }): Finding {
  const { fingerprint, rule, title, path, line, commit } = row;
  return {
    fingerprint,
    rule,
    title,
    path,
    line,
    commit,
    found_at: row.foundAt.toISOString(),
    is_excepted: row.isExcepted,
  };
}

export function toException(row: typeof secretExceptions.$inferSelect & { createdByName: string | null }): Exception {
  const { id, fingerprint, rule, path, reason } = row;
  return {
    id,
    fingerprint,
    rule,
    path,
    reason,
    created_by: row.createdByName,
    created_at: row.createdAt.toISOString(),
  };
}
