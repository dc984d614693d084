// The body of a git's request as it is meant: git compresses what it asks with.
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '@/lib/errors';

/** A fetch says what it wants and has, an id a line: with 100,000 refs that is 5 MB. */
const MAX_ASKED_BYTES = 16 * 1024 * 1024;

/** Throws `invalid` for a body that is compressed in another way or is of another kind than `type`. */
export function requireBody(request: IncomingMessage, type: string): { isCompressed: boolean } {
  if (request.headers['content-type']?.trim().toLowerCase() !== type) {
    throw new AppError('invalid', `The body has to be of the type ${type}.`);
  }
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (['gzip', 'x-gzip'].includes(encoding)) return { isCompressed: true };
  if (encoding === 'identity') return { isCompressed: false };
  throw new AppError('invalid', 'The body may be compressed with gzip alone.');
}

/** The body as a stream. Whoever reads it sees to errors of what is not gzip. */
export function bodyStream(request: IncomingMessage, { isCompressed }: { isCompressed: boolean }): Readable {
  if (!isCompressed) return request;
  const inflated = createGunzip();
  request.on('error', (error) => inflated.destroy(error)).pipe(inflated);
  return inflated;
}

/** All of it, for what has to be looked at before git is asked. Throws `limit`, without reading on, and `invalid`. */
export async function readAsked(request: IncomingMessage, options: { isCompressed: boolean }): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of bodyStream(request, options) as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > MAX_ASKED_BYTES) {
        throw new AppError('limit', `A request may have ${MAX_ASKED_BYTES} bytes, and this one has more.`);
      }
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid', 'The body of the request could not be read.', { cause: error });
  }
  return Buffer.concat(parts);
}
