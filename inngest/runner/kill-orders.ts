// What a test tells a killable process to do, and how it starts one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundleChild } from '@/e2e/servers/bundle-child';

export type Kill =
  | { at: 'statement'; number: number; when: 'in flight' | 'after' }
  | { at: 'step'; step: string; when: 'before' | 'inside' | 'after' };

export interface Orders {
  /** Native database; empty for the embedded one in `dataDir`. */
  url: string;
  dataDir: string;
  /** File to which every process appends what it does. */
  log: string;
  send: { id: string; name: string; data: Record<string, unknown> }[];
  /** Where to die, counted from the send on; null to live. */
  kill: Kill | null;
  /** Others work on the same runs: do not wait for them before sending. */
  isCrowd: boolean;
}

export interface KillableChild {
  /** Resolves with the exit code, null if a signal ended it. */
  obey: (orders: Orders) => Promise<number | null>;
  kill: () => void;
}

/** The file that `startChild` starts. */
export const makeChild = () => bundleChild('inngest/runner/killable-child.ts');

/** Starts a process that waits for its orders; loading it takes longest, so start the next one early. */
export function startChild(file: string): KillableChild {
  const child: ChildProcess = spawn(process.execPath, [file], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'test' },
  });
  child.stdin!.on('error', () => {});
  const ready = once(child.stdout!, 'data');
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    obey: async (orders) => {
      await Promise.race([ready, ended]);
      child.stdin!.write(`${JSON.stringify(orders)}\n`);
      return (await ended)[0];
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
