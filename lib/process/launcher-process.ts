// The small process that starts programs for this one: begun with the first of them, and again when it has ended.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rm, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Ordered } from './order';
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

export interface Launcher {
  process: ChildProcess;
  ordered: Map<string, Ordered>;
}

const ID_LENGTH = 36;
/** Three for each program that is started while this process is busy. */
const BACKLOG = 4096;
const PREFIX = 'freshet-launcher-';
/** From the bind of a socket until somebody listens: microseconds, unless the machine is busy. */
const LISTENING_MS = 1000;
/** Paths of sockets may have 107 bytes, with some systems 103. */
const LONGEST_TEMPORARY_FOLDER = 60;

const holder = globalThis as typeof globalThis & { freshetLauncher?: Promise<Launcher> | undefined };

/** The one there is, or one that is started now. */
export function currentLauncher(): Promise<Launcher> {
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
export function hold({ process: child }: Launcher): void {
  child.ref();
  child.channel?.ref();
}

export function release({ process: child }: Launcher): void {
  child.unref();
  child.channel?.unref();
}
