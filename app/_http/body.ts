// Reads a request's body up to a limit.
import { AppError } from '@/lib/errors';

/** Largest body that is read as text, in bytes. */
const MAX_TEXT = 64 * 1024;

/** Throws `limit` above `max` bytes, 64 KiB unless told, without reading on. */
export async function readText(request: Request, max = MAX_TEXT): Promise<string> {
  return (await readBytes(request, max)).toString('utf8');
}

/** Throws `limit` above `max` bytes: at once if the body says so itself, else without reading on. */
export async function readBytes(request: Request, max: number): Promise<Buffer> {
  const tooLarge = () => new AppError('limit', `The body is larger than ${max} bytes.`);
  if (Number(request.headers.get('content-length')) > max) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > max) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
