// Reads a request's body up to a limit.
import { AppError } from '@/lib/errors';

/** Largest body that is read, in bytes. */
const MAX_BODY = 64 * 1024;

/** Throws `limit` above 64 KiB, without reading on. */
export async function readText(request: Request): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > MAX_BODY) throw new AppError('limit', `The body is larger than ${MAX_BODY} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
