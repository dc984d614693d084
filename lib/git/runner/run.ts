// git in a repository of ours: fixed verbs, typed arguments.
import type { Socket } from 'node:net';
import path from 'node:path';
import { guardMirror } from '@/lib/git/mirror-dir';
import { localEnvironment, workTreeEnvironment } from './environment';
import {
  argvOf,
  begin,
  type GitCommand,
  type GitProcess,
  MAX_BOUNDED_BYTES,
  outputOf,
  outputUpTo,
  STOPPED_BY_READER,
} from './git-process';
import { checkVersion } from './git-version';
import { type GitService, serviceEnvironment } from './service-environment';

/** Commands that end quickly, with little output in ASCII. */
type BoundedVerb = 'config' | 'init' | 'update-ref' | 'pack-refs' | 'rev-list';
/** Commands whose output is a stream of bytes, or that start processes of their own. */
type StreamVerb = 'cat-file' | 'for-each-ref' | 'ls-tree' | 'log' | 'rev-list' | 'repack' | 'read-tree' | 'bundle';

export interface RunOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  input?: string | Buffer;
  /** The folder in which files are checked out; default: none are. */
  workTree?: string;
}

const LOCAL_TIMEOUT_MS = 120_000;
/** Output that is read as it comes may take as long as its reader, who has a signal; nothing takes longer than this. */
const STREAM_TIMEOUT_MS = 6 * 3_600_000;

/** Runs a bounded local command in a repository and returns its stdout. Throws AppError. */
export async function runGit(dir: string, command: GitCommand<BoundedVerb>, options: RunOptions = {}): Promise<string> {
  await guardMirror(dir);
  return bounded(dir, argvOf(command), command.verb, options);
}

/** Starts a local command in a repository with stdin and stdout open. Throws AppError if it cannot be started. */
export async function startGit(
  dir: string,
  command: GitCommand<StreamVerb>,
  options: RunOptions = {},
): Promise<GitProcess> {
  await Promise.all([guardMirror(dir), checkVersion()]);
  return start(dir, command, options);
}

async function start(dir: string, command: GitCommand<StreamVerb>, options: RunOptions): Promise<GitProcess> {
  const about = { verb: command.verb, timeoutMs: options.timeoutMs ?? STREAM_TIMEOUT_MS };
  const env = options.workTree === undefined ? localEnvironment(dir) : workTreeEnvironment(dir, options.workTree);
  const { group, done } = await begin(argvOf(command), about, { env, signal: options.signal });
  if (options.input !== undefined) group.stdin.end(options.input);
  return {
    stdin: group.stdin,
    stdout: group.stdout,
    done,
    stop: (reason = STOPPED_BY_READER) => group.stop(reason),
  };
}

/** The output of a local command, chunk by chunk. A reader that stops early ends git. Throws AppError at the end. */
export async function* streamGit(
  dir: string,
  command: GitCommand<StreamVerb>,
  options: RunOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const running = await startGit(dir, command, options);
  if (options.input === undefined) running.stdin.end();
  yield* outputOf(running);
}

/** A git that serves a repository, spoken with as the bytes come. */
export interface ServingGit {
  stdin: Socket;
  stdout: Socket;
  /** Resolves when git has ended well or was stopped without a reason, rejects with an AppError otherwise. */
  done: Promise<void>;
  stop(reason?: unknown): void;
}

/** Starts a git that answers one request of another git. Throws AppError if it cannot be started. */
export async function startGitService(
  dir: string,
  service: GitService,
  options: { signal?: AbortSignal | undefined; timeoutMs: number },
): Promise<ServingGit> {
  await Promise.all([guardMirror(dir), checkVersion()]);
  const flags = ['--stateless-rpc', ...(service.isAdvertisement ? ['--http-backend-info-refs'] : [])];
  // It looks for a repository there and nowhere above.
  if (service.name === 'upload-pack') flags.push('--strict');
  const argv = argvOf({ verb: service.name, flags, operands: [path.resolve(dir)] });
  const about = { verb: service.name, timeoutMs: options.timeoutMs };
  const env = serviceEnvironment(dir, service);
  const { group, done } = await begin(argv, about, { env, signal: options.signal });
  const { stdin, stdout } = group;
  return { stdin, stdout, done, stop: (reason = STOPPED_BY_READER) => group.stop(reason) };
}

/** Local and bounded. */
async function bounded(dir: string, argv: string[], verb: string, options: RunOptions): Promise<string> {
  const about = { verb, timeoutMs: options.timeoutMs ?? LOCAL_TIMEOUT_MS };
  const { input = '', signal } = options;
  const { group, done } = await begin(argv, about, { env: localEnvironment(dir), signal, input });
  return (await outputUpTo(MAX_BOUNDED_BYTES, group, done)).toString('utf8');
}
