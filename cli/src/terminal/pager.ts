// Long answers on a terminal go through a pager, as git's do.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';

let running: ChildProcess | undefined;

export interface Output {
  /** Resolves when there is room for more; false once nobody reads any more. */
  write(text: string | Uint8Array): Promise<boolean>;
  /** Resolves when all is read. */
  end(): Promise<void>;
}

/** The pager, if standard output is a terminal and one is there; else standard output. */
export function openOutput(options: { pager: boolean }): Output {
  const command = options.pager && process.stdout.isTTY ? pagerCommand() : null;
  if (!command) return to(process.stdout, async () => {});
  const child = spawn('sh', ['-c', command], {
    stdio: ['pipe', 'inherit', 'inherit'],
    // As git does: stay on the screen, show colours, end at once if all of it fits.
    env: { ...process.env, LESS: process.env.LESS ?? 'FRX', LV: process.env.LV ?? '-c' },
  });
  running = child;
  const ended = once(child, 'close').finally(() => {
    running = undefined;
  });
  return to(child.stdin, async () => {
    child.stdin.end();
    await ended;
  });
}

/** Ends a pager that runs, and waits until it has given the terminal back. */
export async function endPager(): Promise<void> {
  const child = running;
  if (!child) return;
  const ended = once(child, 'close');
  child.stdin?.destroy();
  child.kill('SIGTERM');
  await ended;
}

function to(stream: Writable, end: () => Promise<void>): Output {
  let isOpen = true;
  // A reader that has left has seen enough.
  stream.on('error', () => {
    isOpen = false;
  });
  stream.on('close', () => {
    isOpen = false;
  });
  return {
    async write(text) {
      if (!isOpen) return false;
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => {});
      return isOpen;
    },
    end,
  };
}

function pagerCommand(): string | null {
  const wanted = process.env.FRESHET_PAGER ?? process.env.PAGER;
  if (wanted !== undefined) return wanted.trim() === '' || wanted.trim() === 'cat' ? null : wanted;
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => isProgram(path.join(folder, 'less')))
    ? 'less'
    : null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
