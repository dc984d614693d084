// One ssh from its start to its end, within limits; what it says itself goes to a file of its own, apart from what the other
// side says.
import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { absent } from '@/lib/files/plain-file';
import { stoppedError } from '@/lib/git/runner/run-errors';
import { startGroup } from '@/lib/process/process-group';
import { programEnvironment } from './programs';
import { ALIAS, type SshSetup } from './ssh-config';

export interface SshExit {
  exitCode: number | null;
  stdout: Buffer;
  /** The last of what the other side said. */
  stderr: string;
  /** What ssh said itself. */
  log: string;
}

export interface SshRun {
  /** For the login shell there. */
  line: string;
  input: readonly (Buffer | string)[];
  timeoutMs: number;
  maxBytes: number;
  signal: AbortSignal | undefined;
  /** Begins a sentence: "Talking to web1". */
  what: string;
  /** What it was stopped for if more came than `maxBytes`. */
  onTooMuch: (stdout: Buffer) => AppError;
}

const LOG_KEPT = 64 * 1024;

/** Throws AppError if it could not be started, was stopped, or said too much. */
export async function runSsh(setup: SshSetup, run: SshRun): Promise<SshExit> {
  const logFile = path.join(setup.folder, `log-${randomUUID()}`);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new DOMException('time limit', 'TimeoutError')), run.timeoutMs);
  const signal = run.signal ? AbortSignal.any([run.signal, limit.signal]) : limit.signal;
  try {
    const group = await startGroup(setup.ssh, ['-F', setup.config, '-E', logFile, ALIAS, run.line], {
      env: programEnvironment(),
      cwd: '/',
      signal,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    group.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= run.maxBytes) chunks.push(chunk);
      else group.stop(run.onTooMuch(Buffer.concat(chunks)));
    });
    for (const part of run.input) group.stdin.write(part);
    group.stdin.end();
    const { exitCode, stderr, stopped } = await group.exited;
    if (stopped !== undefined) throw stoppedError(stopped, run.what, run.timeoutMs);
    return { exitCode, stdout: Buffer.concat(chunks), stderr, log: await endOf(logFile) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (signal.aborted) throw stoppedError(signal.reason, run.what, run.timeoutMs);
    throw new AppError('internal', 'ssh could not be started on this server. The details are in the server log.', {
      kind: 'internal',
      retryable: true,
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    await rm(logFile, { force: true }).catch(() => {});
  }
}

/** The last of a file that ssh writes; empty if there is none. */
export async function endOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(absent);
  if (handle === null) return '';
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - LOG_KEPT);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LOG_KEPT), 0, LOG_KEPT, from);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await handle.close();
  }
}
