// Runs rsync and reads what it says of its progress and, at its end, of all that it did.
import { stoppedError } from '@/lib/git/runner/run-errors';
import { startGroup } from '@/lib/process/process-group';
import type { ReleaseHost } from '@/lib/release/spec';
import { programEnvironment, requireProgram } from '@/lib/ssh/programs';

export interface RsyncRun {
  signal?: AbortSignal | undefined;
  /** For its stdin; none if it is left out. */
  input?: Buffer;
  /** What it writes, as it comes. */
  onOutput: (chunk: Buffer) => void;
}

/** Throws AppError: by what it and its ssh said if it ended badly, on abort, and if rsync is missing here. */
export async function runRsync(host: ReleaseHost, args: readonly string[], run: RsyncRun): Promise<void> {
  const rsync = await requireProgram('rsync');
  run.signal?.throwIfAborted();
  const group = await startGroup(rsync, args, { env: programEnvironment(), cwd: '/', signal: run.signal });
  // It may end before it has read all of it, and says why by itself.
  group.stdin.on('error', () => {});
  group.stdin.end(run.input ?? '');
  group.stdout.on('data', (chunk: Buffer) => {
    try {
      run.onOutput(chunk);
    } catch (error) {
      group.stop(error);
    }
  });
  const { exitCode, stderr, stopped } = await group.exited;
  if (stopped !== undefined) throw stoppedError(stopped, `Sending to ${host.name}`, 0);
  if (exitCode !== 0) throw await host.rsyncError({ exitCode, stderr });
}

export interface RsyncStats {
  filesSent: number;
  bytesOnWire: number;
}

const KEPT = 16 * 1024;

/** For `--info=progress2,stats2 --no-human-readable`, in a process without a language of its own. */
export class RsyncReport {
  #text = '';

  /** `onProgress` is told bytes of content. */
  constructor(private readonly onProgress: (done: number) => void) {}

  read(chunk: Buffer): void {
    this.#text = (this.#text + chunk.toString('latin1')).slice(-KEPT);
    const done = [...this.#text.matchAll(/(?:^|[\r\n])\s*([\d,]+)\s+\d+%/g)].at(-1)?.[1];
    if (done !== undefined) this.onProgress(numberOf(done));
  }

  get stats(): RsyncStats {
    const last = (name: string) => numberOf(new RegExp(`${name}: ([\\d,]+)`).exec(this.#text)?.[1] ?? '0');
    return {
      filesSent: last('Number of (?:regular )?files transferred'),
      bytesOnWire: last('Total bytes sent') + last('Total bytes received'),
    };
  }
}

function numberOf(text: string): number {
  return Number(text.replaceAll(',', ''));
}
