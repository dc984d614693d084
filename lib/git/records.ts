// Cuts a stream of bytes into records at a separator byte, holding no more than one chunk and one record.
import { AppError } from '@/lib/errors';

const MAX_RECORD_BYTES = 8 * 1024 * 1024;

/** Arrays of the records that each chunk completes; a last record without separator counts too. */
export async function* records(
  source: AsyncIterable<Buffer>,
  separator = 0,
): AsyncGenerator<Buffer[], void, undefined> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of source) {
    const found: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(separator); end >= 0; end = chunk.indexOf(separator, start)) {
      const part = chunk.subarray(start, end);
      found.push(rest.length > 0 ? Buffer.concat([...rest, part]) : part);
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      rest.push(chunk.subarray(start));
      restBytes += chunk.length - start;
      if (restBytes > MAX_RECORD_BYTES) {
        throw new AppError('limit', 'A single entry of the repository is larger than 8 MiB.', { kind: 'too_large' });
      }
    }
    if (found.length > 0) yield found;
  }
  if (rest.length > 0) yield [Buffer.concat(rest)];
}
