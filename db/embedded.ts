// Keeps an embedded database running beside this process, and starts it again when it dies.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedProcess, type LaunchOptions, launch } from './embedded-process';
import { connectSocket, failedSocket } from './socket';

export interface Embedded {
  /** Id of the database's process; another one after a restart, 0 while there is none. */
  pid: () => number;
  /** A connected socket for postgres.js. While the database is down it waits, and then gives a socket that fails. */
  connect: () => Promise<net.Socket>;
  /** Checkpoints and ends the database's process. */
  close: () => Promise<void>;
}

/** Is told what happens to the database's process while it is kept running. */
export type OnTrouble = (message: string, details: Record<string, unknown>) => void;

export interface EmbeddedOptions {
  /** False for tests: commits then outlive the process, but not a power cut. */
  isDurable?: boolean;
  onTrouble?: OnTrouble | undefined;
}

/** Longest socket path that every system takes (108 bytes with its end on Linux, 104 on macOS), with one beside it. */
const MAX_SOCKET_PATH = 100 - '-copies'.length;
/** How long a query waits for a database that is starting again, before it fails. */
const PATIENCE_MS = 30_000;
const MAX_PAUSE_MS = 30_000;

/**
 * Starts the embedded database kept in `dataDir`/database.
 * Throws an Error with a sentence for people when the folder is in use or cannot be opened.
 */
export async function startEmbedded(
  dataDir: string,
  { isDurable = true, onTrouble = () => {} }: EmbeddedOptions = {},
): Promise<Embedded> {
  const folder = path.resolve(dataDir, 'database');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const beside = path.join(folder, 'socket');
  const isShort = Buffer.byteLength(beside) <= MAX_SOCKET_PATH;
  const socketDir = isShort ? null : mkdtempSync(path.join(os.tmpdir(), 'freshet-socket-'));
  const socketPath = socketDir ? path.join(socketDir, 'socket') : beside;
  const keeper = new Keeper({ folder, socketPath, isDurable }, onTrouble);
  await keeper.start();
  return {
    pid: () => keeper.pid(),
    connect: () => keeper.connect(),
    close: async () => {
      await keeper.close();
      if (socketDir) rmSync(socketDir, { recursive: true, force: true });
    },
  };
}

class Keeper {
  private running: EmbeddedProcess | null = null;
  private isClosing = false;
  private downSince = Number.NEGATIVE_INFINITY;
  private lastWords = '';
  private restarting: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: LaunchOptions,
    private readonly onTrouble: OnTrouble,
  ) {}

  pid(): number {
    return this.running?.pid ?? 0;
  }

  async start(): Promise<void> {
    const running = await launch(this.options);
    this.running = running;
    running.ended.then((words) => {
      this.running = null;
      this.downSince = performance.now();
      this.lastWords = words;
      if (this.isClosing) return;
      this.onTrouble('The embedded database ended; starting it again.', { words });
      this.restarting = this.restart();
    });
  }

  private async restart(): Promise<void> {
    for (let pauseMs = 250; !this.isClosing; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        await this.start();
        return;
      } catch (error) {
        this.lastWords = error instanceof Error ? error.message : String(error);
        this.onTrouble('The embedded database did not start; trying again.', { err: error, pauseMs });
      }
      await sleep(pauseMs);
    }
  }

  async connect(): Promise<net.Socket> {
    do {
      const socket = this.running && (await connectSocket(this.options.socketPath).catch(() => null));
      if (socket) return socket;
      await sleep(20);
    } while (!this.isClosing && (this.running || performance.now() - this.downSince < PATIENCE_MS));
    return failedSocket(new Error(`The embedded database does not run. ${this.lastWords}`));
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.running?.stop();
    await this.restarting;
    await this.running?.stop();
  }
}
