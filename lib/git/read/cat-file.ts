// Reads objects from the store through one long-lived `git cat-file --batch-command`, many reads in flight.
import { AppError } from '@/lib/errors';
import { objectId } from '@/lib/git/object-id';
import type { GitProcess } from '@/lib/git/runner/git-process';
import { startGit } from '@/lib/git/runner/run';

export interface GitObject {
  sha: string;
  type: string;
  sizeBytes: number;
  /** Null if the object is larger than what was asked for. */
  content: Buffer | null;
}

export interface CatFile {
  /** Null if the object does not exist or is damaged on disk. Throws AppError if git ends or the reader is closed. */
  read(sha: string, maxBytes: number): Promise<GitObject | null>;
  /** Id of a commit's root folder, however large the commit is; null if either is missing. Throws as `read`. */
  treeOf(commit: string): Promise<string | null>;
  /** Ends the process; reads in flight reject. */
  close(): Promise<void>;
}

type Answer = (header: string) => { bytes: number; take(content: Buffer): void } | null;
interface Pending {
  onHeader: Answer;
  reject(error: unknown): void;
}

const MAX_HEADER_BYTES = 4096;

/** Opens a reader on a repository. The process starts with the first read and ends with `close` or the signal. */
export function openCatFile(dir: string, options: { signal?: AbortSignal | undefined } = {}): CatFile {
  const queue: Pending[] = [];
  let process: Promise<GitProcess> | undefined;
  let failure: unknown;

  const fail = (error: unknown) => {
    failure ??= error;
    for (const pending of queue.splice(0)) pending.reject(failure);
  };
  const open = async () => {
    const started = await startGit(dir, { verb: 'cat-file', flags: ['--batch-command'] }, { signal: options.signal });
    void pump(started, queue).then(fail, fail);
    return started;
  };
  const ask = (line: string, onHeader: Answer, reject: (error: unknown) => void) => {
    if (failure !== undefined) return reject(failure);
    process ??= open();
    process.then(({ stdin }) => {
      if (failure !== undefined) return reject(failure);
      queue.push({ onHeader, reject });
      stdin.write(line);
    }, reject);
  };

  return {
    read: (sha, maxBytes) =>
      new Promise((resolve, reject) => {
        const id = objectId(sha);
        ask(
          `info ${id}\n`,
          (header) => {
            const info = parseHeader(header);
            if (!info) resolve(null);
            else if (info.sizeBytes > maxBytes) resolve({ ...info, sha: id, content: null });
            else {
              ask(
                `contents ${id}\n`,
                (again) => {
                  const found = parseHeader(again);
                  if (!found) {
                    resolve(null);
                    return null;
                  }
                  // Somebody exchanged it meanwhile: there is no room for it.
                  if (found.sizeBytes > maxBytes) throw new Error('an object is another one than it was');
                  const take = (content: Buffer) => resolve({ ...found, sha: id, content });
                  return { bytes: found.sizeBytes, take };
                },
                reject,
              );
            }
            return null;
          },
          reject,
        );
      }),
    treeOf: (commit) =>
      new Promise((resolve, reject) => {
        const onHeader = (header: string) => {
          const info = parseHeader(header);
          resolve(info?.type === 'tree' ? info.sha : null);
          return null;
        };
        ask(`info ${objectId(commit)}^{tree}\n`, onHeader, reject);
      }),
    async close() {
      fail(new AppError('internal', 'The reader of the mirror was closed.', { kind: 'internal' }));
      const started = await process?.catch(() => undefined);
      started?.stop();
      await started?.done.catch(() => {});
    },
  };
}

/** Hands answers to the queue in order; resolves with the error to give to whoever still waits when git ends. */
async function pump({ stdout, done, stop }: GitProcess, queue: Pending[]): Promise<unknown> {
  let header: Buffer[] = [];
  let body: { into: Buffer; filled: number; take(content: Buffer): void } | null = null;
  try {
    for await (const chunk of stdout) {
      let at = 0;
      while (at < chunk.length) {
        if (body) {
          // One byte more than the object: the line feed that ends it.
          const missing: number = body.into.length + 1 - body.filled;
          const part = chunk.subarray(at, at + missing);
          part.copy(body.into, body.filled);
          body.filled += part.length;
          at += part.length;
          if (part.length < missing) continue;
          body.take(body.into);
          body = null;
          continue;
        }
        const end = chunk.indexOf(10, at);
        header.push(chunk.subarray(at, end < 0 ? undefined : end));
        at = end < 0 ? chunk.length : end + 1;
        const line = Buffer.concat(header);
        if (line.length > MAX_HEADER_BYTES) throw new Error('an answer of git cat-file has no end');
        if (end < 0) continue;
        header = [];
        const content = queue.shift()?.onHeader(line.toString('utf8'));
        if (content) body = { into: Buffer.allocUnsafeSlow(content.bytes), filled: 0, take: content.take };
      }
    }
    await done;
  } catch (error) {
    stop();
    return error;
  }
  return new AppError('internal', 'git ended while objects were being read.', { kind: 'corrupt', retryable: true });
}

/** `<sha> <type> <size>`, or null for `<sha> missing`. */
function parseHeader(header: string): { sha: string; type: string; sizeBytes: number } | null {
  const [sha = '', type = '', size] = header.split(' ');
  if (type === 'missing' && size === undefined) return null;
  if (size === undefined || !/^\d+$/.test(size)) {
    throw new AppError('internal', 'The mirror on disk is damaged.', { kind: 'corrupt', cause: new Error(header) });
  }
  return { sha, type, sizeBytes: Number(size) };
}
