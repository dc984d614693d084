// One call of the program, from its arguments to its exit code.
import { CommanderError } from 'commander';
import { CliError, EXIT } from './errors';
import { program } from './program';
import { endPager } from './terminal/pager';
import { clearProgress } from './terminal/progress';
import { tellError } from './terminal/say';

/** Ends at once, and leaves the terminal as it was. */
async function interrupt(signal: 'SIGINT' | 'SIGTERM'): Promise<never> {
  clearProgress();
  await endPager();
  process.exit(signal === 'SIGINT' ? EXIT.interrupted : 143);
}

/** Runs the command that the arguments name. The process ends by itself, with the exit code set. */
export async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void interrupt(signal));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // `freshet search x | head`: whoever has left has seen enough.
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.good);
      process.exit(EXIT.failed);
    });
  }
  try {
    await program().parseAsync();
  } catch (error) {
    clearProgress();
    process.exitCode = tell(error);
  }
}

function tell(error: unknown): number {
  // Commander has said already what is wrong, or shown what was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage;
  if (error instanceof CliError) {
    tellError(error.message);
    return error.exitCode;
  }
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: string };
  tellError(`${message}${code ? ` (${code})` : ''}. This was not expected; with FRESHET_DEBUG=1 it says more.`);
  if (process.env.FRESHET_DEBUG === '1' && error instanceof Error) console.error(error.stack);
  return EXIT.failed;
}
