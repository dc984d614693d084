// What the tests of scans share: secrets that are none, a PATH of a test's own, and one scan from a commit to its findings.
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { orgs, repos, secretFindings } from '@/db/schema';
import { createRepo, type FileSet, type GitRepo } from '@/e2e/servers/git/git-repo';
import type { Context } from '@/lib/context';
import { SYSTEM, world } from '@/lib/sync/testing';
import { type DeliveryScan, scanBeforeDelivery } from './scan-before-delivery';

/** Put together here, so that no scanner finds them in this file. */
export const TOKEN = ['ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('');
export const SECOND = ['ghp_', 'Zq9Yw8Xe7Vr6Ut5Ts4Ru3Qi2Po1Na0Mb9Lc8'].join('');
export const THIRD = ['ghp_', 'k3Jh5Gf7Ds9Aq1We3Rt5Yu7Io9Pl2Kj4Hg6F'].join('');
export const SECRETS = new RegExp([TOKEN, SECOND, THIRD].join('|'));
/** A line that gitleaks and secretlint both find something in. */
export const withSecret = (token = TOKEN) => `deploy_token = "${token}"\n`;

export const ctx = (): Context => world.as(SYSTEM);

const PATH = process.env.PATH ?? '';

/** Until the test ends, these folders come before (or instead of) the usual ones. */
export function setPath(folders: string[], { only = false } = {}): void {
  const before = process.env.PATH;
  process.env.PATH = [...folders, ...(only ? [] : [PATH])].join(path.delimiter);
  onTestFinished(() => {
    process.env.PATH = before ?? '';
  });
}

/** The usual folders without those that have a gitleaks. */
export async function withoutGitleaks(): Promise<string[]> {
  const { existsSync } = await import('node:fs');
  return PATH.split(path.delimiter).filter((folder) => !existsSync(path.join(folder, 'gitleaks')));
}

/** A folder with a script that is called gitleaks; `scan` is what it does when it is to scan. */
export async function fakeGitleaks(scan: string): Promise<string> {
  const folder = path.join(world.env.dataDir, `fake-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'gitleaks');
  await writeFile(file, `#!/bin/sh\nif [ "$1" = version ]; then echo 8.99.0; exit 0; fi\n${scan}\n`);
  await chmod(file, 0o755);
  return folder;
}

export interface Scanned {
  id: string;
  git: GitRepo;
  /** Scans a commit, of the branch's tip unless told, as it is done before a delivery. */
  scan: (input?: Partial<DeliveryScan>) => ReturnType<typeof scanBeforeDelivery>;
}

/** A repository with these files, not synced: scans read it where it lies. */
export async function scanned(files: FileSet): Promise<Scanned> {
  const name = randomUUID();
  const git = await createRepo(world.upstreams, `scanned/${name}`, files);
  const { db } = ctx();
  await db.insert(orgs).values({ name: 'scanned' }).onConflictDoNothing();
  const [org] = await db.select().from(orgs).where(eq(orgs.name, 'scanned'));
  const orgId = org?.id ?? '';
  const [row] = await db
    .insert(repos)
    .values({ orgId, name, url: `https://127.0.0.1/x/${name}` })
    .returning();
  const id = row?.id ?? '';
  const scan = async (input: Partial<DeliveryScan> = {}) =>
    await scanBeforeDelivery(ctx(), {
      repoId: id,
      dir: git.dir,
      commit: await git.tip(),
      subfolder: null,
      sinceCommits: null,
      configPath: null,
      ...input,
    });
  return { id, git, scan };
}

/** What a scan found: rule, path, line, and the commit if it was one of commits. */
export async function findingsOf(scanId: string) {
  const rows = await ctx().db.select().from(secretFindings);
  return rows.filter((row) => row.scanId === scanId);
}

/** Everything that the database holds of scans and the audit log, as text. */
export async function everythingKept(): Promise<string> {
  const sql = ctx().db.$client;
  const tables = ['secret_scans', 'secret_findings', 'secret_exceptions', 'secret_settings', 'audit_log'];
  const rows = await Promise.all(tables.map((table) => sql`select to_jsonb(t)::text as row from ${sql(table)} t`));
  const caches = await sql`select encode(entries, 'escape') as row from secret_scan_caches`;
  return [...rows.flat(), ...caches].map(({ row }) => row).join('\n');
}
