// Starts programs through a small process of its own. A process that starts a program is copied first, page tables and
// all, and stands still meanwhile: 20 ms for a server of 350 MB, 1 ms for a process that does nothing else (`npx tsx
// bench/spawn.ts`). A sync starts a dozen.
import { randomUUID } from 'node:crypto';
import { currentLauncher, hold, type LaunchRequest, release } from './launcher-process';
import { type Launched, order } from './order';

/** A start takes milliseconds; one that takes so long has lost a connection. */
const START_LIMIT_MS = 60_000;

/** Starts the launcher ahead of its first order, while this process is still small. */
export function warmLauncher(): void {
  currentLauncher().catch(() => {});
}

/** For tests: the process that everything is started by. */
export async function launcherPid(): Promise<number> {
  return (await currentLauncher()).process.pid ?? 0;
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
  const launcher = await currentLauncher();
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
