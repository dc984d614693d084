// Starts a process that runs the whole product's sync, and talks to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from './product-child';

export interface Product {
  /** Resolves when it is ready; rejects with the sentence with which it refused to start. */
  open: Promise<unknown>;
  /** One at a time. Rejects where the command failed or the process has ended. */
  ask: <T>(command: Command) => Promise<T>;
  kill: () => Promise<void>;
}

/** `env` over the environment of this process; `preload` is a module that is loaded before everything else. */
export function startProduct(env: Record<string, string>, o: { preload?: string } = {}): Product {
  const preload = o.preload === undefined ? [] : ['--import', o.preload];
  const child = spawn(
    process.execPath,
    [...preload, '--import', 'tsx', path.join(process.cwd(), 'e2e/faults/product-child.ts')],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_ENV: 'test', ...env } },
  );
  const ended = once(child, 'exit').then(() => ({ error: 'the process has ended' }));
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const line = lines.next().then(({ value, done }) => (done ? ended : JSON.parse(value as string)));
    const said = (await Promise.race([line, ended])) as { value?: unknown; error?: string };
    if (said.error !== undefined) throw new Error(said.error);
    return said.value;
  };
  const open = answer();
  open.catch(() => {});
  return {
    open,
    ask: async <T>(command: Command) => {
      await open;
      child.stdin.write(`${JSON.stringify(command)}\n`);
      return (await answer()) as T;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
