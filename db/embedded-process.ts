// One run of the embedded database's process, from its start to its end.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { ChildMessage } from './embedded-child.mjs';

export interface EmbeddedProcess {
  pid: number;
  /** Resolves with what was last said when the process is gone. */
  ended: Promise<string>;
  /** Checkpoints, then ends the process. */
  stop: () => Promise<void>;
}

export interface LaunchOptions {
  folder: string;
  socketPath: string;
  /** False for tests alone: what was committed may be lost on a power cut. */
  isDurable: boolean;
}

const LAST_WORDS = 2000;

/** Resolves once the database answers. Throws an Error with a sentence for people when it does not start. */
export async function launch(options: LaunchOptions): Promise<EmbeddedProcess> {
  // Bundled code has no path of its own: the project is where the server was started.
  const root = /* turbopackIgnore: true */ process.cwd();
  const script = path.join(root, 'db', 'embedded-child.mjs');
  const child = spawn(
    process.execPath,
    [script, options.folder, options.socketPath, options.isDurable ? 'durable' : 'quick'],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-LAST_WORDS);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => resolve(said.trim() || `It ended with ${signal ?? `code ${code}`}.`));
    child.once('error', (error) => resolve(error.message));
  });
  await ready(child, ended);
  return {
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      if (child.connected) child.send('stop', () => {});
      await ended;
    },
  };
}

function ready(child: ChildProcess, ended: Promise<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: ChildMessage) => {
      if (message.type === 'ready') resolve();
      else reject(new Error(message.message));
    });
    ended.then((words) => reject(new Error(`The embedded database did not start. ${words}`)));
  });
}
