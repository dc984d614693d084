// What git says, sent as fast as the client takes it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AppError, toAppError } from '@/lib/errors';
import type { ServingGit } from '@/lib/git/runner/run';
import { UNCACHED } from './refuse-git';
import { watchClient } from './watch-client';

export interface SendOptions {
  type: string;
  /** What goes before. */
  prefix?: string;
  /** A client that keeps us waiting for so long is ended. */
  slowMs: number;
  /** True while git and not the client takes its time. */
  isGitBusy?: () => boolean;
}

/**
 * Sends all of a git's output. The head goes with the first of it, so that a git that fails before has an error of its
 * own, which is thrown. One that ends badly later has said so in its output; one that was stopped breaks the answer off.
 */
export async function sendGit(
  git: ServingGit,
  request: IncomingMessage,
  response: ServerResponse,
  { type, prefix = '', slowMs, isGitBusy = () => false }: SendOptions,
): Promise<void> {
  const begin = () => {
    if (response.headersSent) return;
    response.writeHead(200, { ...UNCACHED, 'content-type': type });
    if (prefix !== '') response.write(prefix);
  };
  let isStopped = false;
  const stop = (reason: AppError) => {
    isStopped = true;
    git.stop(reason);
  };
  const onSlow = () => {
    stop(tooSlow());
    response.destroy();
  };
  response.once('close', watchClient(request, response, { ms: slowMs, isGitBusy, onSlow }));
  // Before the pipe, so that the head is there before the first bytes are.
  git.stdout.once('data', begin);
  const sent = pipeline(git.stdout, response, { end: false }).catch(() => stop(gone()));
  try {
    await git.done;
    await sent;
  } catch (error) {
    await sent;
    const known = toAppError(error);
    if (isStopped || known.kind === 'timeout') response.destroy();
    if (!response.headersSent) throw known;
  }
  if (response.destroyed) return;
  begin();
  response.end();
}

function tooSlow(): AppError {
  return new AppError('limit', 'The client took nothing, or hardly anything, for too long.', { retryable: true });
}

function gone(): AppError {
  return new AppError('limit', 'The client has gone.');
}
