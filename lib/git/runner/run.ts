// The only place git is started: fixed verbs, typed arguments, an environment of our own, limits on time,
// output and memory.
import type { Socket } from 'node:net';
import path from 'node:path';
import { AppError, withDetails } from '@/lib/errors';
import type { GitCredential } from '@/lib/git/credential';
import { guardMirror } from '@/lib/git/mirror-dir';
import { openSession } from '@/lib/git/ssh/session';
import { sshHost } from '@/lib/git/ssh/ssh-options';
import { instruments } from '@/lib/instruments';
import { authoritiesFile } from '@/lib/net/authorities';
import { type ProcessGroup, startGroup } from '@/lib/process/process-group';
import { authorizationHeader } from './authorization';
import { localEnvironment, remoteEnvironment, workTreeEnvironment } from './environment';
import { LEFT_OUT } from './error-rules';
import { gitError } from './errors';
import { HttpAnswers, notGit, TRACE } from './http-answers';
import { lastWords } from './last-words';
import { memoryFor } from './memory';
import type { OddObjects } from './odd-objects';
import { assertValidated, type ValidatedRemote } from './remote-policy';
import { notStarted, stoppedError, tooMuchOutput } from './run-errors';
import { type GitService, serviceEnvironment } from './service-environment';

/** Commands that end quickly, with little output in ASCII. */
type BoundedVerb = 'config' | 'init' | 'update-ref' | 'pack-refs' | 'rev-list';
/** Commands whose output is a stream of bytes, or that start processes of their own. */
type StreamVerb = 'cat-file' | 'for-each-ref' | 'ls-tree' | 'log' | 'rev-list' | 'repack' | 'read-tree' | 'bundle';
type RemoteVerb = 'ls-remote' | 'clone' | 'fetch' | 'push';

export interface GitCommand<Verb extends string> {
  verb: Verb;
  /** Options written in our code; never input. */
  flags?: readonly string[];
  /** Names and addresses: they come after --end-of-options, so that none is taken for an option. */
  operands?: readonly string[];
  /** Paths after `--`, literal. */
  paths?: readonly string[];
}

export interface RunOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  input?: string | Buffer;
  /** The folder in which files are checked out; default: none are. */
  workTree?: string;
}

export interface RemoteRunOptions {
  /** What it signs in with. */
  credential?: GitCredential | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  onStderr?: (text: string) => void;
  /** Counts what git's safety check tolerates, and takes it out of what git says. */
  odd?: OddObjects | undefined;
  /** Told, once git has ended in whatever way, whether it spoke its own protocol with the server. */
  onEnd?: (isProven: boolean) => void;
  /** Signs in nowhere: the key that an ssh host shows is written into this known_hosts file. */
  lookInto?: string;
  /** The mirror it works in; null for none. */
  gitDir: string | null;
}

/** A running git whose output is read as it comes. */
export interface GitProcess {
  stdin: NodeJS.WritableStream;
  stdout: AsyncIterable<Buffer>;
  /** Resolves when git has ended well, rejects with an AppError otherwise. */
  done: Promise<void>;
  stop(reason?: unknown): void;
}

const LOCAL_TIMEOUT_MS = 120_000;
const MAX_BOUNDED_BYTES = 16 * 1024 * 1024;
/** Output that is read as it comes may take as long as its reader, who has a signal; nothing takes longer than this. */
const STREAM_TIMEOUT_MS = 6 * 3_600_000;
const OLDEST = [2, 37] as const;
/** For work of syncs and of other gits, which no page waits for. */
const PATIENT: ReadonlySet<string> = new Set<BoundedVerb | StreamVerb | RemoteVerb | GitService['name']>([
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
const STOPPED_BY_READER = Symbol('the reader has enough');
let version: Promise<void> | undefined;

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

async function* outputOf(running: GitProcess): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* running.stdout;
    await running.done;
  } finally {
    running.stop();
  }
}

/**
 * Runs a command that talks to a remote and returns its stdout. The address always comes from a ValidatedRemote.
 * Throws AppError, kind `not_found` if what answered did not speak git's protocol; the whole process group is ended
 * on abort, on the time limit and on too much output.
 */
export async function runRemoteGit(
  remote: ValidatedRemote,
  command: GitCommand<RemoteVerb>,
  options: RemoteRunOptions,
): Promise<Buffer> {
  const { group, done } = await beginRemote(remote, command, options);
  return await outputUpTo(MAX_BOUNDED_BYTES, group, done);
}

/** The same for a command whose output is read as it comes, chunk by chunk. A reader that stops early ends git. */
export async function* streamRemoteGit(
  remote: ValidatedRemote,
  command: GitCommand<'ls-remote' | 'push'>,
  options: RemoteRunOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const { group, done } = await beginRemote(remote, command, options);
  const { stdin, stdout } = group;
  yield* outputOf({ stdin, stdout, done, stop: (reason = STOPPED_BY_READER) => group.stop(reason) });
}

