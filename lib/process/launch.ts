// Starts programs through a small process of its own. A process that starts a program is copied first, page tables and
// all, and stands still meanwhile: 20 ms for a server of 350 MB, 1 ms for a process that does nothing else (`npx tsx
// bench/spawn.ts`). A sync starts a dozen.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rm, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { signalGroup, signalProcess } from './signal-group';

/** What the launcher is told to start. */
export interface LaunchRequest {
  id: string;
  file: string;
  args: readonly string[];
  env: Record<string, string>;
  cwd: string;
  /** Whom it acts as, if that is another than the launcher. */
  uid: number | undefined;
  /** True for a program that leaves the processor to what people wait for. */
  isPatient: boolean;
  /** How much memory it, and each process that comes of it, may have; undefined for no limit. */
  memoryBytes: number | undefined;
  /**
   * For a command that gets so many bytes of input as soon as it starts, and starts no other process: it is run with
   * simple-git. Undefined for what is spoken with.
   */
  inputBytes: number | undefined;
}

/** What the launcher says: that it was started, that it could not be, that it has ended. */
export type LaunchEvent =
  | { id: string; pid: number; isAlone: boolean }
  | { id: string; failed: string }
  | { id: string; exitCode: number | null; signal: NodeJS.Signals | null };

export interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

export interface Launched {
  pid: number;
  /** Signals it and all that came of it. Does nothing once it is gone. */
  signal: (signal: NodeJS.Signals) => void;
  stdin: Socket;
  stdout: Socket;
  stderr: Socket;
  /** Resolves once the program has ended and its output is closed. */
  ended: Promise<Ended>;
}

/** A program from its order to its end. */
interface Ordered {
  /** Resolves once it has started, or could not be. */
  begun: Promise<void>;
  connect: (n: number, socket: Socket) => void;
  start: (pid: number, isAlone: boolean) => void;
  exit: (ended: Ended) => void;
  /** Nothing comes of it: it is ended where it runs, and its output with it. */
  fail: (error: Error) => void;
}

interface Launcher {
  process: ChildProcess;
  ordered: Map<string, Ordered>;
}

const ID_LENGTH = 36;
/** Three for each program that is started while this process is busy. */
const BACKLOG = 4096;
const PREFIX = 'freshet-launcher-';
/** A start takes milliseconds; one that takes so long has lost a connection. */
const START_LIMIT_MS = 60_000;
/** From the bind of a socket until somebody listens: microseconds, unless the machine is busy. */
const LISTENING_MS = 1000;
/** Paths of sockets may have 107 bytes, with some systems 103. */
const LONGEST_TEMPORARY_FOLDER = 60;

const holder = globalThis as typeof globalThis & { freshetLauncher?: Promise<Launcher> | undefined };

/** Starts the launcher ahead of its first order, while this process is still small. */
export function warmLauncher(): void {
  current().catch(() => {});
}

/** For tests: the process that everything is started by. */
export async function launcherPid(): Promise<number> {
  return (await current()).process.pid ?? 0;
}

export interface LaunchOptions {
  env: Record<string, string>;
  cwd: string;
  signal?: AbortSignal | undefined;
  isPatient?: boolean;
  /** Memory that the program, and each process that comes of it, may have; kept by Linux alone. Default: no limit. */
  memoryBytes?: number | undefined;
  /**
   * All that it reads, for a git command with arguments that starts no other process: simple-git runs it, refuses what it
   * takes for unsafe, and adds GIT_TEST_DISALLOW_ABBREVIATED_OPTIONS to `env`. Default: what is written to its stdin.
   */
  input?: string | Buffer | undefined;
}

/**
 * Starts `file` with exactly `env`, the leader of a process group of its own; with `input`, in the launcher's group. Throws
 * an Error with its code, and the signal's reason if it is aborted before the program has started.
 */
