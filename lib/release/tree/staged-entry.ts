// A file that is staged, and how it is written down.
import type { Stats } from 'node:fs';

export interface StagedEntry {
  /** Bytes of the path below the root of what is staged. */
  path: Buffer;
  /** As git has it: 100644, 100755, or 120000 for a link. */
  mode: number;
  /** Of the blob. */
  sha: string;
  sizeBytes: number;
  /** When it was last another one, in whole seconds since 1970: what rsync compares besides the size. */
  time: number;
}

export const LINK = 120000;
export const EXECUTABLE = 100755;

/** `<mode> <blob> <bytes> <seconds>\t<path>`, to be followed by a NUL. */
export function entryRecord({ path, mode, sha, sizeBytes, time }: StagedEntry): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${sha} ${sizeBytes} ${time}\t`, 'latin1'), path]);
}

/** What was written down cannot be what we wrote: everything is to be staged anew. */
export class DamagedRecord extends Error {
  constructor() {
    super('The record of what is staged is damaged.');
    this.name = 'DamagedRecord';
  }
}

/** Throws DamagedRecord. */
export function parseEntry(record: Buffer): StagedEntry {
  const tab = record.indexOf(9);
  const found = /^(100644|100755|120000) ([0-9a-f]{40}|[0-9a-f]{64}) (\d{1,15}) (\d{1,12})$/.exec(
    record.toString('latin1', 0, Math.max(0, tab)),
  );
  if (!found || tab + 1 >= record.length) throw new DamagedRecord();
  const [, mode, sha = '', size, time] = found;
  return { path: record.subarray(tab + 1), mode: Number(mode), sha, sizeBytes: Number(size), time: Number(time) };
}

/** The permissions that a file has here, and on hosts unless a delivery says otherwise. */
export function permissionsOf(mode: number): number {
  return mode === EXECUTABLE ? 0o755 : 0o644;
}

/** True if what is on the disk is what was written down of it; its content is not looked at. */
export function isAsRecorded(found: Stats | undefined, entry: StagedEntry): boolean {
  if (found === undefined || found.size !== entry.sizeBytes || found.mtimeMs !== entry.time * 1000) return false;
  if (entry.mode === LINK) return found.isSymbolicLink();
  // Another name for the same file would be somebody else's.
  return found.isFile() && found.nlink === 1 && (found.mode & 0o7777) === permissionsOf(entry.mode);
}
