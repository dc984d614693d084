// What a client pushes, handed to git as fast as git takes it.
import type { IncomingMessage } from 'node:http';
import type { ServingGit } from '@/lib/git/runner/run';
import { bodyStream } from './request-body';

/**
 * Writes the body to git and ends its input. If git wants no more of it, because it refuses what came so far, the rest is
 * read and thrown away: clients listen only after they have sent all. A body that is cut off stops git.
 */
export function feedGit(git: ServingGit, request: IncomingMessage, options: { isCompressed: boolean }): void {
  const source = bodyStream(request, options);
  let isWanted = true;
  const drop = () => {
    if (!isWanted) return;
    isWanted = false;
    // What is compressed need not be unpacked for that.
    if (source !== request) {
      request.unpipe();
      source.destroy();
    }
    request.resume();
  };
  source.on('data', (chunk: Buffer) => {
    if (!isWanted || !git.stdin.writable) return drop();
    if (!git.stdin.write(chunk)) source.pause();
  });
  git.stdin.on('drain', () => source.resume());
  git.stdin.once('close', drop);
  source.once('end', () => git.stdin.end());
  source.on('error', () => isWanted && git.stop());
  request.once('close', () => request.complete || git.stop());
}
