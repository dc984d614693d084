// Starts the embedded database in a child process and gives postgres.js its one connection.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChildMessage } from './embedded-child';

export interface Embedded {
  /** Process id of the database's process. */
  pid: () => number;
  /** Opens the one connection; waits for a database that is starting. */
  connect: () => Promise<net.Socket>;
  /** Checkpoints and ends the process. */
  close: () => Promise<void>;
}

/** Longest socket path that every system takes (108 bytes with its end on Linux, 104 on macOS). */
const MAX_SOCKET_PATH = 100;

/**
 * Starts the embedded database kept in `dataDir`/database.
 * Throws an Error with a sentence for people when the folder is in use or cannot be opened.
 */
export async function startEmbedded(dataDir: string): Promise<Embedded> {
  const folder = path.resolve(dataDir, 'database');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const inFolder = path.join(folder, 'socket');
  const socketDir =
    Buffer.byteLength(inFolder) <= MAX_SOCKET_PATH ? null : mkdtempSync(path.join(os.tmpdir(), 'freshet-'));
  const socketPath = socketDir ? path.join(socketDir, 'socket') : inFolder;
  const child = await launch(folder, socketPath);
  return {
    pid: () => child.pid ?? 0,
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = net.connect(socketPath);
        socket.once('connect', () => resolve(socket));
        socket.once('error', reject);
      }),
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        child.send('stop');
        await ended;
      }
      if (socketDir) rmSync(socketDir, { recursive: true, force: true });
    },
  };
}

function launch(folder: string, socketPath: string): Promise<ChildProcess> {
  const root = process.cwd();
  const loader = pathToFileURL(createRequire(path.join(root, 'package.json')).resolve('tsx')).href;
  const child = spawn(
    process.execPath,
    ['--import', loader, path.join(root, 'db', 'embedded-child.ts'), folder, socketPath],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  return new Promise((resolve, reject) => {
    child.once('message', (message: ChildMessage) => {
      if (message.type === 'ready') resolve(child);
      else reject(new Error(message.message));
    });
    child.once('exit', (code, signal) => {
      reject(new Error(`The embedded database ended while starting (${signal ?? `code ${code}`}).`));
    });
    child.once('error', reject);
  });
}