export async function launch(file: string, args: readonly string[], options: LaunchOptions): Promise<Launched> {
  const launcher = await current();
  options.signal?.throwIfAborted();
  const id = randomUUID();
  return await new Promise((resolve, reject) => {
    const ended = () => {
      launcher.ordered.delete(id);
      if (launcher.ordered.size === 0) release(launcher);
    };
    if (launcher.ordered.size === 0) hold(launcher);
    const input = options.input === undefined ? undefined : Buffer.from(options.input);
    const one = order(input, { resolve, reject, onEnd: ended });
    launcher.ordered.set(id, one);
    const late = setTimeout(() => one.fail(new Error(`${file} was not started within a minute.`)), START_LIMIT_MS);
    const onAbort = () => one.fail(options.signal?.reason);
    options.signal?.addEventListener('abort', onAbort, { once: true });
    void one.begun.then(() => {
      clearTimeout(late);
      options.signal?.removeEventListener('abort', onAbort);
    });
    const { env, cwd, isPatient = false, memoryBytes } = options;
    const uid = process.geteuid?.();
    const what: LaunchRequest = { id, file, args, env, cwd, uid, isPatient, memoryBytes, inputBytes: input?.length };
    launcher.process.send(what, (error) => error && launcher.ordered.get(id)?.fail(error));
  });
}

interface Outcome {
  resolve: (launched: Launched) => void;
  reject: (error: Error) => void;
  onEnd: () => void;
}

function order(input: Buffer | undefined, { resolve, reject, onEnd }: Outcome): Ordered {
  const streams: Socket[] = [];
  let pid: number | undefined;
  let signal: Launched['signal'] = () => {};
  let exit: (ended: Ended) => void = () => {};
  const exited = new Promise<Ended>((done) => {
    exit = done;
  });
  let settle: () => void = () => {};
  const begun = new Promise<void>((done) => {
    settle = done;
  });
  let hasBegun = false;
  // By then its process id may be another's; a group's id is not reused while the group has a member.
  let isOver = false;
  const begin = () => {
    const [stdin, stdout, stderr] = streams;
    if (pid === undefined || !stdin || !stdout || !stderr) return;
    // Nothing comes from there but its end.
    stdin.on('error', () => {}).resume();
    const ended = endOf(exited, [stdout, stderr]);
    void ended.then(onEnd);
    hasBegun = true;
    settle();
    resolve({ pid, signal, stdin, stdout, stderr, ended });
  };
  return {
    begun,
    connect: (n, socket) => {
      streams[n] = socket;
      if (n === 0 && input !== undefined) socket.end(input);
      begin();
    },
    start: (its, isAlone) => {
      pid = its;
      signal = isAlone ? (which) => isOver || signalProcess(its, which) : (which) => signalGroup(its, which);
      begin();
    },
    exit: (how) => {
      isOver = true;
      exit(how);
    },
    fail: (error) => {
      signal('SIGKILL');
      // A reader of its output gets the end of the output first, and then how it ended.
      if (hasBegun) return exit({ exitCode: null, signal: 'SIGKILL' });
      for (const stream of streams) stream?.destroy();
      onEnd();
      settle();
      reject(error);
    },
  };
}

async function endOf(exited: Promise<Ended>, outputs: Socket[]): Promise<Ended> {
  const closed = outputs.map(
    (output) => new Promise<void>((resolve) => (output.closed ? resolve() : output.once('close', () => resolve()))),
  );
  const ended = await exited;
  // Output that nobody reads must not keep it open.
  for (const output of outputs) output.resume();
  await Promise.all(closed);
  return ended;
}

function current(): Promise<Launcher> {
  holder.freshetLauncher ??= startLauncher().catch((cause: unknown) => {
    holder.freshetLauncher = undefined;
    throw new Error('The process that starts programs could not be started itself.', { cause });
  });
  return holder.freshetLauncher;
}