async function beginRemote(
  remote: ValidatedRemote,
  command: GitCommand<RemoteVerb>,
  options: RemoteRunOptions,
): Promise<{ group: ProcessGroup; done: Promise<void> }> {
  assertValidated(remote);
  await Promise.all([checkVersion(), options.gitDir ? guardMirror(options.gitDir) : undefined]);
  const about = {
    verb: command.verb,
    host: remote.host,
    given: options.credential?.kind ?? null,
    timeoutMs: options.timeoutMs,
    secrets: secretsOf(remote, options.credential),
  };
  const argv = argvOf({ ...command, operands: [remote.url, ...(command.operands ?? [])] });
  const { credential } = options;
  const caFile = await caFileOf(remote);
  const session = remote.protocol === 'ssh' && !options.lookInto ? await sessionFor(remote, credential) : null;
  const ssh = options.lookInto === undefined ? session : { lookInto: options.lookInto };
  const strange = new AbortController();
  const answers =
    remote.protocol === 'ssh'
      ? undefined
      : new HttpAnswers(
          (answer) => strange.abort(notGit(remote.host, answer)),
          command.verb === 'push' ? 'git-receive-pack' : 'git-upload-pack',
        );
  const keepStderr = (text: string) => {
    const said = answers?.read(text) ?? text;
    return options.odd?.read(said) ?? said;
  };
  const reportEnd = async () => {
    options.onEnd?.(answers?.isGit ?? true);
    await session?.close();
  };
  try {
    const env = remoteEnvironment(remote, options.gitDir, { credential, caFile, ssh: ssh ?? undefined });
    const { group, done } = await begin(
      argv,
      { ...about, answers },
      {
        env: answers ? { ...env, ...TRACE } : env,
        signal: options.signal ? AbortSignal.any([options.signal, strange.signal]) : strange.signal,
        onStderr: options.onStderr,
        keepStderr,
      },
    );
    group.stdin.end();
    const proven = done.then(() => {
      if (answers && !answers.isGit) throw notGit(remote.host, answers.refused);
    });
    const ended = proven.finally(reportEnd);
    ended.catch(() => {});
    return { group, done: ended };
  } catch (error) {
    await reportEnd();
    throw error;
  }
}

/** A key is good for its own credential; without one, the server's own is used. */
async function sessionFor(remote: ValidatedRemote, credential: GitCredential | undefined) {
  return await openSession({
    host: sshHost(remote),
    folder: remote.sshDir ?? '',
    hostKeys: remote.policy.hostKeys,
    privateKey: credential?.kind === 'ssh_key' ? credential.privateKey : undefined,
  });
}

/** Local and bounded. */
async function bounded(dir: string | null, argv: string[], verb: string, options: RunOptions): Promise<string> {
  const about = { verb, timeoutMs: options.timeoutMs ?? LOCAL_TIMEOUT_MS };
  const { input = '', signal } = options;
  const { group, done } = await begin(argv, about, { env: localEnvironment(dir), signal, input });
  return (await outputUpTo(MAX_BOUNDED_BYTES, group, done)).toString('utf8');
}

interface About {
  verb: string;
  host?: string;
  given?: GitCredential['kind'] | null;
  timeoutMs?: number | undefined;
  secrets?: string[];
  /** What it was answered over http. */
  answers?: HttpAnswers | undefined;
}

/** Starts git; `done` settles as git ends. Throws AppError if it cannot be started. */
async function begin(
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
async function outputUpTo(maxBytes: number, group: ProcessGroup, done: Promise<void>): Promise<Buffer> {
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

function argvOf({ verb, flags = [], operands = [], paths = [] }: GitCommand<string>): string[] {
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

/** A token or password, and that of the proxy, in the forms in which a host could echo them. */
function secretsOf(remote: ValidatedRemote, credential: GitCredential | undefined): string[] {
  if (credential?.kind === 'ssh_key') return [];
  const { proxy } = remote.policy;
  const password = proxy === undefined ? '' : new URL(proxy).password;
  const own =
    credential === undefined
      ? []
      : credential.kind === 'password'
        ? [credential.password]
        : [credential.token, ...credential.token.split(':')];
  const header =
    credential && remote.protocol !== 'ssh' ? (authorizationHeader(remote, credential).split(' ').at(-1) ?? '') : '';
  const parts = [...own, ...(password ? [decodeURIComponent(password)] : [])];
  return [header, ...parts.flatMap((part) => [part, encodeURIComponent(part)])].filter((part) => part.length > 3);
}

async function caFileOf({ policy: { authorities, dataDir } }: ValidatedRemote): Promise<string | undefined> {
  return authorities === undefined || dataDir === undefined ? undefined : await authoritiesFile(dataDir, authorities);
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

/** git before 2.37 cannot be told which address to connect to. Looked at once per process. */
function checkVersion(): Promise<void> {
  version ??= readVersion().catch((error: unknown) => {
    version = undefined;
    throw error;
  });
  return version;
}

async function readVersion(): Promise<void> {
  const text = await bounded(null, ['--version'], 'version', {});
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(text) ?? []).map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new AppError(
    'internal',
    `This machine has ${text.trim()}, and Freshet needs git ${OLDEST.join('.')} or newer. Install a newer git.`,
    { kind: 'internal' },
  );
}
