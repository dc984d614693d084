// Hands files of the object store to a scanner, in pieces, but for those that are known to hold nothing.
import { AppError } from '@/lib/errors';
import type { CatFile } from '@/lib/git/read/cat-file';
import { streamGit } from '@/lib/git/runner/run';
import type { CleanFiles } from './clean-files';
import { type Piece, piecesOf } from './scanners/pieces';
import { plainWords, type RawFinding, type ScanEntry, type Scanner } from './scanners/scanner';

/** Read as a whole; what is larger is read as a stream. */
const WHOLE_BYTES = 4 * 1024 ** 2;
/** What is larger is no source, and would take a scanner longer than anybody waits. */
const MOST_BYTES = 2 * 1024 ** 3;
/** Reads that are under way at once. */
const AHEAD = 16;

export interface FilesToScan {
  dir: string;
  cat: CatFile;
  entries: AsyncIterable<ScanEntry>;
  scanner: Scanner;
  config: string | null;
  key: Buffer;
  clean: CleanFiles;
  signal: AbortSignal;
}

/**
 * Scans all of them. Throws AppError if any cannot be read to its end, or the scanner fails: what was scanned before is in
 * `clean` all the same.
 */
export async function scanFiles(what: FilesToScan): Promise<{ files: number; findings: RawFinding[] }> {
  const findings: RawFinding[] = [];
  let files = 0;
  const session = await what.scanner.open({
    config: what.config,
    key: what.key,
    signal: what.signal,
    onScanned: (entries, found) => {
      findings.push(...found);
      const dirty = new Set(found.map(({ entry }) => entry));
      for (const entry of entries) if (!dirty.has(entry)) what.clean.add(entry);
    },
  });
  try {
    let waiting: ScanEntry[] = [];
    const take = async () => {
      const group = waiting;
      waiting = [];
      const objects = await Promise.all(group.map(({ sha }) => what.cat.read(sha, WHOLE_BYTES)));
      for (const [index, entry] of group.entries()) await session.add(entry, piecesIn(what, entry, objects[index]));
    };
    for await (const entry of what.entries) {
      what.signal.throwIfAborted();
      files++;
      if (what.clean.has(entry)) continue;
      if (waiting.push(entry) >= AHEAD) await take();
    }
    await take();
    await session.finish();
    return { files, findings: distinct(findings) };
  } finally {
    await session.close();
  }
}

function piecesIn(
  { dir, signal }: FilesToScan,
  entry: ScanEntry,
  object: Awaited<ReturnType<CatFile['read']>> | undefined,
): AsyncGenerator<Piece> {
  const name = plainWords(entry.path, 200);
  if (object?.type !== 'blob') {
    throw new AppError('internal', `The content of ${name} is missing here, so it could not be scanned for secrets.`, {
      kind: 'corrupt',
      retryable: true,
    });
  }
  if (object.content) return piecesOf([object.content]);
  if (object.sizeBytes > MOST_BYTES) {
    throw new AppError('limit', `${name} is larger than 2 GiB, and is not scanned for secrets.`, { kind: 'too_large' });
  }
  return piecesOf(streamGit(dir, { verb: 'cat-file', flags: ['blob'], operands: [entry.sha] }, { signal }));
}

/** What overlaps is found twice, and a version may have come by several ways. */
function distinct(findings: RawFinding[]): RawFinding[] {
  const seen = new Map<string, RawFinding>();
  for (const one of findings) {
    const key = `${one.fingerprint} ${one.line} ${one.entry.sha} ${one.entry.commit}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