async function startLauncher(): Promise<Launcher> {
  const temporary = os.tmpdir().length > LONGEST_TEMPORARY_FOLDER ? '/tmp' : os.tmpdir();
  const folder = mkdtempSync(path.join(temporary, PREFIX));
  removeDead(temporary, folder);
  const socketPath = path.join(folder, 'socket');
  const ordered: Launcher['ordered'] = new Map();
  const server = createServer((socket) => void admit(socket, ordered).catch(() => socket.destroy()));
  server.listen({ path: socketPath, backlog: BACKLOG });
  await once(server, 'listening');
  server.unref();
  // Found from the working directory: bundles and test runners move the modules that call this, the sources stay.
  const script = path.join(/* turbopackIgnore: true */ process.cwd(), 'lib', 'process', 'launcher.mjs');
  const child = fork(script, [socketPath], {
    // Each start leaves garbage behind, which this lets lie for 1 MB and not for 16.
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=1'],
    // It gets no secret, and none of our options for node.
    env: { PATH: process.env.PATH, LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH, NODE_ENV: process.env.NODE_ENV },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A process group of its own, so that the terminal's Ctrl-C ends nothing that runs in it.
    detached: true,
  });
  const launcher = { process: child, ordered };
  const end = () => {
    holder.freshetLauncher = undefined;
    server.close();
    rmSync(folder, { recursive: true, force: true });
    for (const one of [...ordered.values()]) one.fail(new Error('The process that starts programs has ended.'));
  };
  child.on('message', (event: LaunchEvent) => hear(ordered.get(event.id), event));
  child.once('exit', end);
  child.on('error', () => child.kill('SIGKILL'));
  try {
    // If there is no process, there is no exit either.
    await once(child, 'spawn');
  } catch (error) {
    end();
    throw error;
  }
  release(launcher);
  return launcher;
}

/**
 * Sockets that are left if both processes were killed at once; a living one listens, at the latest a moment after its
 * bind.
 */
function removeDead(temporary: string, own: string): void {
  for (const name of readdirSync(temporary)) {
    const folder = path.join(temporary, name);
    if (!name.startsWith(PREFIX) || folder === own) continue;
    const remove = () => rm(folder, { recursive: true, force: true }, () => {});
    whereRefused(folder, () => setTimeout(() => whereRefused(folder, remove), LISTENING_MS).unref());
  }
}

function whereRefused(folder: string, then: () => void): void {
  const socket = connect(path.join(folder, 'socket'), () => socket.destroy());
  socket.unref().once('error', ({ code }: NodeJS.ErrnoException) => {
    // But not a launcher whose socket is not there yet.
    if (code === 'ECONNREFUSED') then();
  });
}

function hear(one: Ordered | undefined, event: LaunchEvent): void {
  if ('pid' in event) {
    // Nobody waits for it any more.
    if (one) one.start(event.pid, event.isAlone);
    else (event.isAlone ? signalProcess : signalGroup)(event.pid, 'SIGKILL');
  } else if ('failed' in event) one?.fail(Object.assign(new Error(event.failed), { code: event.failed }));
  else one?.exit({ exitCode: event.exitCode, signal: event.signal });
}

/** Each connection begins with the id of an order and the number of the stream that it is. */
async function admit(socket: Socket, ordered: Launcher['ordered']): Promise<void> {
  socket.on('error', () => {});
  let name: Buffer | null = null;
  for (;;) {
    name = socket.read(ID_LENGTH + 1);
    if (name !== null || socket.readableEnded || socket.destroyed) break;
    await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
  }
  const text = name?.toString('latin1') ?? '';
  const one = ordered.get(text.slice(0, ID_LENGTH));
  const n = Number(text.slice(ID_LENGTH));
  if (one && n >= 0 && n <= 2) one.connect(n, socket);
  else socket.destroy();
}

/** While something runs, the launcher keeps this process from ending, as a child of its own would. */
function hold({ process: child }: Launcher): void {
  child.ref();
  child.channel?.ref();
}

function release({ process: child }: Launcher): void {
  child.unref();
  child.channel?.unref();
}
