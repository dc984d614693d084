// Starts a process that runs the whole product's sync, and talks to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { bundleChild } from '../servers/bundle-child';
import type { Command } from './product-child';

export interface Product {
  /** Resolves when it is ready; rejects with the sentence with which it refused to start. */
  open: Promise<unknown>;
  /** Any number at a time. Rejects if the command failed or the process has ended. */
  ask: <T>(command: Command) => Promise<T>;
  kill: () => Promise<void>;
}

/** What `ask` rejects with if there is nobody to answer. */
export const HAS_ENDED = 'the process has ended';

interface Answer {
  /** Of the command; 0 if it is said once the process is ready. */
  number: number;
  value?: unknown;
  error?: string;
}

/** Makes the file that `startProduct` starts. */
export function makeProduct(): Promise<string> {
  return bundleChild('e2e/faults/product-child.ts');
}

/** `env` over the environment of this process; `preload` is a module that is loaded before everything else. */
export function startProduct(file: string, env: Record<string, string>, options: { preload?: string } = {}): Product {
  const preload = options.preload === undefined ? [] : ['--import', options.preload];
  const child = spawn(process.execPath, [...preload, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'test', ...env },
  });
  const ended = once(child, 'exit');
  child.stdin.on('error', () => {});
  const waiting = new Map<number, (answer: Answer) => void>();
  let isOver = false;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const answer = JSON.parse(line) as Answer;
    waiting.get(answer.number)?.(answer);
  });
  lines.on('close', () => {
    isOver = true;
    for (const [number, tell] of waiting) tell({ number, error: HAS_ENDED });
  });
  const answerTo = async (number: number) => {
    const said = await new Promise<Answer>((resolve) => {
      if (isOver) resolve({ number, error: HAS_ENDED });
      else waiting.set(number, resolve);
    });
    waiting.delete(number);
    if (said.error !== undefined) throw new Error(said.error);
    return said.value;
  };
  const open = answerTo(0);
  open.catch(() => {});
  let asked = 0;
  return {
    open,
    ask: async <T>(command: Command) => {
      await open;
      const number = ++asked;
      child.stdin.write(`${JSON.stringify({ number, command })}\n`);
      return (await answerTo(number)) as T;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
