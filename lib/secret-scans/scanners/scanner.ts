// What a scanner is: it is handed files piece by piece, and says which rule fits where. Never what the secret is.
import type { Piece } from './pieces';

/** A file in a version. */
export interface ScanEntry {
  /** From the root of the commit, as `escapePath` writes it. */
  path: string;
  sha: string;
  /** For a scan of commits: the one that brought this version. */
  commit: string | null;
}

export interface RawFinding {
  entry: ScanEntry;
  /** As the scanner calls it. */
  rule: string;
  /** What the rule is about, in words. */
  title: string;
  /** 1-based; null for binary files and for rules about names. */
  line: number | null;
  fingerprint: string;
}

export interface ScanOptions {
  /** A configuration that gitleaks reads; null: its own rules. */
  config: string | null;
  /** What fingerprints are made with. */
  key: Buffer;
  /** Aborts when the scan's time is up or nobody waits for it any more. */
  signal: AbortSignal;
  /** Files that were read to their ends, with what was found in them. */
  onScanned: (entries: ScanEntry[], findings: RawFinding[]) => void;
}

export interface ScanSession {
  /** Takes a file in. Throws AppError if it cannot be read to its end, or the scanner fails. */
  add(entry: ScanEntry, pieces: AsyncIterable<Piece>): Promise<void>;
  /** Scans what was taken in and not scanned yet. Throws like `add`. */
  finish(): Promise<void>;
  /** Removes what lies on the disk. */
  close(): Promise<void>;
}

export interface Scanner {
  name: 'gitleaks' | 'secretlint';
  version: string;
  /** Differs whenever it may find other things in the same files by the same configuration. */
  key: string;
  open(options: ScanOptions): Promise<ScanSession>;
}

/** Names and titles come from configurations that anybody writes: one line, no control characters, no novels. */
export function plainWords(text: string, most: number): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}
