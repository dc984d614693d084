// Starts a program in a process group of its own and ends the whole group: on abort, on a time limit, when we exit.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export interface GroupExit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Why it was ended by us, if it was. */
  stopped: unknown;
  /** The last part of what it said. */
  stderr: string;
}

export interface ProcessGroup {
  child: ChildProcessWithoutNullStreams;
  /** Resolves once the program has ended and its output is closed; rejects only where it could not be started. */
  exited: Promise<GroupExit>;
  /** Ends every process of the group; git gets a moment to remove its temporary files. The first reason counts. */
  stop(reason: unknown): void;
}

const STDERR_KEPT = 64 * 1024;
const GRACE_MS = 1500;
const live = new Set<number>();
let isWatchingExit = false;

/** Starts `file` with exactly `env`, the group's leader being the program itself. */
export function startGroup(
  file: string,
  args: readonly string[],
  o: {
    env: Record<string, string>;
    cwd: string;
    signal?: AbortSignal | undefined;
    onStderr?: ((text: string) => void) | undefined;
  },
): ProcessGroup {
  watchExit();
  const child = spawn(file, args, {
    cwd: o.cwd,
    env: o.env as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let stopped: unknown;
  let isOver = false;
  let lastResort: NodeJS.Timeout | undefined;
  const stop = (reason: unknown) => {
    if (isOver || stopped !== undefined) return;
    stopped = reason ?? new Error('stopped');
    signalGroup(child.pid, 'SIGTERM');
    lastResort = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), GRACE_MS);
  };
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
    o.onStderr?.(text);
  });
  // A program that ends early closes its stdin; its exit status says why.
  child.stdin.on('error', () => {});
  const onAbort = () => stop(o.signal?.reason);
  const exited = new Promise<GroupExit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stopped, stderr }));
  }).finally(() => {
    isOver = true;
    clearTimeout(lastResort);
    o.signal?.removeEventListener('abort', onAbort);
    if (child.pid !== undefined) live.delete(child.pid);
    // Children that outlive their leader (a transport, a pack indexer) have nothing left to do.
    if (stopped !== undefined) signalGroup(child.pid, 'SIGKILL');
  });
  exited.catch(() => {});
  if (child.pid !== undefined) live.add(child.pid);
  if (o.signal?.aborted) onAbort();
  else o.signal?.addEventListener('abort', onAbort, { once: true });
  return { child, exited, stop };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** A group of its own does not get the terminal's Ctrl-C, so what is left is ended with us. */
function watchExit(): void {
  if (isWatchingExit) return;
  isWatchingExit = true;
  process.once('exit', () => {
    for (const pid of live) signalGroup(pid, 'SIGKILL');
  });
}
