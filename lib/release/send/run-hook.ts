// Runs an administrator's command on a host once a new tree is live.
import { AppError } from '@/lib/errors';
import type { ReleaseHost, SendOptions } from '@/lib/release/spec';
import { cleaned, HostCommandError } from '@/lib/ssh/host-errors';

const LIMIT_MS = 10 * 60_000;
const MOST_BYTES = 256 * 1024;
const MOST_LINES = 200;

/** What it says goes into the log. Throws AppError if it fails, which says that the tree is live all the same. */
export async function runHook(host: ReleaseHost, hook: string, { signal, log }: SendOptions): Promise<void> {
  log?.('Running the hook.');
  try {
    // In a shell of its own, so that nothing in it gets at what surrounds it.
    const answer = await host.run('sh -c "$1" hook </dev/null', [hook], {
      signal,
      timeoutMs: LIMIT_MS,
      maxBytes: MOST_BYTES,
    });
    const said = `${answer.stdout.toString('utf8')}\n${answer.stderr}`
      .split('\n')
      .map((line) => cleaned(line))
      .filter(Boolean);
    for (const line of said.slice(-MOST_LINES)) log?.(`hook: ${line}`);
    if (answer.exitCode === 0) return;
    throw hookError(host, `it ended with ${answer.exitCode}`, new HostCommandError(answer.exitCode, answer.stderr));
  } catch (error) {
    if (signal?.aborted || (error instanceof AppError && error.cause instanceof HostCommandError)) throw error;
    throw hookError(host, error instanceof AppError ? error.message : 'it could not be run', error);
  }
}

function hookError(host: ReleaseHost, why: string, cause: unknown): AppError {
  return new AppError(
    'upstream',
    `The tree is live on ${host.name}, but the hook failed there: ${why}`.replace(/\.?$/, '.'),
    {
      kind: 'internal',
      cause,
      title: 'The hook failed',
    },
  );
}
