// Lines as git's protocol packs them: four digits that say how long each is, and the line.
import { AppError } from '@/lib/errors';

export interface Packet {
  /** Where it lies in what was read, its length included. */
  start: number;
  end: number;
  /** Null for the marks between parts: flush, delimiter, end. */
  line: Buffer | null;
}

const LENGTH = /^[0-9a-f]{4}$/i;

/** Takes a whole request apart. Throws AppError `invalid` if it is cut off or is none. */
export function* packetsOf(body: Buffer): Generator<Packet, void, undefined> {
  for (let at = 0; at < body.length; ) {
    const digits = body.toString('latin1', at, at + 4);
    const length = LENGTH.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    const end = at + Math.max(4, length);
    if (Number.isNaN(length) || length === 3 || end > body.length) {
      throw new AppError('invalid', 'This is not a request as git writes it.');
    }
    yield { start: at, end, line: length < 4 ? null : body.subarray(at + 4, end) };
    at = end;
  }
}

/** One line, packed. */
export function packet(line: string): string {
  return (Buffer.byteLength(line) + 4).toString(16).padStart(4, '0') + line;
}

export const FLUSH = '0000';
