// Scans what commits brought: the versions of files that they made, less what stood there before.
import { AppError } from '@/lib/errors';
import { type CommitEntry, commitEntries } from './entries';
import { type FilesToScan, scanFiles } from './scan-files';
import type { RawFinding, ScanEntry } from './scanners/scanner';

/** They are held in memory: about 100 MB. */
const MOST_VERSIONS = 300_000;

interface CommitsToScan extends Omit<FilesToScan, 'entries'> {
  commit: string;
  subfolder: string | null;
  since: readonly string[];
}

/** Each secret with the first commit that brought it. Throws like `scanFiles`. */
export async function scanCommits(what: CommitsToScan): Promise<{ files: number; findings: RawFinding[] }> {
  /** By path and version: the first commit that made it, and what it replaced in all that did. */
  const versions = new Map<string, CommitEntry>();
  for await (const entry of commitEntries(what)) {
    const id = idOf(entry);
    if (versions.has(id)) continue;
    if (versions.size >= MOST_VERSIONS) throw tooMany();
    versions.set(id, entry);
  }
  const made = await scanFiles({ ...what, entries: each(versions.values()) });
  const before = new Map<string, ScanEntry>();
  for (const { entry } of made.findings) {
    for (const sha of versions.get(idOf(entry))?.before ?? []) {
      const old = { path: entry.path, sha, commit: null };
      before.set(idOf(old), old);
    }
  }
  const there = await scanFiles({ ...what, entries: each(before.values()) });
  const stood = new Set(there.findings.map((one) => `${idOf(one.entry)} ${one.fingerprint}`));
  const brought = new Map<string, RawFinding>();
  for (const one of made.findings) {
    const old = versions.get(idOf(one.entry))?.before ?? [];
    const isOld = old.some((sha) => stood.has(`${idOf({ path: one.entry.path, sha })} ${one.fingerprint}`));
    // Once for each secret: by the commit that brought it, not by all that left it there.
    if (!isOld && !brought.has(one.fingerprint)) brought.set(one.fingerprint, one);
  }
  return { files: made.files, findings: [...brought.values()] };
}

function tooMany(): AppError {
  return new AppError(
    'limit',
    `The new commits bring more than ${MOST_VERSIONS} versions of files, which are not scanned at once. Deliver without a scan of commits first.`,
    { kind: 'too_large' },
  );
}

function idOf({ path, sha }: Pick<ScanEntry, 'path' | 'sha'>): string {
  return `${sha} ${path}`;
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
