// Starts a program in a process group of its own and ends the whole group: on abort, on a time limit, when we exit.
import type { Socket } from 'node:net';
import { AppError } from '@/lib/errors';
import { type LaunchOptions, launch } from './launch';
import type { Launched } from './order';

export interface GroupExit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Why it was ended by us, if it was. */
  stopped: unknown;
  /** The last part of what it said. */
  stderr: string;
}

export interface ProcessGroup {
  stdin: Socket;
  stdout: Socket;
  /** Resolves once the program has ended and its output is closed; if it was stopped, whoever else holds that. */
  exited: Promise<GroupExit>;
  /** Ends every process of the group; git gets a moment to remove its temporary files. The first reason counts. */
  stop(reason: unknown): void;
}

const STDERR_KEPT = 64 * 1024;
/** Enough for hours of progress; a program that says more only passes on what somebody floods it with. */
const STDERR_MOST = 32 * 1024 * 1024;
const GRACE_MS = 1500;
const live = new Set<Launched>();
let isWatchingExit = false;

/** Starts `file` with exactly `env`, the group's leader being the program itself. Throws if it cannot be started. */
export async function startGroup(
  file: string,
  args: readonly string[],
  options: LaunchOptions & {
    /** Is given what `keepStderr` returns. */
    onStderr?: ((text: string) => void) | undefined;
    /** Returns the part of it that is worth keeping; if it throws, the program is ended for that reason. */
    keepStderr?: ((text: string) => string) | undefined;
  },
): Promise<ProcessGroup> {
  watchExit();
  const launched = await launch(file, args, options);
  const { signal, stdin, stdout, stderr: words, ended } = launched;
  let stopped: unknown;
  let isOver = false;
  let lastResort: NodeJS.Timeout | undefined;
  const stop = (reason: unknown) => {
    if (isOver || stopped !== undefined) return;
    stopped = reason ?? new Error('stopped');
    signal('SIGTERM');
    lastResort = setTimeout(() => {
      signal('SIGKILL');
      // Others may hold its output that we cannot end: ssh hands it to the process that keeps the connection.
      lastResort = setTimeout(() => {
        stdout.destroy();
        words.destroy();
      }, GRACE_MS);
    }, GRACE_MS);
  };
  let stderr = '';
  const kept = (text: string) => {
    try {
      return options.keepStderr?.(text) ?? text;
    } catch (error) {
      stop(error);
      return '';
    }
  };
  let length = 0;
  words.setEncoding('utf8').on('data', (text: string) => {
    const said = kept(text);
    if (said === '') return;
    length += said.length;
    if (length > STDERR_MOST) return stop(saysTooMuch(STDERR_MOST));
    stderr = (stderr + said).slice(-STDERR_KEPT);
    options.onStderr?.(said);
  });
  const onAbort = () => stop(options.signal?.reason);
  const exited = ended.then(({ exitCode, signal: endedBy }) => {
    isOver = true;
    clearTimeout(lastResort);
    options.signal?.removeEventListener('abort', onAbort);
    live.delete(launched);
    // Ends children that outlive their leader (a transport, a pack indexer): they have nothing left to do.
    if (stopped !== undefined) signal('SIGKILL');
    return { exitCode, signal: endedBy, stopped, stderr };
  });
  live.add(launched);
  if (options.signal?.aborted) onAbort();
  else options.signal?.addEventListener('abort', onAbort, { once: true });
  return { stdin, stdout, exited, stop };
}

/** A group of its own does not get the terminal's Ctrl-C, so we end what is left when we end. */
function watchExit(): void {
  if (isWatchingExit) return;
  isWatchingExit = true;
  process.once('exit', () => {
    for (const { signal } of live) signal('SIGKILL');
  });
}

/** For what is said beside the answer: messages of the other side come that way. */
function saysTooMuch(maxBytes: number): AppError {
  return new AppError(
    'limit',
    `More than ${maxBytes} bytes of messages came instead of an answer, so it was stopped.`,
    {
      kind: 'too_large',
    },
  );
}
