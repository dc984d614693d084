// What git is answered if nothing comes of it: words that it shows to whoever called it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { statusOf } from '@/app/_http/respond';
import type { AppError } from '@/lib/errors';
import { log } from '@/lib/log';

/** No cache keeps what git is told. */
export const UNCACHED = {
  'cache-control': 'no-cache, max-age=0, must-revalidate',
  expires: 'Fri, 01 Jan 1980 00:00:00 GMT',
  pragma: 'no-cache',
  'x-content-type-options': 'nosniff',
} as const;

/** Answers with the error in plain text, or breaks the answer off if it has begun. */
export function refuseGit(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  const status = statusOf(error);
  if (status === 500) log.error({ err: error, method: request.method }, 'a git request failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    ...UNCACHED,
    'content-type': 'text/plain; charset=utf-8',
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="Freshet", charset="UTF-8"' } : {}),
    ...(error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(error.retryAfterSeconds)) }),
    // What is left of its body is not read.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(`${error.message}\n`);
}
