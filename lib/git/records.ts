// Cuts a stream of bytes into records at a separator byte, holding no more than one chunk and one record.
import { AppError } from '@/lib/errors';

const MAX_RECORD_BYTES = 8 * 1024 * 1024;

/**
 * Arrays of the records that each chunk completes; a last record without separator counts too. Of a record that is
 * larger than `cutAt` bytes only its beginning is given; without it one of more than 8 MiB is an AppError `limit`.
 */
export async function* records(
  source: AsyncIterable<Buffer>,
  separator = 0,
  options: { cutAt?: number } = {},
): AsyncGenerator<Buffer[], void, undefined> {
  const cutAt = options.cutAt ?? Number.POSITIVE_INFINITY;
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of source) {
    const found: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(separator); end >= 0; end = chunk.indexOf(separator, start)) {
      const part = chunk.subarray(start, end);
      found.push((rest.length > 0 ? Buffer.concat([...rest, part]) : part).subarray(0, cutAt));
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      const part = chunk.subarray(start, start + Math.max(0, cutAt - restBytes));
      if (part.length > 0) rest.push(part);
      restBytes += part.length;
      if (restBytes > MAX_RECORD_BYTES) {
        throw new AppError('limit', 'A single entry of the repository is larger than 8 MiB.', { kind: 'too_large' });
      }
    }
    if (found.length > 0) yield found;
  }
  if (rest.length > 0) yield [Buffer.concat(rest)];
}
