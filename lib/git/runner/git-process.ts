// The only place git is started: an environment of our own, limits on time, output and memory.
import { AppError, withDetails } from '@/lib/errors';
import type { GitCredential } from '@/lib/git/credential';
import { instruments } from '@/lib/instruments';
import { type ProcessGroup, startGroup } from '@/lib/process/process-group';
import { LEFT_OUT } from './error-rules';
import { gitError } from './errors';
import type { HttpAnswers } from './http-answers';
import { lastWords } from './last-words';
import { memoryFor } from './memory';
import { notStarted, stoppedError, tooMuchOutput } from './run-errors';

export interface GitCommand<Verb extends string> {
  verb: Verb;
  /** Options written in our code; never input. */
  flags?: readonly string[];
  /** Names and addresses: they come after --end-of-options, so that none is taken for an option. */
  operands?: readonly string[];
  /** Paths after `--`, literal. */
  paths?: readonly string[];
}

/** A running git whose output is read as it comes. */
export interface GitProcess {
  stdin: NodeJS.WritableStream;
  stdout: AsyncIterable<Buffer>;
  /** Resolves when git has ended well, rejects with an AppError otherwise. */
  done: Promise<void>;
  stop(reason?: unknown): void;
}

/** What a reader stops git with that has enough: no error. */
export const STOPPED_BY_READER = Symbol('the reader has enough');
/** What a command may answer that is read as a whole. */
export const MAX_BOUNDED_BYTES = 16 * 1024 * 1024;
/** For work of syncs and of other gits, which no page waits for. */
const PATIENT: ReadonlySet<string> = new Set([
  'clone',
  'fetch',
  'push',
  'ls-remote',
  'for-each-ref',
  'update-ref',
  'pack-refs',
  'repack',
  'read-tree',
  'bundle',
  'upload-pack',
  'receive-pack',
]);

/** What git is told to be, in errors and counts. */
export interface About {
  verb: string;
  host?: string;
  given?: GitCredential['kind'] | null;
  timeoutMs?: number | undefined;
  secrets?: string[];
  /** What it was answered over http. */
  answers?: HttpAnswers | undefined;
}

/** Starts git; `done` settles as git ends. Throws AppError if it cannot be started. */
export async function begin(
  argv: readonly string[],
  about: About,
  options: {
    env: Record<string, string>;
    signal?: AbortSignal | undefined;
    /** All that it reads: simple-git runs it. */
    input?: string | Buffer;
    onStderr?: ((text: string) => void) | undefined;
    keepStderr?: ((text: string) => string) | undefined;
  },
): Promise<{ group: ProcessGroup; done: Promise<void> }> {
  const limits = limitsOf(options.signal, about.timeoutMs);
  let group: ProcessGroup;
  try {
    group = await startGroup('git', argv, {
      ...options,
      cwd: '/',
      signal: limits.signal,
      isPatient: PATIENT.has(about.verb),
      memoryBytes: memoryFor(about.verb),
    });
  } catch (error) {
    limits.clear();
    if (limits.signal?.aborted) throw stoppedError(limits.signal.reason, whatIs(about), about.timeoutMs ?? 0);
    throw notStarted(error);
  }
  instruments().gitStarted.inc({ verb: about.verb });
  const done = settle(group, about).finally(limits.clear);
  done.catch(() => {});
  return { group, done };
}

/** All of its output, once it has ended. Throws AppError, also if there is more. */
export async function outputUpTo(maxBytes: number, group: ProcessGroup, done: Promise<void>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  group.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else group.stop(tooMuchOutput(maxBytes));
  });
  await done;
  return Buffer.concat(chunks);
}

/** The arguments that git gets. Throws AppError for a NUL, which would end one of them early. */
export function argvOf({ verb, flags = [], operands = [], paths = [] }: GitCommand<string>): string[] {
  const argv = [verb, ...flags];
  if (operands.length > 0) argv.push('--end-of-options', ...operands);
  if (paths.length > 0) argv.push('--', ...paths);
  if (argv.some((part) => part.includes('\0'))) {
    throw new AppError('invalid', 'A name contains a NUL byte.', { kind: 'internal' });
  }
  return argv;
}

async function settle(group: ProcessGroup, about: About): Promise<void> {
  const exit = await group.exited;
  if (exit.stopped === STOPPED_BY_READER) return;
  const words = exit.stderr + (about.answers?.unfinished ?? '');
  if (exit.stopped !== undefined) {
    const error = stoppedError(exit.stopped, whatIs(about), about.timeoutMs ?? 0);
    throw about.host === undefined ? error : withDetails(error, lastWords(words, about.secrets));
  }
  if (exit.exitCode === 0 && !(about.host !== undefined && LEFT_OUT.test(words))) return;
  instruments().gitFailed.inc({ verb: about.verb });
  const stderr = (about.secrets ?? []).reduce((text, secret) => text.replaceAll(secret, '[redacted]'), words);
  throw gitError({
    ...about,
    ...exit,
    stderr,
    answer: about.answers?.refused ?? null,
  });
}

function whatIs({ host, verb }: About): string {
  return host ? `${verb === 'push' ? 'Pushing to' : 'Fetching from'} ${host}` : 'git';
}

/** The output as it comes; a reader that stops early ends git. Throws AppError at the end. */
export async function* outputOf(running: GitProcess): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* running.stdout;
    await running.done;
  } finally {
    running.stop();
  }
}

function limitsOf(signal: AbortSignal | undefined, timeoutMs: number | undefined) {
  if (timeoutMs === undefined) return { signal, clear: () => {} };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException('time limit', 'TimeoutError')), timeoutMs);
  return {
    signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
    clear: () => clearTimeout(timer),
  };
}
